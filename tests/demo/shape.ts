/** Serverinfo counts shares by kind and rights, each that occurs under a name of its own. */
const COUNT_OF_A_KIND = /^permissions_\d/;

/** The shape of a JSON document: keys in their order and kinds of values; a list has the shapes of its elements. */
export function shapeOf(value: unknown): unknown {
  if (value === null) return 'null';
  if (Array.isArray(value)) return { list: distinct(value.map(shapeOf)) };
  if (typeof value !== 'object') return typeof value;
  const entries = Object.entries(value).filter(([key]) => !COUNT_OF_A_KIND.test(key));
  // A list of things by their names: the names are data.
  if (entries.length > 1 && entries.every(([key, item]) => isRecordOf(key, item))) {
    return { map: distinct(entries.map(([, item]) => shapeOf(item))) };
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, shapeOf(item)]));
}

function isRecordOf(key: string, item: unknown): boolean {
  return typeof item === 'object' && item !== null && 'id' in item && item.id === key;
}

function distinct(shapes: readonly unknown[]): readonly unknown[] {
  const byText = new Map(shapes.map((shape) => [JSON.stringify(shape), shape]));
  return [...byText.keys()].sort().map((key) => byText.get(key));
}

/** The elements of a small XML document in their order, with the text of those that say what went wrong. */
export function xmlShapeOf(body: string): readonly string[] {
  const said = [...body.matchAll(/<(s:exception|s:message|statuscode|status|message)>(.*?)<\/\1>/gs)];
  const names = [...body.matchAll(/<([\w:-]+)/g)].map(([, name = '']) => name);
  return [...new Set(names), ...said.map(([, name, text]) => `${name}: ${text}`)];
}
