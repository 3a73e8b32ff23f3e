import type { TeamFacts } from '../../../app/portal/team/facts.ts';
import { reasonSentence } from '../../../model/reasons/sentence.ts';
import type { EntryTarget, RegisterEntry } from '../../../model/register/entry.ts';
import { reasonSpeaker } from '../../../report/text/reasons.ts';
import { shownName } from '../../../report/text/shown-name.ts';
import { portalPath } from '../../http/reply.ts';
import { address, type TeamLocale, type TeamVisit } from '../frame.ts';
import { nameOf, pathOf } from '../names.ts';
import { type Action, button, type Cell, cell, type Mark, table } from '../table.ts';

/** A text of an entry, in characters. */
export const LONGEST = 200;

const NAMES = [
  'purpose',
  'what',
  'person',
  'until',
  'decision',
  'state',
  'leads',
  'owner',
  'from',
  'since',
  'protection',
] as const;
export function column(name: string, { say }: TeamLocale): string {
  const known = NAMES.find((one) => one === name) ?? 'what';
  return known === 'purpose' ||
    known === 'leads' ||
    known === 'owner' ||
    known === 'from' ||
    known === 'protection'
    ? say(`register.column.${known}`)
    : say(`column.${known}`);
}

const ORDER = ['dead', 'not-checked', 'unseen', 'in-order'];

export function entryLines(
  entries: readonly RegisterEntry[],
  facts: TeamFacts,
  visit: TeamVisit,
  locale: TeamLocale,
) {
  const { say } = locale;
  const place = ({ standing }: RegisterEntry) => ORDER.indexOf(standing?.state ?? 'unseen');
  const sorted = entries.toSorted((a, b) => place(a) - place(b));
  return {
    ...{ heading: say('register.lines'), sub: say('register.linesSub', { n: entries.length }) },
    none: say('register.noLines'),
    table: table(
      say('register.lines'),
      ['state', 'purpose', 'leads', 'owner', 'protection', 'until', 'from', 'decision'].map((name) =>
        column(name, locale),
      ),
      sorted.map((entry) => lineOf(entry, facts, visit, locale)),
      sorted.map(({ id }) => `r-${id}`),
    ),
  };
}

function lineOf(
  entry: RegisterEntry,
  facts: TeamFacts,
  visit: TeamVisit,
  locale: TeamLocale,
): readonly Cell[] {
  const { say, format } = locale;
  const { target, until, purpose, owner, licence } = entry;
  const keeper = owner ?? (target === null ? null : nameOf(facts, target.owner));
  return [
    cell({ mark: markOf(entry, locale), second: sinceOf(entry, visit, locale) }),
    cell({ strong: shownName(purpose, LONGEST) || '–', second: shownName(licence ?? '', LONGEST) }),
    cell({ text: target === null ? '–' : pathOf(target.path, locale) }),
    cell({ text: keeper === null ? '–' : shownName(keeper) }),
    cell({ text: target === null ? '–' : protectionOf(target, locale) }),
    cell({ text: until === null ? say('register.noEnd') : format.date(until) }),
    cell({ text: say('register.origin', { origin: entry.origin }) }),
    cell({ actions: ifAdmin(visit, actionsOn(entry, visit, locale)) }),
  ];
}

function markOf({ standing }: RegisterEntry, { say }: TeamLocale): Mark {
  if (standing === null) return { tone: 'unknown', text: say('register.state', { state: 'unseen' }) };
  if (standing.state === 'in-order') return { tone: 'good', text: say('register.state', { state: 'order' }) };
  if (standing.state === 'not-checked')
    return { tone: 'unknown', text: say('register.state', { state: 'unchecked' }) };
  const tone = standing.fault === 'targetChanged' ? 'medium' : 'high';
  return { tone, text: say('register.state', { state: standing.fault }) };
}

/** Since when it is so, or where its link led before. */
function sinceOf(
  { standing, target, seenAt, checkedAt }: RegisterEntry,
  { portal }: TeamVisit,
  locale: TeamLocale,
): string {
  const { say, format } = locale;
  if (standing?.state === 'not-checked') {
    const { reasons } = standing;
    return reasonSpeaker(portal.words, locale.language)({ reason: reasonSentence(reasons), reasons });
  }
  if (standing?.state === 'dead' && standing.fault === 'targetChanged' && target !== null)
    return say('register.ledTo', { path: pathOf(target.path, locale) });
  const at = standing?.state === 'dead' ? seenAt : checkedAt;
  return at === null ? '' : say('register.seen', { day: format.day(at) });
}

export function protectionOf(
  { hasPassword, permissions }: Pick<EntryTarget, 'hasPassword' | 'permissions'>,
  { say }: TeamLocale,
): string {
  const rights = permissions.includes('read')
    ? permissions.some((one) => one === 'update' || one === 'delete')
      ? 'change'
      : 'read'
    : 'drop';
  return say('register.protection', { rights, password: String(hasPassword) });
}

function actionsOn(
  { id, purpose, standing, until }: RegisterEntry,
  visit: TeamVisit,
  { say }: TeamLocale,
): readonly Action[] {
  const about = shownName(purpose, LONGEST);
  const to = (act: 'accept' | 'extend' | 'end') => address(visit, portalPath`/admin/register/${id}/${act}`);
  const fault = standing?.state === 'dead' ? standing.fault : null;
  const mayStand = fault === 'passwordLost' || fault === 'targetChanged';
  return [
    ...(mayStand ? [button(say('register.do.confirm'), about, to('accept'))] : []),
    ...(until === null ? [] : [button(say('register.do.extend'), about, to('extend'))]),
    button(say('register.do.end'), about, to('end'), fault === 'nowhere'),
  ];
}

export function ifAdmin({ roles }: TeamVisit, actions: readonly Action[]): readonly Action[] {
  return roles.isAdmin ? actions : [];
}
