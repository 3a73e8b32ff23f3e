const ERASED = '…';

/** A sentence without a name where that stands as an item of a list: "Not judged (…): anna, bob." */
export function withoutItem(text: string, name: string): string {
  const item = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(`(?<=: |, )${item}(?=, |; |\\.?$)`, 'gu'), ERASED);
}

/** Where a uid stands in an address of the server: after the collection of the users' things, or in the list of users. */
const USER_ADDRESS = /\S*\/(?:files|trashbin|uploads|versions|users)\/([^/\s?]+)\S*/g;

/** A sentence without the addresses of the server in which the uid stands, however it is spelled there. */
export function withoutUserAddress(text: string, uid: string): string {
  const own = uid.normalize('NFC');
  return text.replaceAll(USER_ADDRESS, (address, segment: string) =>
    decoded(segment).normalize('NFC') === own ? ERASED : address,
  );
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // Not percent-encoded as addresses are: then it is what it says.
    return segment;
  }
}
