import { subjectDomain } from '../../../../access/keys.ts';
import type { AccessSubject, Grant, ReachedThing, Reacher, Thing } from '../../../../access/types.ts';
import { mayShareOn } from '../../../../access/ways.ts';
import { lastDayOf, rightsOf } from '../../../../model/share.ts';
import { kindText, ownerText, subjectText, wayText } from '../../common/access-names.ts';
import { isFreshGrant } from '../../common/access-rows.ts';
import { el } from '../elements.ts';
import { isolated, tagIf } from '../marks.ts';
import { DATA } from '../page-data.ts';
import { csv, joined } from '../texts.ts';
import { format, say, sayAccess } from '../words.ts';
import { accessLanguage, isFreshWay, NAMES } from './model.ts';

/** One thing or person: what may be done there, by which ways, since when, until when. */
export function entryOf(
  grant: Grant,
  thing: Thing,
  subject: AccessSubject,
  head: HTMLElement,
  beside: string,
): HTMLElement {
  const isFresh = isFreshGrant(grant, subject, isFreshWay);
  const ways = waysOf(grant, thing, subject);
  return el(
    'li',
    {},
    el('p', {}, head, tagIf(isFresh, 'item.fresh'), el('span', { class: 'second' }, isolated(beside))),
    el('p', {}, el('strong', {}, rightsText(grant)), ` · ${spanText(grant)}`),
    ...ways.map((way) => el('p', { class: 'second' }, isolated(way))),
  );
}

function waysOf({ ways }: Grant, thing: Thing, subject: AccessSubject): readonly string[] {
  const named = subject.kind === 'domain';
  const texts = ways.map((way) => {
    const text = wayText(way, thing, NAMES, accessLanguage());
    if (!named || way.kind !== 'share') return text;
    const addresses = [way.share.recipient, ...way.share.recipients].filter(
      (one) => one !== null && subjectDomain({ kind: 'mail', address: one }) === subject.domain,
    );
    return joined([...addresses.map((one) => NAMES.outsider(one ?? '')), text]);
  });
  return [...new Set(texts)];
}

function rightsText(grant: Grant): string {
  const rights = sayAccess(`rights.${rightsOf(grant)}`);
  return mayShareOn(grant) ? sayAccess('rights.sharing', { rights }) : rights;
}

function spanText({ since, until, ways }: Grant): string {
  const from = since === null ? '' : sayAccess('since', { day: format().shortDay(since) });
  const isOwn = ways.every(({ kind }) => kind === 'owner');
  return joined([from, isOwn ? '' : endText(until, ways)]);
}

function endText(until: string | null, ways: Grant['ways']): string {
  if (until !== null) return sayAccess('until', { day: format().date(until, 'shortDay') });
  const isUnknown = ways.some(
    (way) => way.kind === 'share' && way.share.unread.includes('expires') && lastDayOf(way.share) === null,
  );
  return sayAccess(isUnknown ? 'endUnknown' : 'noEnd');
}

const CSV_COLUMNS = ['csv.rights', 'csv.way', 'csv.since', 'csv.until'] as const;

function grantCells(grant: Grant, thing: Thing, subject: AccessSubject | null): readonly string[] {
  const ways = grant.ways.map((way) => wayText(way, thing, NAMES, accessLanguage()));
  return [
    rightsText(grant),
    [...new Set(subject === null ? ways : waysOf(grant, thing, subject))].join(' | '),
    grant.since === null ? '' : format().shortDay(grant.since),
    grant.until ?? '',
  ];
}

export function thingsCsv(things: readonly ReachedThing[]): string {
  const head = [sayAccess('csv.path'), say('column.owner'), ...CSV_COLUMNS.map((key) => sayAccess(key))];
  const rows = things.map((one) => [
    NAMES.path(one.thing.place, one.thing.path),
    ownerText(one.thing, NAMES),
    ...grantCells(one, one.thing, null),
  ]);
  return csv([head, ...rows], DATA.csvDialect);
}

export function reachersCsv(reachers: readonly Reacher[], thing: Thing): string {
  const head = [say('column.who'), say('column.kind'), ...CSV_COLUMNS.map((key) => sayAccess(key))];
  const rows = reachers.map((one) => [
    subjectText(one.subject, NAMES, accessLanguage()),
    kindText(one.subject, NAMES, accessLanguage()),
    ...grantCells(one, thing, one.subject),
  ]);
  return csv([head, ...rows], DATA.csvDialect);
}
