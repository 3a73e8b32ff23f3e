/**
 * What a member can do about a finding, each kind done in one way: a mail has one card for all things of a kind.
 * - `readOnly`: take away the right to change
 * - `protect`: set a password and an end date; `password`, `end`: one of them
 * - `close`: end a link that may serve no more; `stop`: end a share with one person, group or server
 * - `review`: look who has access
 * - `tidy`: put elsewhere or delete; `compare`: keep one of several copies; `trash`: empty the trash bin
 */
export const ACTION_KINDS = [
  'readOnly',
  'protect',
  'password',
  'end',
  'close',
  'stop',
  'review',
  'tidy',
  'compare',
  'trash',
] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];
