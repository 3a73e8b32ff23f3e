/** Something that is opened when it is first asked for. */
export interface Opening<T> {
  /** @throws what opening it threw, now or within the last half minute. */
  get(): Promise<T>;
  isOpen(): boolean;
  /** Closes it where it is open; whoever asks meanwhile waits, and gets a new one. */
  close(end: (opened: T) => Promise<void>): Promise<void>;
}

/** What cannot be opened is not tried again at once: each try may cost a second of work. */
const TRIED_AGAIN_AFTER_MS = 30_000;

export function opening<T>(open: () => Promise<T>): Opening<T> {
  let current: Promise<T> | null = null;
  let closing: Promise<void> = Promise.resolve();
  let failure: { readonly error: unknown; readonly at: number } | null = null;
  return {
    get() {
      if (current !== null) return current;
      if (failure !== null && performance.now() - failure.at < TRIED_AGAIN_AFTER_MS)
        return Promise.reject(failure.error);
      const going = closing.then(open);
      current = going;
      going.catch((error: unknown) => {
        failure = { error, at: performance.now() };
        if (current === going) current = null;
      });
      return going;
    },
    isOpen: () => current !== null,
    close(end) {
      const going = current;
      current = null;
      if (going === null) return closing;
      // What could not be opened needs no closing.
      const closed = going.then(end, () => undefined);
      closing = closed.catch(() => undefined);
      return closed;
    },
  };
}
