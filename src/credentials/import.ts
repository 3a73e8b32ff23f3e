import { UsageError } from '../model/errors.ts';
import { memberId } from '../model/ids.ts';
import { secret } from '../model/secret.ts';
import type { UtcMs } from '../model/units.ts';
import { readCsv } from './import-csv.ts';
import { readJson } from './import-json.ts';
import type { Imported } from './imported.ts';
import type { VaultEntry } from './vault.ts';

/**
 * Reads app passwords from JSON `{uid: password}` or `{uid: {login, password}}`, freely mixed, or from CSV
 * `uid,login,password` with or without that header. No request is sent.
 * @param source the file's name, for messages.
 * @throws {UsageError} with every problem, by line or key; none of them repeats a secret.
 */
export function parseCredentials(text: string, source: string, now: UtcMs): readonly VaultEntry[] {
  const content = text.replace(/^\uFEFF/, '');
  const { imported, problems } = content.trimStart().startsWith('{') ? readJson(content) : readCsv(content);
  const all = [...problems, ...imported.flatMap(problemsOf), ...repeated(imported)];
  if (all.length > 0) {
    throw new UsageError(
      `Nothing was imported from ${source}; correct it and import again:\n${all.map((one) => `  ${one}`).join('\n')}`,
    );
  }
  if (imported.length === 0)
    throw new UsageError(`${source} holds no app password: write JSON {"uid": "password"}.`);
  return imported.map(({ uid, login, password }) => ({
    member: memberId(uid),
    login,
    password: secret(password),
    tokenId: null,
    addedAt: now,
  }));
}

function problemsOf({ where, uid, login, password }: Imported): readonly string[] {
  const problems = [];
  if (uid === '') problems.push('the uid is blank');
  if (login === '') problems.push('the login is blank');
  if (login.includes(':')) problems.push('the login has a colon, which HTTP logins cannot have (RFC 7617)');
  if (password === '') problems.push('the password is blank');
  for (const [what, text] of [
    ['uid', uid],
    ['login', login],
    ['password', password],
  ] as const) {
    if (text !== '' && text.trim() !== text) problems.push(`the ${what} begins or ends with a blank`);
    else if (/\p{Cc}/u.test(text)) problems.push(`the ${what} has a control character`);
  }
  return problems.map((problem) => `${where}: ${problem}`);
}

function repeated(imported: readonly Imported[]): readonly string[] {
  const first = new Map<string, string>();
  return imported.flatMap(({ uid, where }) => {
    const earlier = first.get(uid);
    if (earlier === undefined) first.set(uid, where);
    return earlier === undefined || uid === '' ? [] : [`${where}: the same uid as ${earlier}`];
  });
}
