import { COVERAGE_STATUSES } from '../../model/coverage.ts';
import { LANGUAGES } from '../../model/member.ts';
import { outsideText } from '../../model/outside-text.ts';
import type { ResultFinding, ResultMember, ResultShare } from '../../model/result.ts';
import { SEVERITIES } from '../../model/severity.ts';
import { hasEnd, PERMISSIONS } from '../../model/share.ts';
import { isoDate } from '../../model/time.ts';
import type { UtcMs } from '../../model/units.ts';
import {
  type ExposedItem,
  exposedItems,
  kindOf,
  madeAt,
  RIGHTS,
  recipientText,
  rightsOf,
  SHARE_KINDS,
} from '../figures/exposed-items.ts';
import {
  freeable,
  groupBy,
  isStanding,
  linkCounts,
  linksWithoutPassword,
  linkTotal,
} from '../figures/totals.ts';
import type { ReportInput } from '../input.ts';
import { reasonText } from '../text/reasons.ts';
import { findingSentence } from './check-words.ts';
import { localeOf } from './locale.ts';

/** Distinct texts by their place, so that each stands once in the page. */
export interface Interned {
  at(text: string): number;
  readonly all: readonly string[];
}

const DAY = 86_400_000;

export interface RowPlaces {
  readonly people: Interned;
  readonly sentences: Interned;
  readonly checkAt: ReadonlyMap<string, number>;
}

/** Bits of an item's flags. */
const FLAGS = {
  folder: 1,
  password: 2,
  fresh: 4,
  excepted: 8,
  note: 16,
  hideDownload: 32,
  viewOnly: 64,
} as const;

/** `[severity or −1, owner, type, rights, flags, path, end or 0 or −1 = unknown, day made or null = unknown, recipient or 0, label or 0, maker, fileid, id, permissions, findings]` */
export function itemRows(input: ReportInput, places: RowPlaces) {
  const speak = speakerOf(input, places);
  return exposedItems(input).map(({ share, findings, severity, fresh, excepted }: ExposedItem) => [
    severity === null ? -1 : SEVERITIES.indexOf(severity),
    places.people.at(share.owner),
    SHARE_KINDS.indexOf(kindOf(share)),
    RIGHTS.indexOf(rightsOf(share)),
    flagsOf(share, fresh, excepted),
    outsideText(share.path),
    share.expires ?? (hasEnd(share) ? -1 : 0),
    dayMade(share, input),
    outsideText(recipientText(share)) || 0,
    share.label === '' ? 0 : outsideText(share.label),
    places.people.at(share.sharedBy),
    share.fileId,
    share.id,
    share.permissions.reduce((mask, one) => mask | (1 << PERMISSIONS.indexOf(one)), 0),
    findings.map((finding) => [
      places.checkAt.get(finding.check) ?? -1,
      SEVERITIES.indexOf(finding.severity),
      speak(finding),
      finding.state === 'new' ? 1 : 0,
      dayNumber(finding.since),
    ]),
  ]);
}

function flagsOf(share: ResultShare, fresh: boolean, excepted: boolean): number {
  return (
    (share.isFolder ? FLAGS.folder : 0) |
    (share.hasPassword ? FLAGS.password : 0) |
    (fresh ? FLAGS.fresh : 0) |
    (excepted ? FLAGS.excepted : 0) |
    (share.note ? FLAGS.note : 0) |
    (share.hideDownload ? FLAGS.hideDownload : 0) |
    (share.viewOnly ? FLAGS.viewOnly : 0)
  );
}

function dayMade(share: ResultShare, input: ReportInput): number | null {
  const made = madeAt(share);
  return made === null ? null : dayAt(made, input);
}

/** The number of a moment's calendar day in the organisation's zone, counted from 1970. */
export function dayAt(at: UtcMs, { organisation }: ReportInput): number {
  return dayNumber(isoDate(at, organisation.timezone));
}

function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY;
}

/** Puts the sentence on a finding into the list, in both languages, and gives its place. */
function speakerOf(input: ReportInput, { sentences }: RowPlaces) {
  const known = new Map(input.checks.map((check) => [check.id, check]));
  const locales = LANGUAGES.map((language) => localeOf(input, language));
  return (finding: ResultFinding): number => {
    const check = known.get(finding.check);
    if (check === undefined) return sentences.at('\n');
    return sentences.at(
      locales.map((locale) => findingSentence(check, finding, locale).replaceAll('\n', ' ')).join('\n'),
    );
  };
}

/**
 * `[member, bytes, quota, percent × 10, files, trash, coverage, reason or −1, day of last login, free bytes, free items, links,
 * without password, critical or high, findings, enabled, [check, count, bytes]…]`; −1 = not known.
 */
export function memberRows(input: ReportInput, places: RowPlaces) {
  const findings = groupBy(input.result.findings.filter(isStanding), ({ member }) => member);
  const shares = groupBy(input.result.shares, ({ owner }) => owner);
  return input.result.members.map((member) =>
    memberRow(input, member, findings.get(member.id) ?? [], shares.get(member.id) ?? [], places),
  );
}

function memberRow(
  input: ReportInput,
  { id, usage, quota, coverage, lastLogin, enabled }: ResultMember,
  standing: readonly ResultFinding[],
  shares: readonly ResultShare[],
  { people, sentences, checkAt }: RowPlaces,
) {
  const free = freeable(standing);
  const links = linkCounts(shares);
  const reason = coverage.reason;
  return [
    people.at(id),
    usage.bytes ?? -1,
    quota.bytes ?? -1,
    usage.percent === null ? -1 : Math.floor(usage.percent * 10),
    usage.files ?? -1,
    usage.trashBytes ?? -1,
    COVERAGE_STATUSES.indexOf(coverage.status),
    reason === null ? -1 : sentences.at(LANGUAGES.map((language) => reasonText(reason, language)).join('\n')),
    lastLogin === null ? -1 : dayAt(Date.parse(lastLogin), input),
    free.bytes,
    free.items,
    linkTotal(links),
    linksWithoutPassword(links),
    standing.filter(({ severity }) => severity === 'critical' || severity === 'high').length,
    standing.length,
    enabled ? 1 : 0,
    [...groupBy(standing, ({ check }) => check)].map(([check, own]) => [
      checkAt.get(check) ?? -1,
      own.length,
      freeable(own).bytes,
    ]),
  ];
}
