/** The first items of an iterable, at most so many, and all of it, to be iterated once: neither takes it whole into the memory. */
export function peeked<T>(
  items: Iterable<T>,
  most: number,
): { readonly first: readonly T[]; readonly all: Iterable<T> } {
  const left = items[Symbol.iterator]();
  const first: T[] = [];
  let next = left.next();
  for (; next.done !== true && first.length < most; next = left.next()) first.push(next.value);
  function* all() {
    yield* first;
    for (; next.done !== true; next = left.next()) yield next.value;
  }
  return { first, all: all() };
}
