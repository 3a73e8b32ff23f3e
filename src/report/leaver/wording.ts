import type { AccessShare, Grant, ReachedThing, Thing } from '../../access/types.ts';
import type { Language } from '../../model/member.ts';
import { hasEnd, isPublicLink, lastDayOf, rightsOf } from '../../model/share.ts';
import type { UtcMs } from '../../model/units.ts';
import type { ReportInput } from '../input.ts';
import { type Format, formatter } from '../text/format.ts';
import { howTo } from '../text/how-to.ts';
import { reasonSpeaker, type SayReason } from '../text/reasons.ts';
import { shownName } from '../text/shown-name.ts';
import { type Say, speaker } from '../text/words.ts';
import type { LeaverFacts, OutsideShare, SharedThing } from './facts.ts';

/** Rows of a table, and commands of a step, that stand in a sheet: it is one page to work through. */
const MOST_ROWS = 60;
const LONGEST_NAME = 200;

/** How a sheet is worded: its language, and how it names people. */
export interface SheetWording {
  readonly language: Language;
  readonly say: Say<'leaver'>;
  readonly sayAccess: Say<'access'>;
  readonly sayReason: SayReason;
  readonly sayHow: Say<'how'>;
  readonly format: Format;
  /** The name of an account by its uid; the uid where there is no other. */
  readonly nameOf: (uid: string) => string;
}

/** Speaks `language`, in the organisation's words and time zone. */
export function sheetWording(
  { words, organisation, result }: Pick<ReportInput, 'words' | 'organisation' | 'result'>,
  language: Language,
): SheetWording {
  const names = new Map(result.members.map(({ id, name }) => [id, name]));
  return {
    language,
    say: speaker(words, 'leaver', language),
    sayAccess: speaker(words, 'access', language),
    sayReason: reasonSpeaker(words, language),
    sayHow: speaker(words, 'how', language),
    format: formatter(language, organisation.timezone),
    nameOf: (uid) => shown(names.get(uid) || uid),
  };
}

/** A name from outside as one harmless line. */
export function shown(name: string): string {
  return shownName(name, LONGEST_NAME);
}

/** The rows that a table has room for, and how many it has not. */
export function rowsOf<One>(
  all: readonly One[],
  { say }: Pick<SheetWording, 'say'>,
  row: (one: One) => readonly string[],
): { readonly rows: readonly (readonly string[])[]; readonly more: string } {
  const more = all.length - MOST_ROWS;
  return { rows: all.slice(0, MOST_ROWS).map(row), more: more > 0 ? say('more', { n: more }) : '' };
}

/** « Anna M. (Lecture), groupe Tours (Modification) – 14 personnes en tout ». */
export function usersText(
  { shares, people, arePeopleKnown }: SharedThing,
  wording: Pick<SheetWording, 'say' | 'sayAccess' | 'nameOf'>,
): string {
  const { say, sayAccess } = wording;
  const users = shares.map((share) =>
    say('user', { user: userText(share, wording), rights: sayAccess(`rights.${rightsOf(share)}`) }),
  );
  const isOnePerson = shares.length === 1 && people.length > 0 && shares[0]?.type === 'user';
  const count = say(arePeopleKnown ? 'people' : 'peopleAtLeast', { n: people.length });
  return `${users.join(', ')}${isOnePerson ? '' : ` – ${count}`}`;
}

/** « Anna M. », « groupe Tours ». */
export function userText(
  { type, recipient }: Pick<AccessShare, 'type' | 'recipient'>,
  { say, nameOf }: Pick<SheetWording, 'say' | 'nameOf'>,
): string {
  const kind = type === 'group' || type === 'circle' || type === 'room' || type === 'deck' ? type : 'other';
  return say('userName', { kind, name: type === 'user' ? nameOf(recipient ?? '') : shown(recipient ?? '') });
}

/** « partage par mail : client@example.org ». */
export function howText(share: AccessShare, { say, sayAccess }: SheetWording): string {
  const way = sayAccess(`way.${wayKey(share)}`);
  const to = [share.recipient, ...share.recipients].filter((one) => one !== null && one !== '');
  return to.length === 0 ? way : say('how', { way, to: to.map((one) => shown(one ?? '')).join(', ') });
}

function wayKey(share: AccessShare) {
  const { type } = share;
  if (share.fileRequest) return 'fileRequest';
  if (type === 'link') return share.hasPassword ? 'guarded' : 'link';
  return type === 'group' ? 'toGroup' : type;
}

/** Why it is open: as the register has it, else the label of the link. */
export function purposeText({ purpose, registered, share }: OutsideShare, { say }: SheetWording): string {
  if (purpose !== null) return say('purpose.register', { purpose: shown(purpose) });
  if (registered === true) return say('purpose.registered');
  return isPublicLink(share) && share.label !== ''
    ? say('purpose.label', { label: shown(share.label) })
    : say('purpose.none');
}

export function endText(share: AccessShare, { sayAccess, format }: SheetWording): string {
  const day = lastDayOf(share);
  if (day !== null) return sayAccess('until', { day: format.date(day, 'shortDay') });
  return hasEnd(share) ? sayAccess('unknown') : sayAccess('noEnd');
}

/** The day on which the oldest of some shares was made. */
export function sinceText(made: readonly (UtcMs | null)[], { sayAccess, format }: SheetWording): string {
  const known = made.flatMap((at) => at ?? []);
  return made.length === 0 || known.length < made.length
    ? sayAccess('unknown')
    : format.shortDay(Math.min(...known));
}

/** Rights in a word. */
export function rightsText({ permissions }: Grant, { sayAccess }: SheetWording): string {
  return sayAccess(`rights.${rightsOf({ permissions })}`);
}

/** By which shares a thing of somebody else is reached. */
export function waysText({ ways }: ReachedThing, { sayAccess }: SheetWording): string {
  const texts = ways.flatMap((way) => {
    if (way.kind !== 'share') return [];
    return [way.group === null ? sayAccess('way.user') : sayAccess('way.group', { group: shown(way.group) })];
  });
  return [...new Set(texts)].join(', ');
}

/** Whose a thing is: a member's, or of a group folder. */
export function ownerText(
  { place }: Thing,
  { folders }: Pick<LeaverFacts, 'folders'>,
  { nameOf }: SheetWording,
): string {
  return place.kind === 'member' ? nameOf(place.owner) : shown(folders.get(place.space) ?? place.space);
}

/** « Volet Partage › … », as the Nextcloud that was read words it. */
export function closingText({ version }: Pick<LeaverFacts, 'version'>, { sayHow }: SheetWording): string {
  return howTo('close', version, sayHow);
}
