/** Iterates what another list holds, as it is asked for; as often as that. */
export function derived<From, To>(from: Iterable<From>, of: (item: From) => readonly To[]): Iterable<To> {
  return {
    *[Symbol.iterator]() {
      for (const item of from) yield* of(item);
    },
  };
}
