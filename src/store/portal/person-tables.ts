/**
 * Tables of the portal whose rows belong to one person, by their column `member`: who is erased has none left in any of
 * them.
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
  'portal_run_names',
  'portal_flows',
  'portal_readings',
] as const;

/** What is left of a person in the rows of others: who decided or did something is no longer named. */
export const PERSON_MENTIONS = [
  // The key itself stays, encrypted, until it is revoked.
  'UPDATE portal_revocations SET member = NULL WHERE member = ?',
  "UPDATE portal_journal SET actor = '…' WHERE actor = ?",
  "UPDATE portal_answers SET body = json_set(body, '$.decidedBy', NULL) WHERE json_extract(body, '$.decidedBy') = ?",
  "UPDATE portal_messages SET body = json_set(body, '$.closedBy', NULL) WHERE json_extract(body, '$.closedBy') = ?",
] as const;
