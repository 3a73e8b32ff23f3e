import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unseal } from '../../src/credentials/age.ts';
import { secret } from '../../src/model/secret.ts';
import type { StoreLocation } from '../../src/store/open.ts';
import { ON_POSTGRES } from './postgres.ts';
import { columnsOf, openDatabase, rawBytesOf, storeAt } from './stores.ts';

export type Row = Readonly<Record<string, unknown>>;

/** Every row of every table of a store, zipped columns as the text in them. */
export async function rowsOf(location: StoreLocation): Promise<ReadonlyMap<string, readonly Row[]>> {
  const database = await openDatabase(location);
  const isFile = typeof location === 'string';
  const all = new Map<string, readonly Row[]>();
  for (const [table, columns] of await columnsOf(database, location)) {
    // PostgreSQL puts a row that was changed behind the others.
    const order = isFile ? '' : `ORDER BY ${columns.map((column) => `"${column}"`).join(', ')}`;
    const rows = await database.all(`SELECT * FROM ${table} ${order}`);
    all.set(
      table,
      rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, plain(value)]))),
    );
  }
  await database.close();
  return all;
}

function plain(value: unknown): unknown {
  if (!(value instanceof Uint8Array)) return value;
  return value[0] === 0x1f ? gunzipSync(value).toString() : Buffer.from(value).toString('hex');
}

/** How a uid may stand in some text or other. */
function spellings(id: string): readonly string[] {
  return ['NFC', 'NFD'].flatMap((form) => {
    const text = id.normalize(form);
    const percent = encodeURIComponent(text);
    const escaped = JSON.stringify(text)
      .slice(1, -1)
      .replaceAll(/[^\x20-\x7e]/g, escapedUnit);
    const base64 = [0, 1, 2].map((before) => {
      const all = Buffer.from('\0'.repeat(before) + text)
        .toString('base64url')
        .replaceAll('=', '');
      // The first and the last letters hold bits of what stands around.
      return all.slice(Math.ceil((before * 8) / 6), -1);
    });
    return [
      text,
      percent,
      percent.replaceAll(/%../g, (code) => code.toLowerCase()),
      encodeURI(text),
      escaped,
      escaped.toUpperCase().replaceAll('\\U', '\\u'),
      ...base64,
      ...base64.map((one) => one.replaceAll('-', '+').replaceAll('_', '/')),
    ];
  });
}

function escapedUnit(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** All bytes that are kept, as text: the store with its log, what is zipped in it, the vault closed and opened. */
export async function everythingKept(folder: string): Promise<string> {
  const rows = [...(await rowsOf(storeAt(folder)))].map(([, all]) => JSON.stringify(all));
  const key = secret(readFileSync(join(folder, 'key'), 'utf8').trim());
  const vault = await unseal('vault', readFileSync(join(folder, 'menage.vault')), key);
  return [await rawBytes(folder), ...rows, String(vault)].join('\n');
}

/** The bytes of the store, its log and the vault, as `latin1`. */
export async function rawBytes(folder: string): Promise<string> {
  const files = readdirSync(folder).filter((name) => name.startsWith('menage.') && name !== 'menage.yaml');
  const texts = files.map((name) => readFileSync(join(folder, name)).toString('latin1'));
  return [...texts, ...(ON_POSTGRES ? [await rawBytesOf(storeAt(folder))] : [])].join('\n');
}

/** The same in the letters that `latin1` makes of UTF-8. */
export function foundIn(text: string, id: string): readonly string[] {
  return spellings(id).filter(
    (spelling) => text.includes(spelling) || text.includes(Buffer.from(spelling).toString('latin1')),
  );
}
