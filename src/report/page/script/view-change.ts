let listener: () => void = () => undefined;

/** What is to be done whenever a reader changed what the page shows; there is one listener. */
export function onViewChange(act: () => void): void {
  listener = act;
}

export function viewChanged(): void {
  listener();
}
