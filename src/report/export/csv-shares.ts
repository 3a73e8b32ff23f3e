import { lastDayOf, rightsOf } from '../../model/share.ts';
import { type ExposedItem, recipientText } from '../figures/exposed-items.ts';
import type { ReportInput } from '../input.ts';

export const SHARE_COLUMNS = [
  'share',
  'type',
  'owner',
  'antenna',
  'shared_by',
  'path',
  'is_folder',
  'rights',
  'permissions',
  'has_password',
  'expires',
  'created_at',
  'recipient',
  'label',
  'has_note',
  'hide_download',
  'view_only',
  'file_request',
  'unknown',
  'severity',
  'checks',
  'excepted',
  'last_day',
] as const;

/** One share as a row of `shares.csv`. */
export function shareRow(
  { share, severity, findings, excepted }: ExposedItem,
  { contacts }: ReportInput,
): readonly (string | number | boolean | null)[] {
  return [
    share.id,
    share.type,
    share.owner,
    contacts.get(share.owner)?.antenna ?? '',
    share.sharedBy,
    share.path,
    share.isFolder,
    rightsOf(share),
    share.permissions.join(' '),
    share.unread.includes('password') ? null : share.hasPassword,
    share.expires,
    share.createdAt,
    recipientText(share) || null,
    share.label,
    share.note,
    share.hideDownload,
    share.viewOnly,
    share.fileRequest,
    [...share.unread, ...share.unknownTraits].join('; '),
    severity,
    findings.map(({ check }) => check).join(' '),
    excepted,
    lastDayOf(share),
  ];
}
