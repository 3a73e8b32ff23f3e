import { linksBroken } from '../../model/text/outside-text.ts';
import { visibleDocument } from '../../model/text/visible-text.ts';

/**
 * A view in which no text can become a link or drive what shows it, but in the fields named: those hold our own or the
 * organisation's words, addresses and commands alone. So a field that is added is harmless before anybody thinks of it.
 */
export function harmlessView<View>(view: View, own: ReadonlySet<string>): View {
  return harmless(view, own) as View; // The shape stays; only texts change.
}

function harmless(value: unknown, own: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return linksBroken(visibleDocument(value));
  if (Array.isArray(value)) return value.map((one) => harmless(one, own));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, own.has(name) ? one : harmless(one, own)]),
  );
}
