import { z } from 'zod';
import { fileId, memberId, shareId } from '../model/ids.ts';
import { permissionsOf, type Share, type ShareType } from '../model/share.ts';
import type { Session } from './exchange.ts';
import { askOcs } from './ocs.ts';

/** OCS numbers of share types (API notes, 5.3); 2, 11 and 13 are internal rows. */
const TYPES: Readonly<Record<number, ShareType>> = {
  0: 'user',
  1: 'group',
  3: 'link',
  4: 'mail',
  6: 'federated',
  7: 'circle',
  9: 'federated',
  10: 'room',
  12: 'deck',
};
const INTERNAL = [2, 11, 13];

const Text = z.string().nullish();
const PERMISSION_BITS = 31;
/** The year 3000, in seconds. */
const LATEST = 32_503_680_000;
/** A day that exists, perhaps with a time behind it. */
const Expiry = z
  .string()
  .transform((text) => text.slice(0, 10))
  .pipe(z.iso.date());
/** No part of it leads out of the tree, and no file can have such a name. */
const Path = z
  .string()
  .refine((path) => !path.includes('\u0000') && !/(^|\/)\.{1,2}(\/|$)/.test(path), 'leads out of the tree');
const Id = z.union([z.string(), z.number().int()]).transform(String);

/** A share as the API gives it. What is secret is replaced here: a token by its length, a hash by whether there is one. */
const ShareRecord = z
  .object({
    id: Id,
    share_type: z.number().int(),
    uid_owner: z.string(),
    uid_file_owner: z.string(),
    path: Path,
    item_type: z.enum(['file', 'folder']),
    file_source: Id,
    permissions: z.number().int().min(0).max(PERMISSION_BITS),
    stime: z.number().min(0).max(LATEST),
    expiration: Expiry.nullish(),
    share_with: Text,
    password: Text,
    token: Text,
    label: Text,
    note: Text,
    hide_download: z.union([z.number(), z.boolean()]).nullish(),
  })
  .transform((record): { readonly share: Share; readonly internal: boolean } => {
    const type = TYPES[record.share_type] ?? 'other';
    const hasPassword = record.password != null || (type === 'link' && record.share_with != null);
    return {
      internal: INTERNAL.includes(record.share_type),
      share: {
        id: shareId(record.id),
        type,
        owner: memberId(record.uid_file_owner),
        sharedBy: memberId(record.uid_owner),
        path: pathOf(record.path),
        fileId: fileId(record.file_source),
        isFolder: record.item_type === 'folder',
        permissions: permissionsOf(record.permissions),
        hasPassword: (type === 'link' || type === 'mail') && hasPassword,
        expires: record.expiration ?? null,
        createdAt: record.stime * 1000,
        recipient: type === 'link' ? null : (record.share_with ?? null),
        label: record.label ?? '',
        note: (record.note ?? '') !== '',
        hideDownload: Boolean(record.hide_download),
        tokenLength: type === 'link' && record.token != null ? record.token.length : null,
      },
    };
  });

function pathOf(text: string): string {
  const path = text.normalize('NFC').replace(/\/+$/, '');
  return path.startsWith('/') ? path : `/${path}`;
}

/**
 * Shares that the member made, and those that others made of the member's files (`reshares=true`). No paging exists.
 * @throws {RequestError}
 */
export async function listShares(session: Session): Promise<readonly Share[]> {
  const path = '/apps/files_sharing/api/v1/shares';
  const records = await askOcs(session, path, { reshares: 'true' }, z.array(ShareRecord));
  return records.filter(({ internal }) => !internal).map(({ share }) => share);
}
