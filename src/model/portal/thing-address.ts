import type { ThingKey } from './answer.ts';

/** The page of one thing, below the page of its member; in a mail it has its id once the mail leaves (`withThingIds`). */
export function thingAddress(page: string, thing: ThingKey): string {
  return `${page}/things/${encodeURIComponent(thing)}`;
}

/** The same thing on the member's page. */
export function thingOnPage(page: string, thing: ThingKey): string {
  return `${page}#${encodeURIComponent(thing)}`;
}

/** Puts the ids of things in the places of their keys, in the addresses that begin with this page. */
export function withThingIds(text: string, page: string, idOf: (thing: ThingKey) => string): string {
  return text
    .split(page)
    .map((part, at) =>
      at === 0
        ? part
        : part.replace(
            /^(\/things\/|#)([\w.~%-]+)/,
            (_, way: string, thing: string) => `${way}${idOf(decodeURIComponent(thing))}`,
          ),
    )
    .join(page);
}
