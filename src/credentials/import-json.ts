import { isMap, isScalar, LineCounter, type Pair, parseDocument } from 'yaml';
import type { Imported, ImportReading } from './imported.ts';

/**
 * Reads `{uid: password}` and `{uid: {login, password}}`. Each key keeps its line and a repeated one is seen (the
 * platform's parser would keep the last in silence); error texts of parsers, which quote the file, are not used.
 */
export function readJson(text: string): ImportReading {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false });
  const broken = document.errors.map(({ pos: [at] }) => `line ${lines.linePos(at).line}: this is no JSON`);
  if (broken.length > 0) return { imported: [], problems: [...new Set(broken)] };
  if (!isJson(text) || !isMap(document.contents)) {
    return { imported: [], problems: ['this is no JSON object: check commas and quotes'] };
  }
  const read = document.contents.items.map((pair) => readPair(pair, lines));
  return {
    imported: read.flatMap((one) => (typeof one === 'string' ? [] : [one])),
    problems: read.filter((one) => typeof one === 'string'),
  };
}

/** The entry of one key, or what is wrong with it. */
function readPair({ key, value }: Pair, lines: LineCounter): Imported | string {
  if (!isScalar(key)) return 'a key is no text';
  const uid = String(key.value);
  const where = `line ${lines.linePos(key.range?.[0] ?? 0).line}, key ${JSON.stringify(uid)}`;
  if (isScalar(value) && typeof value.value === 'string') {
    return { where, uid, login: uid, password: value.value };
  }
  if (!isMap(value)) return `${where}: must be the password, or {"login": …, "password": …}`;
  const login = value.get('login') ?? uid;
  const password = value.get('password');
  const unknown = value.items.filter(({ key: name }) => !['login', 'password'].includes(String(name)));
  if (typeof login !== 'string' || typeof password !== 'string' || unknown.length > 0) {
    return `${where}: must be {"login": …, "password": …}, both texts and nothing else`;
  }
  return { where, uid, login, password };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
