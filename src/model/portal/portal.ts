/** What a link in a mail is for, and what may be done with it. */
export const LINK_KINDS = ['report', 'invitation', 'sign-in', 'unsubscribe'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** Who a page of the portal is for, beside the member. */
export const TEAM_ROLES = ['admin', 'auditor', 'referent'] as const;
export type TeamRole = (typeof TEAM_ROLES)[number];

/** What the journal notes, each with parameters of its own (texts and numbers). */
export const JOURNAL_EVENTS = [
  'signed-in',
  'signed-out',
  'invited',
  'reminded',
  'declined',
  'granted',
  'wrong-account',
  'first-reading',
  'reading',
  'withdrawn',
  'key-revoked',
  'key-left',
  'mails-changed',
  'unsubscribed',
  'done-true',
  'done-false',
  'kept',
  'keep-undone',
  'keep-accepted',
  'keep-refused',
  'keep-ended',
  'message-sent',
  'message-closed',
  'mail-released',
  'exported',
  'erased',
  'link-renewed',
  'register-changed',
] as const;
export type JournalEvent = (typeof JOURNAL_EVENTS)[number];

/** Mails that belong to no run. */
export const NOTICE_KINDS = [
  'invitation',
  'sign-in',
  'renewed-link',
  'access-given',
  'access-given-elsewhere',
  'key-left',
  'key-revoked',
  'answer-decided',
  'message-to-referent',
  'wrong-accounts',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];
