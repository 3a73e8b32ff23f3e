import type { ReportInput } from '../../input.ts';
import type { Part } from '../../text/words.ts';
import type { Line } from '../view.ts';

/** One matter of a mail to admins or referents. */
export interface SectionView {
  readonly heading: string;
  readonly intro: string | null;
  readonly lines: readonly Line[];
  /** How many there are beyond the lines; null where these are all. */
  readonly more: string | null;
}

/** A stretch of a sentence as it stands. */
export function plainPart(text: string): Part {
  return { text, strong: false, href: null };
}

/** The link that begins a mail to a member; null where no address is known. */
export function writeTo({ contacts }: Pick<ReportInput, 'contacts'>, member: string): string | null {
  const mail = contacts.get(member)?.mail ?? null;
  // Its signs must not become a subject or a second recipient.
  return mail === null ? null : `mailto:${encodeURIComponent(mail).replaceAll('%40', '@')}`;
}
