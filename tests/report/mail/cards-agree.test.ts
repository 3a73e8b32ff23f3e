import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../src/checks/index.ts';
import type { Actual } from '../../../src/model/finding.ts';
import type { ResultFinding, ResultShare } from '../../../src/model/result.ts';
import { isPublicLink, isWayOut, SHARE_TYPES } from '../../../src/model/share.ts';
import { figuresOf } from '../../../src/report/figures/figures.ts';
import { freeable } from '../../../src/report/figures/totals.ts';
import { mailContext } from '../../../src/report/mail/context.ts';
import { mailFor } from '../../../src/report/mail/mail.ts';
import { thingsToDo } from '../../../src/report/mail/things.ts';
import type { CardView, MailView } from '../../../src/report/mail/view.ts';
import { formatter } from '../../../src/report/text/format.ts';
import { finding, inputOf, member, RULE, resultOf, share } from '../helpers.ts';
import { MB, nearlyFull, onShare } from '../mail-scenes.ts';

const OF_MEMBERS = CHECKS.filter(({ audience }) => audience === 'member');
const SHARING = OF_MEMBERS.filter(({ area }) => area === 'sharing');
const ON_FILES = OF_MEMBERS.filter(
  ({ area, traits, example }) =>
    area === 'storage' && traits.usage === undefined && !('copies' in example) && traits.place === undefined,
);

const drawnShare = fc.record({
  type: fc.constantFrom(...SHARE_TYPES),
  fileRequest: fc.boolean(),
  hasPassword: fc.boolean(),
  ends: fc.boolean(),
  own: fc.boolean(),
  /** Several shares may be of one thing. */
  thing: fc.nat({ max: 11 }),
  checks: fc.array(fc.nat({ max: SHARING.length - 1 }), { maxLength: 3 }),
});
const drawnFile = fc.record({
  check: fc.nat({ max: ON_FILES.length - 1 }),
  thing: fc.nat({ max: 23 }),
  megabytes: fc.integer({ min: 1, max: 900 }),
});
const drawnMember = fc.record({
  percent: fc.constantFrom(14, 60, 85, 92, 106),
  shares: fc.array(drawnShare, { maxLength: 14 }),
  files: fc.array(drawnFile, { maxLength: 14 }),
  largest: fc.nat({ max: 8 }),
  mails: fc.nat({ max: 4 }),
});
type Drawn = typeof drawnMember extends fc.Arbitrary<infer Member> ? Member : never;

/** The name tells the thing, so that each can be found again in the mail. */
function sharesOf({ shares }: Drawn): readonly ResultShare[] {
  return shares.map(({ type, fileRequest, hasPassword, ends, own, thing }, at) =>
    share(`${at}`, 'anna', `/Partages/s${thing}.`, {
      ...{ type, hasPassword, fileId: `1${thing}`, fileRequest: fileRequest && type === 'mail' },
      expires: ends ? '2027-03-01' : null,
      sharedBy: own ? 'anna' : 'bruno',
      recipient: type === 'link' || fileRequest ? null : `r${at}`,
    }),
  );
}

/** The facts of an example, in the form of a result. */
function factsOf(example: Actual): ResultFinding['actual'] {
  return Object.fromEntries(
    Object.entries(example).map(([key, value]) => [
      key,
      typeof value === 'object' && value !== null ? [...value] : value,
    ]),
  );
}

function findingsOf(drawn: Drawn, shares: readonly ResultShare[]): readonly ResultFinding[] {
  const onShares = drawn.shares.flatMap(({ checks }, at) =>
    [...new Set(checks)].flatMap((one) => {
      const check = SHARING[one];
      const of = shares[at];
      if (check === undefined || of === undefined) return [];
      if (check.id.startsWith('link-') && !isPublicLink(of)) return [];
      return [onShare(check.id, of, { severity: check.severity, actual: factsOf(check.example) })];
    }),
  );
  const onFiles = drawn.files.flatMap(({ check: one, thing, megabytes }) => {
    const check = ON_FILES[one];
    if (check === undefined) return [];
    const subject = { kind: 'file' as const, id: `2${thing}`, path: `/Fichiers/f${thing}.mov` };
    const bytes = check.severity === 'info' ? 0 : megabytes * MB;
    return [
      finding(check.id, 'anna', subject, { severity: check.severity, actual: factsOf(check.example), bytes }),
    ];
  });
  const level = drawn.percent >= 92 ? [nearlyFull('anna', (drawn.percent / 100) * RULE, 'high')] : [];
  // Found before the first mail: what was in three of them is worded softer.
  return [...level, ...onShares, ...onFiles].map((one) => ({ ...one, since: '2026-06-01' }));
}

function inputFor(drawn: Drawn) {
  const shares = sharesOf(drawn);
  const bytes = (drawn.percent / 100) * RULE;
  const largest = Array.from({ length: drawn.largest }, (_, at) => ({
    fileId: `2${at}`,
    path: `/Fichiers/f${at}.mov`,
    bytes: (900 - at) * MB,
  }));
  const members = [member('anna', { bytes, largest }), member('bruno')];
  const result = resultOf({ members, shares: [...shares], findings: [...findingsOf(drawn, shares)] }, CHECKS);
  const sentAt = Array.from({ length: drawn.mails }, (_, at) => Date.UTC(2026, 6 + at, 24));
  return inputOf([result], { checks: CHECKS, mailed: new Map([['anna', { sentAt, thanksAt: [] }]]) });
}

