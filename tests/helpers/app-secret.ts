/**
 * Every form in which the secret of a registration leaves the program or may be written by it: plain, as in JSON and in an
 * address, and in the header of a request as each of these accounts.
 */
export function formsOf(secret: string, uids: readonly string[]): readonly string[] {
  const headers = ['', ...uids].map((uid) => Buffer.from(`${uid}:${secret}`).toString('base64'));
  // Alone, its first and last characters depend on what stands beside it.
  const inside = Buffer.from(secret).toString('base64').slice(4, -4);
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), inside, ...headers];
}
