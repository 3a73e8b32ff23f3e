import { el } from './elements.ts';
import { say } from './words.ts';

const TOAST_MS = 2500;
let toastTimer = 0;

/** Says something for a moment. */
function toast(text: string): void {
  document.querySelector('.toast')?.remove();
  const note = el('p', { class: 'toast', role: 'status' }, text);
  document.body.append(note);
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => note.remove(), TOAST_MS);
}

/** Copies a text, and says whether it could be. */
export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(say('js.copied'));
  } catch {
    toast(copyBySelection(text) ? say('js.copied') : say('js.notCopied'));
  }
}

/** The deprecated way is the only one where a page was opened from disk. */
function copyBySelection(text: string): boolean {
  const area = el('textarea', { class: 'visually-hidden', 'aria-hidden': 'true' });
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}
