import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { OutgoingMail } from '../model/mail.ts';
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
  const paths: string[] = [];
  let admins = 0;
  for (const mail of mails) {
    if (mail.key.startsWith('admin:')) admins += 1;
    const path = join(folder, `${fileNameOf(mail.key, admins)}.eml`);
    await write(path, await composeEml(mail));
    paths.push(path);
  }
  return paths;
}

/**
 * `member:anna` → `anna`, the mail of the second admin → `admin-2`; anything but small plain letters is kept apart by a
 * hash.
 * @param place of an admin among the admins, from 1.
 */
export function fileNameOf(key: string, place = 1): string {
  const isMember = key.startsWith('member:');
  const name = isMember ? key.slice('member:'.length) : `admin-${place}`;
  if (isPlain(name) && !(isMember && RESERVED.test(name))) return name;
  const safe = name
    .replace(/[^a-z0-9@._-]/gi, '_')
    .replace(/^\./, '_')
    .slice(0, LONGEST);
  const mark = createHash('sha256').update(name).digest('hex').slice(0, MARK);
  return `${safe}-${mark}`;
}

const LONGEST = 88;
/** Characters; 80 bits, for a member may look for two names of one mark. */
const MARK = 20;
/** What other names are given: ours for admins, and whatever looks as if it ended in a mark. */
const RESERVED = new RegExp(`^admin-\\d+$|-[0-9a-f]{${MARK}}$`);

/** Where two names that differ in case or Unicode form are one file, only small plain letters stand for themselves. */
function isPlain(name: string): boolean {
  return /^[a-z0-9@_-][a-z0-9@._-]*$/.test(name) && name.length <= LONGEST;
}
