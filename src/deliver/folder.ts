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
 * `member:anna` → `anna`, the mail of the second admin → `admin-2`; anything but plain letters is replaced, and kept
 * apart by a hash.
 * @param place of an admin among the admins, from 1.
 */
export function fileNameOf(key: string, place = 1): string {
  const isMember = key.startsWith('member:');
  const name = isMember ? key.slice('member:'.length) : `admin-${place}`;
  const safe = name.replace(/[^A-Za-z0-9@._-]/g, '_').replace(/^(\.|$)/, '_');
  const isTaken = isMember && /^admin-\d+$/i.test(name);
  if (safe === name && safe.length <= 100 && !isTaken) return safe;
  const mark = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${safe.slice(0, 100)}-${mark}`;
}
