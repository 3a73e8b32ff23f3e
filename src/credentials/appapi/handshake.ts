import { UsageError } from '../../model/errors.ts';
import { isSameSecret, type Secret } from '../../model/secret.ts';
import { type Listener, type ListenSettings, openListener } from './listener.ts';

/** What a server says of a secret: its own, of an app that is switched on or not (yet); or not its own. */
export type Proof = 'enabled' | 'disabled' | 'refused';

/** What has happened so far, for whoever watches. */
export type HandshakeStep = 'asked' | 'foreign' | 'proven';

export interface HandshakeSettings extends ListenSettings {
  /** Asks the server that the config names about a secret: whoever reached our port may have made one up. */
  readonly prove: (candidate: Secret) => Promise<Proof>;
  readonly note: (step: HandshakeStep) => void;
  /** How long a proven secret waits for the server to say that the app is on, before the server is asked. */
  readonly settleMs?: number;
}

/** One registration, for as long as it is awaited. */
export interface Handshake {
  readonly port: number;
  /**
   * The server's secret, proven, once the app is on. Rejects when too many foreign ones came, or the server cannot be
   * asked about them.
   */
  readonly secret: Promise<Secret>;
  close(): Promise<void>;
}

/** Nextcloud 31 does not say when it is done. */
const SETTLE_MS = 5_000;
/** Each foreign one counts at the server as an attempt to guess; it locks this machine out at ten. */
const MOST_FOREIGN = 3;
const MOST_WAITING = 8;

/**
 * Waits for Nextcloud to register menage: exactly one secret is accepted, the first that the server itself knows, and
 * none after it.
 */
export async function openHandshake(settings: HandshakeSettings): Promise<Handshake> {
  const { promise, resolve, reject } = settled<Secret>();
  // Its first reader may come later.
  promise.catch(() => {});
  const candidates: Secret[] = [];
  let isProven = false;
  let isOver = false;
  let foreign = 0;
  let switchedOn: Secret[] = [];
  let wake = () => {};
  let last: Promise<void> = Promise.resolve();

  async function look(candidate: Secret): Promise<void> {
    if (isProven || isOver) return;
    if ((await settings.prove(candidate)) === 'refused') {
      settings.note('foreign');
      isOver = ++foreign >= MOST_FOREIGN;
      if (isOver) throw new UsageError(FOREIGN);
      return;
    }
    isProven = true;
    settings.note('proven');
    await untilOn(candidate);
    if (!isOver) resolve(candidate);
  }

  async function untilOn(candidate: Secret): Promise<void> {
    const isOn = () => switchedOn.some((one) => isSameSecret(one, candidate));
    while (!isOver && !isOn()) {
      await pause(settings.settleMs ?? SETTLE_MS, (now) => {
        wake = now;
      });
      if (isOver || isOn()) return;
      const proof = await settings.prove(candidate);
      if (proof === 'enabled') return;
      if (proof === 'refused')
        throw new UsageError('Nextcloud took the registration back while it was made: begin anew.');
    }
  }

  const listener: Listener = await openListener(settings, {
    heartbeat: () => settings.note('asked'),
    init(candidate) {
      if (candidates.some((one) => isSameSecret(one, candidate))) return true;
      if (isProven || isOver || candidates.length >= MOST_WAITING) return false;
      candidates.push(candidate);
      last = last.then(() => look(candidate)).catch(reject);
      return true;
    },
    enabled(candidate, on) {
      if (!candidates.some((one) => isSameSecret(one, candidate))) return !on;
      switchedOn = switchedOn.filter((one) => !isSameSecret(one, candidate));
      if (on) switchedOn.push(candidate);
      wake();
      return true;
    },
  });
  return {
    port: listener.port,
    secret: promise,
    close: async () => {
      isOver = true;
      wake();
      await listener.close();
    },
  };
}

const FOREIGN =
  'Secrets came that the Nextcloud of server.url does not know: another program, or another Nextcloud, asks at this port. ' +
  'Nothing was sealed. Look at server.url and at who uses this machine, and begin anew with another port (--listen).';

/** Resolves after a time, or when woken. */
function pause(ms: number, hand: (wake: () => void) => void): Promise<void> {
  return new Promise((resume) => {
    const timer = setTimeout(resume, ms);
    hand(() => {
      clearTimeout(timer);
      resume();
    });
  });
}

function settled<T>(): {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (cause: unknown) => void;
} {
  let resolve: (value: T) => void = () => {};
  let reject: (cause: unknown) => void = () => {};
  const promise = new Promise<T>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  return { promise, resolve, reject };
}
