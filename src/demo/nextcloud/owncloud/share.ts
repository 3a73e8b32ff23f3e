/** Fields of Nextcloud's that ownCloud does not have. */
const UNKNOWN_THERE = [
  'can_edit',
  'can_delete',
  'note',
  'label',
  'item_permissions',
  'is-mount-root',
  'mount-type',
  'has_preview',
  'item_size',
  'item_mtime',
  'share_with_displayname_unique',
  'password',
  'send_password_by_talk',
  'hide_download',
];
const LINK = 3;

/** A share as ownCloud 10 writes it: the label in `name`, no word of a password that is not there, another word for one that is. */
export function ownCloudShare(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const rest = Object.fromEntries(Object.entries(record).filter(([field]) => !UNKNOWN_THERE.includes(field)));
  const { share_with, share_with_displayname, ...bare } = rest;
  if (record['share_type'] !== LINK) return rest;
  const isOpen = record['password'] === null;
  const label = record['label'] === '' ? null : record['label'];
  const redacted = { share_with: '***redacted***', share_with_displayname: '***redacted***' };
  return { ...bare, name: label, ...(!isOpen && redacted) };
}
