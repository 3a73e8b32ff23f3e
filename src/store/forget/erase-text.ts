import { visibleText } from '../../model/text/visible-text.ts';

const ERASED = '…';

/** A sentence without a name where that stands as an item of a list: "Not judged (…): anna, share 3 of bob." */
export function withoutItem(text: string, name: string): string {
  return text.replace(new RegExp(`(?<=: |, | of )${literally(name)}(?=, |; |\\.?$)`, 'gu'), ERASED);
}

/** Where a uid stands in an address of the server: after the collection of the users' things, or in the list of users. */
const USER_ADDRESS = /\S*\/(?:files|trashbin|uploads|versions|users)\/([^/\s?]+)\S*/g;

/**
 * A sentence without the uid where that is quoted (`account “anna”`), and without the addresses of the server in which it
 * stands, in whatever normal form. Words of the sentence that happen to be the uid stay.
 */
export function withoutUid(text: string, uid: string): string {
  const own = uid.normalize('NFC');
  const quoted = new RegExp(`(?<=account “)(?:${literally(uid)}|${literally(visibleText(uid))})(?=”)`, 'gu');
  return text
    .replaceAll(quoted, ERASED)
    .replaceAll(USER_ADDRESS, (address, segment: string) =>
      decoded(segment).normalize('NFC') === own ? ERASED : address,
    );
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, (sign) => (sign === '-' ? '\\x2d' : `\\${sign}`));
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // Not percent-encoded as addresses are: then it is what it says.
    return segment;
  }
}
