/** What stands behind these is a person's: the uid, and paths of the own tree. */
const PERSONAL =
  /^(.*?\/(?:remote\.php\/dav\/(?:files|trashbin|uploads|versions)|ocs\/v\d\.php\/cloud\/users))\/.+$/s;

/**
 * An address of the server as a message tells it: without a uid, a path of a tree or a query. Messages become reasons
 * that the store keeps, and outlive the person.
 */
export function shownAddress(path: string): string {
  return path.replace(/\?.*$/s, '').replace(PERSONAL, '$1/…');
}
