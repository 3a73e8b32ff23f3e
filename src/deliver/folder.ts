import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutgoingMail } from '../model/mail.ts';
import { composeEml } from './compose.ts';

/** Writes each mail as one `.eml` file (mode 0600) into a folder (0700), named after its member; returns the paths. */
export async function writeMails(mails: readonly OutgoingMail[], folder: string): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const paths: string[] = [];
  for (const mail of mails) {
    const path = join(folder, `${fileNameOf(mail.key)}.eml`);
    await writeFile(path, await composeEml(mail), { mode: 0o600 });
    paths.push(path);
  }
  return paths;
}

/** `member:anna` → `anna`, `admin:1` → `admin-1`; anything but plain letters is replaced, and kept apart by a hash. */
export function fileNameOf(key: string): string {
  const name = key.startsWith('member:') ? key.slice('member:'.length) : key.replace(':', '-');
  const safe = name.replace(/[^A-Za-z0-9@._-]/g, '_').replace(/^\./, '_');
  if (safe === name && safe.length <= 100) return safe;
  const mark = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${safe.slice(0, 100)}-${mark}`;
}
