/** V8 copies shorter pieces of a text by itself. */
const SHORTEST_SLICE = 13;

/** The same text in memory of its own: a piece of an answer keeps alive the 64 kB that it was cut from. */
export function detached(text: string): string {
  return text.length < SHORTEST_SLICE ? text : Buffer.from(text).toString();
}
