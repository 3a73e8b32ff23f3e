import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsOfResult } from '../../src/access/facts-of-result.ts';
import { accessModel } from '../../src/access/model.ts';
import { CHECKS } from '../../src/checks/index.ts';
import type { ResultFinding, ResultMember } from '../../src/model/result.ts';
import { chatMessage } from '../../src/report/export/chat.ts';
import { findingsCsv, membersCsv, sharesCsv } from '../../src/report/export/csv.ts';
import { metricsText } from '../../src/report/export/metrics.ts';
import { summaryMarkdown } from '../../src/report/export/summary.ts';
import type { ReportInput } from '../../src/report/input.ts';
import { adminSheet } from '../../src/report/leaver/admin-sheet.ts';
import { leaverFacts } from '../../src/report/leaver/draw-facts.ts';
import { leaverDocument } from '../../src/report/leaver/json.ts';
import { sheetWording } from '../../src/report/leaver/wording.ts';
import { mailFor } from '../../src/report/mail/mail.ts';
import { adminMailFor } from '../../src/report/mail/team/admin.ts';
import { referentsOf } from '../../src/report/mail/team/antenna.ts';
import { referentMailFor } from '../../src/report/mail/team/referent.ts';
import { renderPage } from '../../src/report/page/page.ts';
import { finding, inputOf, member, NASTY_NAMES, RULE, resultOf, share } from './helpers.ts';
import { pageTemplates } from './page-sample.ts';

const templates = pageTemplates();
const RUNS = Number(process.env['PRIVATE_WORLDS'] ?? 20);

/** A name of something private: whose it is stands in it, so that it is known wherever it turns up. */
const markOf = (owner: string) => `zq${owner}zq`;
const STORAGE = CHECKS.filter(({ area, audience }) => area === 'storage' && audience === 'member');
const SHARING = CHECKS.filter(({ area, audience }) => area === 'sharing' && audience === 'member');

interface Drawn {
  readonly names: readonly string[];
  readonly isBelowShare: boolean;
  readonly isFull: boolean;
  readonly checks: readonly number[];
  readonly types: readonly ('link' | 'mail' | 'user' | 'group')[];
}

const drawnMember: fc.Arbitrary<Drawn> = fc.record({
  names: fc.array(fc.constantFrom(...NASTY_NAMES), { minLength: 1, maxLength: 3 }),
  isBelowShare: fc.boolean(),
  isFull: fc.boolean(),
  checks: fc.array(fc.nat(50), { minLength: 1, maxLength: 8 }),
  types: fc.array(fc.constantFrom('link', 'mail', 'user', 'group'), { minLength: 1, maxLength: 3 }),
});

