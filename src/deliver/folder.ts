import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { groupedBy } from '../model/lists/grouped.ts';
import { isReferentKey, memberOfKey, type OutgoingMail } from '../model/mail.ts';
import { composeEml } from './compose.ts';

/**
 * Writes each mail as one `.eml` file into a folder, named after its member; returns the paths.
 * @param write writes a file whole, for its owner only, and follows no link that lies in its place.
 */
export async function writeMails(
  mails: readonly OutgoingMail[],
  folder: string,
  write: (path: string, content: Uint8Array) => Promise<void>,
): Promise<readonly string[]> {
  const names = fileNames(mails.map(({ key }) => key));
  const paths: string[] = [];
  for (const [at, mail] of mails.entries()) {
    const path = join(folder, `${names[at] ?? ''}.eml`);
    await write(path, await composeEml(mail));
    paths.push(path);
  }
  return paths;
}

/**
 * A file name for each of these mails, in their order, no two of them the same to a file system that knows neither case
 * nor Unicode forms: `member:Anna` → `Anna`, the mail of the second admin → `admin-2`. Two names that differ in case
 * alone, and those of other signs than plain letters, digits and `@ . _ -`, are kept apart by a hash of the uid.
 */
export function fileNames(keys: readonly string[]): readonly string[] {
  const plain = keys.flatMap((key) => {
    const uid = memberOfKey(key);
    return uid !== null && isPlain(uid) ? [uid] : [];
  });
  const uidsOf = groupedBy(new Set(plain), (uid) => uid.toLowerCase());
  let admins = 0;
  let referents = 0;
  return keys.map((key) => {
    const uid = memberOfKey(key);
    if (uid === null) return isReferentKey(key) ? `referent-${++referents}` : `admin-${++admins}`;
    const isAlone = uidsOf.get(uid.toLowerCase())?.length === 1;
    return isPlain(uid) && isAlone ? uid : marked(uid);
  });
}

const LONGEST = 88;
/** Characters; 80 bits, for a member may look for two names of one mark. */
const MARK = 20;
/** What other names are given, ours for admins and referents and whatever looks as if it ended in a mark; and what Windows gives to no file. */
const RESERVED = new RegExp(
  `^(?:admin|referent)-\\d+$|-[0-9a-f]{${MARK}}$|^(?:con|prn|aux|nul|com\\d|lpt\\d)(?:\\.|$)`,
  'i',
);

/** Of these letters only capitals are the same as others to some file system. */
function isPlain(uid: string): boolean {
  return /^[a-z0-9@_-][a-z0-9@._-]*$/i.test(uid) && uid.length <= LONGEST && !RESERVED.test(uid);
}

function marked(uid: string): string {
  const safe = uid
    .replace(/[^a-z0-9@._-]/gi, '_')
    .replace(/^\./, '_')
    .slice(0, LONGEST);
  const mark = createHash('sha256').update(uid).digest('hex').slice(0, MARK);
  return `${safe}-${mark}`;
}
