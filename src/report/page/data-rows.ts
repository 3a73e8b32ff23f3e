import { SHOWN_STATUSES } from '../../model/coverage.ts';
import { languagesOf } from '../../model/member.ts';
import type { ResultFinding, ResultMember, ResultShare } from '../../model/result.ts';
import { SEVERITIES } from '../../model/severity.ts';
import { PERMISSIONS, RIGHTS, SHARE_KINDS } from '../../model/share.ts';
import { isoDate } from '../../model/time.ts';
import type { UtcMs } from '../../model/units.ts';
import { USAGE_LEVELS } from '../../model/usage-level.ts';
import { changesOf } from '../figures/comparison.ts';
import { type ExposedItem, madeAt } from '../figures/exposed-items.ts';
import { figuresOf } from '../figures/figures.ts';
import { ifKnown } from '../figures/population.ts';
import { freeable, groupBy, isStanding } from '../figures/totals.ts';
import type { ReportInput } from '../input.ts';
import { findingSentence } from '../text/check-words.ts';
import { reasonSpeaker } from '../text/reasons.ts';
import { ITEM_FLAGS, type ItemFlag, SHARE, type ShareData } from './common/access-data.ts';
import { FINDING, ITEM, type ItemData, MEMBER, type MemberData, type PageData } from './common/data.ts';
import type { ItemFacts } from './common/item-row.ts';
import { maskOf } from './common/packed.ts';
import type { Interned } from './interned.ts';
import { localeOf } from './locale.ts';
import { actionOf, mailedAt } from './owner-mail.ts';
import { itemFacts, memberFacts } from './rows.ts';

const DAY = 86_400_000;

export interface RowPlaces {
  readonly people: Interned;
  readonly sentences: Interned;
  readonly checkAt: ReadonlyMap<string, number>;
  /** Whom a share names, see `ShareData.recipient`. */
  recipientOf(share: ResultShare): ShareData['recipient'];
}

/** The exposed items, the worst first. */
export function itemRows(input: ReportInput, places: RowPlaces): PageData['items'] {
  const speak = speakerOf(input, places);
  return figuresOf(input).exposed.map((item) => ITEM.pack(itemData(item, input, places, speak)));
}

function itemData(
  item: ExposedItem,
  input: ReportInput,
  places: RowPlaces,
  sentenceAt: (finding: ResultFinding) => number,
): ItemData {
  const { findings } = item;
  const facts = itemFacts(item, input);
  const { isFresh } = changesOf(input);
  return {
    ...shareData(item, facts, input, places),
    severity: facts.severity === null ? -1 : SEVERITIES.indexOf(facts.severity),
    findings: findings.map((finding) =>
      FINDING.pack({
        check: places.checkAt.get(finding.check) ?? -1,
        severity: SEVERITIES.indexOf(finding.severity),
        sentence: sentenceAt(finding),
        since: dayNumber(finding.since),
        fresh: isFresh(finding) ? 1 : 0,
      }),
    ),
    months: facts.months,
    action: actionOf(item, input),
    mailed: dayMailed(item, input),
  };
}

/** The shares that are no exposed items: what is asked of access rests on them too. */
export function otherShareRows(input: ReportInput, places: RowPlaces): PageData['access']['shares'] {
  const { shares, exposed } = figuresOf(input);
  const shown = new Set(exposed);
  return shares
    .filter((item) => !shown.has(item))
    .map((item) => SHARE.pack(shareData(item, itemFacts(item, input), input, places)));
}

function shareData(
  item: ExposedItem,
  { kind, rights, path, end, label, fresh }: Omit<ItemFacts, 'titles' | 'since'>,
  input: ReportInput,
  { people, recipientOf }: RowPlaces,
): ShareData {
  const { share } = item;
  return {
    owner: people.at(share.owner),
    kind: SHARE_KINDS.indexOf(kind),
    rights: RIGHTS.indexOf(rights),
    flags: flagsOf(item, fresh),
    path,
    end: end === 'unknown' ? -1 : (end ?? 0),
    made: dayMade(share, input),
    recipient: recipientOf(share),
    label: label || 0,
    maker: people.at(share.sharedBy),
    fileId: share.fileId,
    id: share.id,
    permissions: maskOf(PERMISSIONS, share.permissions),
  };
}

function flagsOf({ share, excepted }: ExposedItem, fresh: ItemFacts['fresh']): number {
  const passwordUnknown = share.unread.includes('password');
  const flags: Readonly<Record<ItemFlag, boolean>> = {
    ...{ ...share, passwordUnknown, excepted },
    ...{ isNew: fresh === 'item', hasNewFinding: fresh === 'finding' },
  };
  return maskOf(
    ITEM_FLAGS,
    ITEM_FLAGS.filter((flag) => flags[flag]),
  );
}

function dayMailed(item: ExposedItem, input: ReportInput): number {
  const at = mailedAt(item, input);
  if (at === 'not-meant') return -2;
  return at === null ? -1 : dayAt(at, input);
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

/** Puts the sentence on a finding into the list, in the languages of the page, and gives its place. */
function speakerOf(input: ReportInput, { sentences }: RowPlaces) {
  const known = new Map(input.checks.map((check) => [check.id, check]));
  const locales = languagesOf(input.organisation.language).map((language) => localeOf(input, language));
  return (finding: ResultFinding): number => {
    const check = known.get(finding.check);
    if (check === undefined) return sentences.at('\n');
    return sentences.at(
      locales.map((locale) => findingSentence(check, finding, locale).replaceAll('\n', ' ')).join('\n'),
    );
  };
}

/** Every member, in the order of the result. */
export function memberRows(input: ReportInput, places: RowPlaces): PageData['members'] {
  const findings = groupBy(input.result.findings.filter(isStanding), ({ member }) => member);
  return input.result.members.map((member) =>
    MEMBER.pack(memberData(member, findings.get(member.id) ?? [], input, places)),
  );
}

function memberData(
  member: ResultMember,
  standing: readonly ResultFinding[],
  input: ReportInput,
  { people, sentences, checkAt }: RowPlaces,
): MemberData {
  const { usage, coverage, lastLogin } = member;
  const { used, quota, percent, ...facts } = memberFacts(member, input);
  const why = languagesOf(input.organisation.language)
    .map((language) => reasonSpeaker(input.words, language)(coverage))
    .join('\n');
  return {
    person: people.at(member.id),
    used: used ?? -1,
    quota: quota ?? -1,
    tenths: percent === null ? -1 : Math.floor(percent * 10),
    level: facts.level === null ? -1 : USAGE_LEVELS.indexOf(facts.level),
    files: usage.files ?? -1,
    trash: usage.trashBytes ?? -1,
    coverage: SHOWN_STATUSES.indexOf(facts.coverage),
    reason: coverage.reason === null ? -1 : sentences.at(why),
    login: lastLogin === null ? -1 : dayAt(Date.parse(lastLogin), input),
    freeable: facts.freeable ?? -1,
    links: ifKnown(figuresOf(input).members.get(member.id)?.links.all ?? 0, member) ?? -1,
    linksWithoutPassword: facts.linksWithoutPassword ?? -1,
    severe: facts.severe ?? -1,
    findings: facts.findings ?? -1,
    checks: [...groupBy(standing, ({ check }) => check)].map(([check, own]) => [
      checkAt.get(check) ?? -1,
      own.length,
      freeable(own).bytes,
    ]),
  };
}
