/** Distinct texts by their place, so that each stands once in the page. */
export interface Interned {
  at(text: string): number;
  has(text: string): boolean;
  readonly all: readonly string[];
}

export function interned(): Interned {
  const places = new Map<string, number>();
  const all: string[] = [];
  return {
    all,
    has: (text) => places.has(text),
    at(text) {
      const known = places.get(text);
      if (known !== undefined) return known;
      places.set(text, all.length);
      return all.push(text) - 1;
    },
  };
}
