import { requestError } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';

/** The namespaces that we know, by the prefix that we write them with. */
const KNOWN: ReadonlyMap<string, string> = new Map([
  ['DAV:', 'd'],
  ['http://owncloud.org/ns', 'oc'],
  ['http://nextcloud.org/ns', 'nc'],
]);

/** Bounds for a document that no honest server sends: each scope copies its prefixes, and remembers its names. */
const MOST_PREFIXES = 100;
const MOST_NAMES = 1_000;
/** A longer one is resolved anew each time. */
const LONGEST_NAME = 100;

/** Resolves the prefixes of a document while it is read (Namespaces in XML 1.0). */
export interface Namespaces {
  /**
   * Takes an attribute of the element that is about to be opened.
   * @throws {RequestError} when it declares one prefix too many.
   */
  attribute(name: string, value: string): void;
  /** Opens an element; gives its name with our own prefix, such as `d:href`, or '' where its namespace is not known to us. */
  open(name: string): string;
  /** Closes the element opened last. */
  close(): void;
}

interface Scope {
  /** How many elements were open when it began. */
  readonly depth: number;
  readonly prefixes: ReadonlyMap<string, string>;
  /** Names resolved here before: documents use the same few over and over. */
  readonly names: Map<string, string>;
}

/** Namespaces by our own hand, for the parser's make three objects per element: a fifth of what a large answer costs. */
export function namespaces(): Namespaces {
  const outermost: Scope = { depth: -1, prefixes: new Map([['', '']]), names: new Map() };
  const outer: Scope[] = [];
  let scope = outermost;
  let depth = 0;
  let declared: Map<string, string> | null = null;
  return {
    attribute(name, value) {
      const prefix = name === 'xmlns' ? '' : name.startsWith('xmlns:') ? name.slice('xmlns:'.length) : null;
      if (prefix === null) return;
      declared ??= new Map(scope.prefixes);
      declared.set(prefix, value);
      if (declared.size > MOST_PREFIXES) throw requestError('unexpected', because('answer.prefixes'), 207);
    },
    open(name) {
      if (declared !== null) {
        outer.push(scope);
        scope = { depth, prefixes: declared, names: new Map() };
        declared = null;
      }
      depth++;
      const known = scope.names.get(name);
      if (known !== undefined) return known;
      const resolved = resolve(scope.prefixes, name);
      if (scope.names.size < MOST_NAMES && name.length <= LONGEST_NAME) scope.names.set(name, resolved);
      return resolved;
    },
    close() {
      depth--;
      if (scope.depth === depth) scope = outer.pop() ?? outermost;
    },
  };
}

function resolve(prefixes: ReadonlyMap<string, string>, name: string): string {
  const colon = name.indexOf(':');
  const uri = prefixes.get(colon < 0 ? '' : name.slice(0, colon));
  if (uri === undefined || colon === 0 || name.indexOf(':', colon + 1) >= 0)
    throw requestError('unexpected', because('answer.no-namespace'), 207);
  const prefix = KNOWN.get(uri);
  return prefix === undefined ? '' : `${prefix}:${name.slice(colon + 1)}`;
}
