/** What a link in a mail is for, and what may be done with it. */
export const LINK_KINDS = ['report', 'invitation', 'sign-in', 'unsubscribe'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** Who a page of the portal is for, beside the member. */
export const TEAM_ROLES = ['admin', 'auditor', 'referent'] as const;
export type TeamRole = (typeof TEAM_ROLES)[number];

/**
 * What the journal notes. Its parameters, where they say something: `name` of the thing (private: not for the team), `until`
 * and `on` days `YYYY-MM-DD`, `month` (`YYYY-MM`) of the mail from whose link it was done (none = signed in), `browser`, `key`
 * its name in Nextcloud, `files` and `shares` read, `reason`, `every` (1, 2, 3 months or `never`). Another key needs its words
 * in `portal-data.yaml` of each language.
 */
export const JOURNAL_EVENTS = [
  'signed-in',
  'signed-out',
  'invited',
  'reminded',
  'declined',
  'granted',
  'wrong-account',
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
  'link-renewed',
  'register-changed',
] as const;
export type JournalEvent = (typeof JOURNAL_EVENTS)[number];

/** A report at most every so many months; "never" = no mail. */
export const MAIL_INTERVALS = [1, 2, 3, 'never'] as const;
export type MailInterval = (typeof MAIL_INTERVALS)[number];

/**
 * Mails that belong to no run, and the parameters that each is composed of. Never a token: it is made when the mail
 * leaves, and no
 * text of a person, which stands in one place.
 */
export interface NoticeParams {
  /** 0 = the first mail, else which reminder; `round` counts how often the person was invited anew. */
  readonly invitation: { readonly reminder: number; readonly round: number };
  /** A link by which the person signs in; `page` stands behind it as `?to=`, where it is not ''. */
  readonly 'sign-in': { readonly page: string };
  /** A new link of the kind that was over. */
  readonly 'renewed-link': { readonly link: LinkKind };
  /** The access counts; `keyName` as Nextcloud lists it. */
  readonly 'access-given': { readonly keyName: string };
  /** A key that could not be revoked, which the person deletes in Nextcloud. */
  readonly 'key-left': { readonly keyName: string };
  /** A key that was revoked later than the access was taken back. */
  readonly 'key-revoked': { readonly keyName: string };
  /** An admin decided whether a thing may stay open: by the id of the answer. */
  readonly 'answer-decided': { readonly answer: string };
  /** What a member wrote about a thing: by the id of the message. */
  readonly 'message-to-referent': { readonly message: string };
  /** Five times somebody else's account granted for this person; goes to the admins. */
  readonly 'wrong-accounts': { readonly tries: number };
}
export type NoticeKind = keyof NoticeParams;
