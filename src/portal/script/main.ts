/** What a page does by itself where the browser lets it: pages work without. */

/** A page that waits asks for its state, and loads anew once that has changed. */
const POLL_MS = 3_000;

function pollState(box: HTMLElement): void {
  const { poll, state } = box.dataset;
  if (poll === undefined) return;
  setTimeout(async () => {
    const answer = await fetch(poll, { headers: { accept: 'application/json' } }).catch(() => null);
    const body: unknown = answer?.ok ? await answer.json().catch(() => null) : null;
    const now = typeof body === 'object' && body !== null ? Reflect.get(body, 'state') : state;
    if (now === state) pollState(box);
    else location.reload();
  }, POLL_MS);
}

for (const box of document.querySelectorAll<HTMLElement>('[data-poll]')) pollState(box);

// A page from the back cache shows what may be over.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});