/** What a card says in its own sentences; where a thing lies and who is asked is data about the thing. */
function sentencesOf({ title, why, rows, how }: CardView): ReadonlySet<string> {
  const texts = [title, why ?? '', how.plain, ...rows.map(({ text }) => text ?? '')];
  const sentences = texts.flatMap((text) => text.split(/(?<=[.?!]) /)).map((text) => text.trim());
  return new Set(sentences.filter((text) => text !== ''));
}

/** Sentences that stand in more than one card. */
function saidTwice(cards: readonly CardView[]): readonly string[] {
  const all = cards.flatMap((card) => [...sentencesOf(card)]);
  return all.length === new Set(all).size ? [] : all.filter((text, at) => all.indexOf(text) !== at);
}

function things({ actions, useful, space }: MailView): readonly string[] {
  const links = (lines: MailView['useful'] | MailView['space']) =>
    (lines === null ? [] : 'items' in lines ? lines.items : lines.files).flatMap(({ parts }) =>
      parts.flatMap(({ href }) => href ?? []),
    );
  const rows = (actions?.items ?? []).flatMap((card) => card.rows.map(({ href }) => href));
  return [...rows, ...links(useful), ...links(space)].map((href) => /\/f\/(\d+)/.exec(href)?.[1] ?? href);
}

const MAKE_ROOM = ['tidy', 'compare', 'trash'];

function countOf(cards: readonly CardView[], makesRoom: boolean): number {
  return cards
    .filter(({ action }) => MAKE_ROOM.includes(action) === makesRoom)
    .reduce((sum, { count }) => sum + count, 0);
}

function numbersAgree(
  drawn: Drawn,
  { subject, actions, open }: MailView,
  input: ReturnType<typeof inputFor>,
) {
  const cards = actions?.items ?? [];
  for (const { count, rows, more, title } of cards) {
    const folded = /(\d+)\u00a0?\s?autre/.exec(more?.plain ?? '')?.[1] ?? '0';
    expect(rows.length + Number(folded)).toBe(count);
    const named = /(?<![\d])(\d+) (partages|fichiers|dossiers|lots)/.exec(title)?.[1];
    expect(Number(named ?? 1)).toBe(count);
  }
  const toSort = /, (\d+) fichiers? à trier/.exec(subject)?.[1];
  // A mail that only asks whether what is old is still useful has no cards.
  if (toSort !== undefined && cards.length > 0) expect(Number(toSort)).toBe(countOf(cards, true));
  const toCheck = /(\d+|un) partages? à revoir/.exec(subject)?.[1];
  if (toCheck !== undefined && cards.length > 0)
    expect(toCheck === 'un' ? 1 : Number(toCheck)).toBe(countOf(cards, false));
  const opened = /(\d+) dossiers ou fichiers ouverts/.exec(subject)?.[1];
  if (opened !== undefined) {
    const urgent = cards.filter(({ chip }) => chip?.tone === 'red');
    expect(Number(opened)).toBe(countOf(urgent, false));
  }
  const ways = input.result.shares.filter(isWayOut);
  expect(open?.rows.length ?? 0).toBe(ways.length);
  // The figures of a run are made for all members at once, and cost more than a mail.
  if (drawn.percent === 85)
    expect(figuresOf(input).exposed.filter((item) => isWayOut(item.share))).toHaveLength(ways.length);
  if (open !== null && ways.length > 1) expect(open.intro).toContain(`${ways.length} partages mènent`);
  const context = mailContext(input, 'anna');
  if (context === null) throw new Error('no context');
  const all = thingsToDo(context).reduce((sum, { bytes }) => sum + bytes, 0);
  expect(all).toBe(freeable(context.findings).bytes);
  const freed = /(.*) à libérer$/
    .exec(subject)?.[1]
    ?.replace(/^.*: /, '')
    .replace(/^.*:\u00a0/, '');
  if (freed !== undefined && actions?.more === null && drawn.mails < 3)
    expect(freed).toBe(formatter('fr', 'Europe/Paris').bytes(all));
}

describe('the mails of a thousand random members', () => {
  it('say a sentence in one card only, name a thing once, and agree on every number', () => {
    fc.assert(
      fc.property(drawnMember, (drawn) => {
        const input = inputFor(drawn);
        const mail = mailFor(input, 'anna');
        if (mail === null) return;
        expect(saidTwice(mail.view.actions?.items ?? [])).toEqual([]);
        const named = things(mail.view);
        expect(new Set(named).size).toBe(named.length);
        numbersAgree(drawn, mail.view, input);
      }),
      { numRuns: 1000 },
    );
  }, 60_000);
});

describe('what is open to the outside', () => {
  it('lists every way out, by its name, by whom and to whom, whatever its type', () => {
    fc.assert(
      fc.property(fc.array(drawnShare, { minLength: 1, maxLength: 40 }), (drawnShares) => {
        const drawn = { percent: 92 as const, shares: drawnShares, files: [], largest: 0, mails: 0 };
        const input = inputFor(drawn);
        const open = mailFor(input, 'anna')?.view.open ?? null;
        const ways = input.result.shares.filter(isWayOut);
        expect(open?.rows.length ?? 0).toBe(ways.length);
        for (const { type, path, recipient, sharedBy, fileId } of ways) {
          const row = open?.rows.find(
            ({ href, way }) =>
              href.includes(`/f/${fileId}?`) &&
              (recipient === null || type !== 'mail' || way.includes(recipient)),
          );
          expect(row?.name).toBe(path.slice('/Partages/'.length));
          expect([row?.way, row?.made, row?.protection, row?.until, row?.action]).not.toContain('');
          if (sharedBy === 'bruno') expect(open?.rows.map(({ made }) => made).join()).toContain('Par bruno');
        }
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
