/** The values of a row without their names. */
export type Packed<Row> = readonly Row[keyof Row][];

/** How rows of one kind stand in the data. */
interface Shape<Row> {
  pack(row: Row): Packed<Row>;
  unpack(values: Packed<Row>): Row;
}

/** Each field's place in the packed row. */
export function shapeOf<Row extends object>(places: Readonly<Record<keyof Row, number>>): Shape<Row> {
  // The keys of an object literal are its type's keys.
  const names = (Object.keys(places) as (keyof Row)[]).sort((a, b) => places[a] - places[b]);
  return {
    pack: (row) => names.map((name) => row[name]),
    // `places` names every field of a row, and `pack` put a value of its type at each place.
    unpack: (values) => Object.fromEntries(names.map((name, at) => [name, values[at]])) as Row,
  };
}

/** Some of `all` as bits by their places. */
export function maskOf<Name>(all: readonly Name[], some: readonly Name[]): number {
  return some.reduce((mask, name) => mask | (1 << all.indexOf(name)), 0);
}

/** Those of `all` whose bits `maskOf` set. */
export function namesIn<Name>(all: readonly Name[], mask: number): readonly Name[] {
  return all.filter((_, bit) => (mask & (1 << bit)) !== 0);
}
