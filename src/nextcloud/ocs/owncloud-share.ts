/** The number of a link among the types of shares. */
const LINK = 3;

/**
 * A row of ownCloud's list of shares as Nextcloud would write it: the label of a link stands in `name`; without a password
 * `share_with` is left out; and a share works until the end of the day that is written, though its time is 00:00:00.
 */
export function asNextcloudShare(row: unknown): unknown {
  if (!isRecord(row)) return row;
  const { name, expiration } = row;
  const isLink = Number(row['share_type']) === LINK;
  return {
    ...row,
    ...(isLink && { label: name, password: row['share_with'] ?? null }),
    ...(typeof expiration === 'string' && { expiration: expiration.replace(/ 00:00:00$/, ' 23:59:59') }),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
