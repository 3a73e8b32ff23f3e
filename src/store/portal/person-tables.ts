/**
 * Tables of the portal whose rows belong to one person, by their column `member`: who is erased has none left in any of
 * them. Keys that wait to be revoked are not among them: they stay, encrypted and without a name.
 */
export const PERSON_TABLES = [
  'portal_links',
  'portal_sessions',
  'portal_journal',
  'portal_notices',
  'portal_answers',
  'portal_messages',
  'portal_looks',
  'portal_people',
  'portal_withdrawals',
] as const;

/** What is left of a person in the rows of others: who decided or did something is no longer named. */
export const PERSON_MENTIONS = [
  "UPDATE portal_journal SET actor = '…' WHERE actor = ?",
  "UPDATE portal_answers SET body = json_set(body, '$.decidedBy', NULL) WHERE json_extract(body, '$.decidedBy') = ?",
  "UPDATE portal_messages SET body = json_set(body, '$.closedBy', NULL) WHERE json_extract(body, '$.closedBy') = ?",
] as const;
