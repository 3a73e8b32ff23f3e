import type { AccessSubject, Grant, ReachedThing, Reachers, Thing, Way } from '../../../access/types.ts';
import { hasEnd, RIGHTS, type Rights, rightsOf } from '../../../model/share.ts';
import type { UtcMs } from '../../../model/units.ts';
import { type AccessLanguage, type AccessNames, kindText, ownerText, subjectText } from './access-names.ts';
import type { FolderMarks, FolderPlace } from './folder-tree.ts';
import { UNKNOWN } from './member-row.ts';

/** The columns of the table of people and domains outside. */
export const SUBJECT_COLUMNS = ['who', 'kind', 'things', 'widest', 'oldest', 'endless'] as const;
export type SubjectColumn = (typeof SUBJECT_COLUMNS)[number];
/** The columns of the tree of shared folders. */
export const FOLDER_COLUMNS = ['folder', 'owner', 'reachers', 'widest', 'oldest'] as const;
export type FolderColumn = (typeof FOLDER_COLUMNS)[number];

export const SUBJECT_CHIPS = ['change', 'endless', 'fresh'] as const;
export type SubjectChip = (typeof SUBJECT_CHIPS)[number];

/** Whether a way was made since the run before, for this subject. */
export type IsFreshWay = (way: Way, subject: AccessSubject) => boolean;

/** Whether somebody has a thing since the run before only: no older way leads there. */
export function isFreshGrant({ ways }: Grant, subject: AccessSubject, isFresh: IsFreshWay): boolean {
  return ways.every((way) => isFresh(way, subject));
}

/** Those who may be somebody without an account: they are shown before anybody is asked for. */
export function isOutside({ kind }: AccessSubject): boolean {
  return kind !== 'person' && kind !== 'group' && kind !== 'circle' && kind !== 'deck';
}

/** What a subject reaches, in numbers. */
export interface ReachTotals {
  readonly things: number;
  /** Null where there is nothing. */
  readonly widest: Rights | null;
  /** Null = not known. */
  readonly oldest: UtcMs | null;
  /** Things that stay open for ever. */
  readonly endless: number;
  /** New since the run before. */
  readonly fresh: number;
}

export function totalsOf(
  things: readonly ReachedThing[],
  subject: AccessSubject,
  isFresh: IsFreshWay,
): ReachTotals {
  return {
    things: things.length,
    widest: widestOf(things),
    oldest: oldestOf(things),
    endless: things.filter(isEndless).length,
    fresh: things.filter((one) => isFreshGrant(one, subject, isFresh)).length,
  };
}

function isEndless({ ways }: Grant): boolean {
  return ways.some((way) => way.kind !== 'share' || !hasEnd(way.share));
}

function oldestOf(grants: readonly Grant[]): UtcMs | null {
  let oldest: UtcMs | null = null;
  for (const { since } of grants) if (since !== null && (oldest === null || since < oldest)) oldest = since;
  return oldest;
}

function widestOf(grants: readonly Grant[]): Rights | null {
  const widest = grants.reduce((most, one) => Math.max(most, RIGHTS.indexOf(rightsOf(one))), -1);
  return RIGHTS[widest] ?? null;
}

/** Whether a subject passes one of the narrowing chips. */
export function subjectPasses({ widest, endless, fresh }: ReachTotals, chip: SubjectChip): boolean {
  switch (chip) {
    case 'change':
      return widest === 'change';
    case 'endless':
      return endless > 0;
    case 'fresh':
      return fresh > 0;
  }
}

/** A subject as the texts of the cells. */
export function subjectRow(
  subject: AccessSubject,
  totals: ReachTotals,
  names: AccessNames,
  language: AccessLanguage,
) {
  const { format, sayAccess } = language;
  return {
    who: subjectText(subject, names, language),
    about: subject.kind === 'person' ? names.about(subject.id) : '',
    kind: kindText(subject, names, language),
    things: format.count(totals.things),
    widest: totals.widest === null ? UNKNOWN : sayAccess(`rights.${totals.widest}`),
    isWide: totals.widest === 'change',
    oldest: dayOr(totals.oldest, language),
    endless: format.count(totals.endless),
    isFresh: totals.fresh > 0,
  };
}
export type SubjectRow = ReturnType<typeof subjectRow>;

function dayOr(at: UtcMs | null, { format, sayAccess }: AccessLanguage): string {
  return at === null ? sayAccess('unknown') : format.shortDay(at);
}

/** How many reach a folder by what they are: anyone, people outside, circles and the like, enabled accounts beside the owner. */
export function reachersText(
  { place }: Thing,
  reachers: Reachers['reachers'],
  { sayAccess, format }: AccessLanguage,
): string {
  const owner = place.kind === 'member' ? place.owner : null;
  const counts = { anyone: 0, outside: 0, unknown: 0, people: 0 };
  for (const { subject, isSuspended } of reachers) {
    if (isSuspended) continue;
    if (subject.kind === 'anyone') counts.anyone += 1;
    else if (subject.kind === 'person') counts.people += subject.id === owner ? 0 : 1;
    else if (subject.kind === 'circle' || subject.kind === 'room' || subject.kind === 'deck')
      counts.unknown += 1;
    else if (isOutside(subject)) counts.outside += 1;
  }
  const { anyone, outside, unknown, people } = counts;
  const words = [
    anyone === 0 ? '' : sayAccess('anyone'),
    outside === 0 ? '' : sayAccess('reached.outside', { n: format.count(outside) }),
    unknown === 0 ? '' : sayAccess('reached.unknown', { n: format.count(unknown) }),
    people === 0 ? '' : sayAccess('reached.people', { n: format.count(people) }),
  ];
  return words.filter((word) => word !== '').join(' · ');
}

/** A shared folder as the texts of the cells. */
export function folderRow(
  { thing, depth, ...marks }: FolderPlace & FolderMarks,
  reachers: Reachers['reachers'],
  names: AccessNames,
  language: AccessLanguage,
) {
  const { sayAccess } = language;
  const others = reachers.filter(({ ways }) => ways.every(({ kind }) => kind !== 'owner'));
  const widest = widestOf(others);
  return {
    ...marks,
    path: names.path(thing.place, thing.path),
    depth: Math.min(depth, MOST_INDENTED),
    owner: ownerText(thing, names) || sayAccess('way.space'),
    reachers: reachersText(thing, reachers, language),
    widest: widest === null ? UNKNOWN : sayAccess(`rights.${widest}`),
    isWide: widest === 'change',
    oldest: dayOr(oldestOf(others), language),
  };
}
export type FolderRow = ReturnType<typeof folderRow>;

const MOST_INDENTED = 6;
