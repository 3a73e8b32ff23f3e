import { z } from 'zod';
import { fileId, memberId, shareId } from '../../model/ids.ts';
import {
  type HashToken,
  permissionsOf,
  type Share,
  type ShareType,
  type UnreadField,
} from '../../model/share.ts';
import { NO_ATTRIBUTES, readAttributes, type ShareAttributes } from './share-attributes.ts';
import { ShareEndText } from './share-end.ts';

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
/** Users, groups, federated ones, circles and rooms: without a name nobody knows with whom it is shared. */
const WITH_SOMEBODY = [0, 1, 6, 7, 9, 10];

const PERMISSION_BITS = 31;
/** The year 2000, in seconds: before there was a server of this kind. 0 stands for no date. */
const EARLIEST = 946_684_800;
/** The year 3000, in seconds. */
const LATEST = 32_503_680_000;

/** No part of it leads out of the tree, and no file can have such a name. */
const Path = z
  .string()
  .refine((path) => !path.includes('\u0000') && !/(^|\/)\.{1,2}(\/|$)/.test(path), 'leads out of the tree')
  .transform(pathOf);
/** As some databases give it: a number, or its digits. */
const Whole = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ])
  .pipe(z.number().int());
const Id = z.union([z.string(), z.number().int()]).transform(String);
const Text = z.string().nullish();

/** Without these there is no share to speak of; what else cannot be read is unknown for this share alone. */
const Essentials = z.object({
  id: Id,
  share_type: Whole,
  uid_owner: z.string(),
  uid_file_owner: z.string(),
  path: Path,
  item_type: z.enum(['file', 'folder']),
  file_source: Id,
  permissions: Whole.pipe(z.number().min(0)),
  share_with: Text,
  token: Text,
  password: z.unknown().optional(),
  stime: z.unknown().optional(),
  expiration: z.unknown().optional(),
  label: z.unknown().optional(),
  note: z.unknown().optional(),
  hide_download: z.unknown().optional(),
  attributes: z.unknown().optional(),
});

const Fields = {
  expires: ShareEndText.nullish(),
  createdAt: Whole.pipe(z.number().min(EARLIEST).max(LATEST)),
  label: Text,
  note: Text,
  hideDownload: z.union([z.boolean(), Whole]).nullish(),
};

/** One row of a list of shares: a share, an internal row that is none, or what is wrong with it and where. */
export type ShareRow =
  | { readonly share: Share }
  | { readonly internal: true }
  | { readonly odd: string; readonly id: string | null };

/**
 * Reads one row. What is secret is replaced here: a token by its length and its keyed hash, the hash of a password by whether
 * there is one.
 */
export function readShareRow(row: unknown, hashToken: HashToken = () => null): ShareRow {
  const read = Essentials.safeParse(row);
  if (!read.success) {
    const id = z.object({ id: Id }).safeParse(row);
    const fields = [...new Set(read.error.issues.map(({ path }) => String(path[0] ?? 'row')))];
    return { odd: fields.join(', '), id: id.success ? id.data.id : null };
  }
  if (INTERNAL.includes(read.data.share_type)) return { internal: true };
  if (WITH_SOMEBODY.includes(read.data.share_type) && !read.data.share_with)
    return { odd: 'share_with', id: read.data.id };
  return { share: shareOf(read.data, hashToken) };
}

function shareOf(record: z.infer<typeof Essentials>, hashToken: HashToken): Share {
  const unread: UnreadField[] = [];
  const field = <T>(name: keyof typeof Fields, schema: z.ZodType<T>, value: unknown): T | null => {
    const read = schema.safeParse(value);
    if (!read.success) unread.push(name);
    return read.success ? read.data : null;
  };
  const end = field('expires', Fields.expires, record.expiration);
  const seconds = field('createdAt', Fields.createdAt, record.stime);
  const label = field('label', Fields.label, record.label) ?? '';
  const note = field('note', Fields.note, record.note) ?? '';
  const hideDownload = Boolean(field('hideDownload', Fields.hideDownload, record.hide_download));
  const attributes = readAttributes(record.attributes);
  if (attributes === null) unread.push('attributes');
  const kind = kindOf(record, attributes ?? NO_ATTRIBUTES, attributes === null);
  const isLink = kind.type === 'link';
  const hasPassword =
    takesPassword(kind.type) && (record.password != null || (isLink && record.share_with != null));
  // A link says twice that it has none (API notes, 5.3): a record without either field says nothing.
  const saysPassword = record.password !== undefined || (isLink && record.share_with !== undefined);
  if ((isLink || kind.type === 'mail') && !saysPassword) unread.push('password');
  const token = isLink || kind.fileRequest ? (record.token ?? null) : null;
  return {
    id: shareId(record.id),
    ...kind,
    owner: memberId(record.uid_file_owner),
    sharedBy: memberId(record.uid_owner),
    path: record.path,
    pathKnown: true,
    fileId: fileId(record.file_source),
    isFolder: record.item_type === 'folder',
    permissions: permissionsOf(record.permissions),
    hasPassword,
    expires: end?.expires ?? null,
    lastDay: end?.lastDay ?? null,
    createdAt: seconds === null ? null : seconds * 1000,
    label,
    note: note !== '',
    hideDownload,
    viewOnly: attributes?.viewOnly ?? false,
    tokenLength: token?.length ?? null,
    tokenHash: token === null ? null : hashToken(token),
    unread,
  };
}

/** The server gives users and groups no password; of a kind never seen, what stands there counts. */
function takesPassword(type: ShareType): boolean {
  return type === 'link' || type === 'mail' || type === 'other';
}

type Kind = Pick<Share, 'type' | 'recipient' | 'fileRequest' | 'recipients' | 'unknownTraits'>;

/**
 * What kind of share it is. A mail share without recipient is a public address ("Request files" makes such ones). What
 * has a trait never seen before is "other", unless it leads outside in any case and is judged as what it is.
 */
function kindOf(
  record: z.infer<typeof Essentials>,
  attributes: ShareAttributes,
  attributesLost: boolean,
): Kind {
  const known = TYPES[record.share_type];
  const recipient = record.share_with ?? null;
  const isMail = known === 'mail';
  const mayRead = (record.permissions & 1) !== 0;
  const fileRequest =
    (isMail || known === 'link') && (attributes.fileRequest || (isMail && !recipient && !mayRead));
  const unknownTraits = [
    ...(known === undefined ? [`type ${record.share_type}`] : []),
    ...attributes.unknown.map((name) => `attribute ${name}`),
    ...(attributesLost ? ['attributes'] : []),
    ...(record.permissions > PERMISSION_BITS ? [`permissions ${record.permissions}`] : []),
    ...(isMail && !recipient && !fileRequest ? ['mail without recipient'] : []),
  ];
  const isStrange = unknownTraits.length > 0;
  const leadsOutside = known === 'link' || known === 'federated' || (isMail && (fileRequest || recipient));
  const type = known === undefined || (isStrange && !leadsOutside) ? 'other' : known;
  const addressed = isMail && recipient ? [recipient] : [];
  return {
    type,
    recipient: type === 'link' || fileRequest ? null : recipient,
    fileRequest,
    recipients: fileRequest ? [...new Set([...addressed, ...attributes.recipients])] : [],
    unknownTraits,
  };
}

function pathOf(text: string): string {
  const path = text.normalize('NFC').replace(/\/+$/, '');
  return path.startsWith('/') ? path : `/${path}`;
}
