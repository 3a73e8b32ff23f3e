/** The domain of a mail address or federated id, in lower case: `user@host`, with or without a scheme, port and path at the host. */
export function domainOf(recipient: string): string {
  const host = recipient.slice(recipient.lastIndexOf('@') + 1).replace(/^https?:\/\//i, '');
  return host.replace(/[:/].*$/, '').toLowerCase();
}
