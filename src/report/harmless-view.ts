import { linksBroken } from '../model/outside-text.ts';
import { visibleText } from '../model/visible-text.ts';

/** Control and direction characters of names; line feeds, tabs and our own isolates (UAX 9) are none. */
const UNSEEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2067\ufeff]/g;

/**
 * A view in which no text can become a link or drive what shows it, but in the fields named: those hold our own or the
 * organisation's words, addresses and commands alone. So a field that is added is harmless before anybody thinks of it.
 */
export function harmlessView<View>(view: View, own: ReadonlySet<string>): View {
  return harmless(view, own) as View; // The shape stays; only texts change.
}

function harmless(value: unknown, own: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return linksBroken(withoutUnseen(value));
  if (Array.isArray(value)) return value.map((one) => harmless(one, own));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, own.has(name) ? one : harmless(one, own)]),
  );
}

/** What nobody sees, made visible; line ends and our own isolates stay. */
export function withoutUnseen(text: string): string {
  return text.replaceAll(UNSEEN, visibleText);
}