function inputFor(world: readonly Drawn[]): ReportInput {
  const ids = world.map((_, at) => `m${at}`);
  const pathIn = (id: string, { isBelowShare, names }: Drawn) =>
    `${isBelowShare ? `/Partagé ${id}` : ''}/${markOf(id)}${names.join('/')}/file ${markOf(id)}.mp4`;
  const members = world.map((drawn, at): ResultMember => {
    const id = ids[at] ?? '';
    const path = pathIn(id, drawn);
    const quiet = member(id, { bytes: drawn.isFull ? RULE : 1 });
    const { coverage } = quiet;
    const isPartial = drawn.checks.length % 2 === 0;
    return {
      ...quiet,
      enabled: drawn.checks.length % 3 !== 0,
      largest: [{ fileId: `7${at}`, path, bytes: 10 }],
      coverage: isPartial ? { ...coverage, status: 'partial', unreadable: [path] } : coverage,
    };
  });
  const shares = world.flatMap(({ types }, at) =>
    types.map((type, nth) =>
      share(`${at}${nth}`, ids[at] ?? '', `/Partagé m${at}`, {
        type,
        recipient: type === 'link' ? null : type === 'mail' ? 'x@out.example' : (ids[0] ?? null),
      }),
    ),
  );
  const findings = world.flatMap((drawn, at) => {
    const id = ids[at] ?? '';
    const path = pathIn(id, drawn);
    return drawn.checks.flatMap((nth, place): ResultFinding[] => {
      const storage = STORAGE[nth % STORAGE.length];
      const sharing = SHARING[nth % SHARING.length];
      if (storage === undefined || sharing === undefined) return [];
      const subject = { kind: 'file', id: `${at}${place}7`, path } as const;
      const onShare = { kind: 'share', id: `${at}0`, path: `/Partagé ${id}` } as const;
      const facts = (actual: object) => JSON.parse(JSON.stringify(actual));
      return [
        finding(storage.id, id, subject, {
          actual: { ...facts(storage.example), paths: [path], path },
          bytes: 9,
        }),
        finding(sharing.id, id, onShare, { actual: facts(sharing.example), severity: sharing.severity }),
      ];
    });
  });
  const once = [...new Map(findings.map((one) => [one.fingerprint, one])).values()];
  const departed = members
    .filter(({ enabled }) => !enabled)
    .map(({ id }) =>
      finding(
        'departed-with-data',
        id,
        { kind: 'member', id, path: null },
        {
          audience: 'admin',
          actual: { usedBytes: 1, shares: 1, links: 1, isRead: true, largestFolders: [] },
        },
      ),
    );
  const exceptions = ids.map((id) => ({
    ...{ check: 'large-stale-file', member: id, path: `/${markOf(id)}/**` },
    ...{ reason: 'r', until: '2027-01-01', ended: false },
  }));
  const result = resultOf({ members, shares, findings: [...once, ...departed] }, CHECKS);
  return inputOf([result], { checks: CHECKS, exceptions });
}

describe('what is private', () => {
  it('stands in no view but the mail of its owner, whatever it is called', () => {
    fc.assert(
      fc.property(fc.array(drawnMember, { minLength: 2, maxLength: 4 }), (world) => {
        const input = inputFor(world);
        const shown = [
          renderPage(input, templates),
          ...[membersCsv(input), sharesCsv(input), findingsCsv(input)],
          ...[summaryMarkdown(input), metricsText(input)],
          JSON.stringify(chatMessage(input, { nameMembers: true, link: null })),
          ...referentsOf(input).map((referent) => JSON.stringify(referentMailFor(input, referent))),
          JSON.stringify(adminMailFor(input, { to: 'admin@example.org', where: null })),
          answersOn(input),
          ...sheetsOf(input),
        ];
        for (const text of shown) expect(text).not.toMatch(/zqm\dzq/);
        for (const { id } of input.result.members) {
          const marks = JSON.stringify(mailFor(input, id)).match(/zqm\dzq/g) ?? [];
          expect(marks.filter((mark) => mark !== markOf(id))).toEqual([]);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('does stand in the mail of its owner, so that the rest of this proves something', () => {
    const drawn: Drawn = {
      names: ['a'],
      isBelowShare: false,
      isFull: true,
      checks: [0, 1, 2],
      types: ['link'],
    };
    const input = inputFor([drawn, { ...drawn, checks: [3] }]);
    expect(JSON.stringify(mailFor(input, 'm1'))).toContain(markOf('m1'));
  });
});

/** All that the model of access answers: of what any of its views shows a part. */
function answersOn({ result, organisation }: ReportInput): string {
  const model = accessModel(factsOfResult(result, organisation.timezone));
  return JSON.stringify([
    ...model.subjects().map((subject) => model.reachOf(subject)),
    ...model.things().map((thing) => model.whoReachesThing(thing)),
  ]);
}

/** The sheet of each member who might leave, as admins see it. */
function sheetsOf(input: ReportInput): readonly string[] {
  const { result, organisation } = input;
  const { timezone: zone } = organisation;
  const model = accessModel(factsOfResult(result, zone));
  return result.members.flatMap((leaver) => {
    const facts = leaverFacts({ result, member: leaver, model, earlier: null, purposes: new Map(), zone });
    const wording = sheetWording(input, 'fr');
    return [JSON.stringify(leaverDocument(facts)), JSON.stringify(adminSheet(facts, input, wording))];
  });
}
