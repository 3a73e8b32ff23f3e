import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeResult, countCoverage, memberRow } from '../../src/app/audit/compose-result.ts';
import { CHECKS } from '../../src/checks/index.ts';
import { NOTHING_LEFT_OUT, type ReadMember } from '../../src/gather/members/member-as-read.ts';
import { openRunner } from '../../src/judge/runner.ts';
import { fileId, groupId, memberId, runId } from '../../src/model/ids.ts';
import { wholeResult } from '../../src/model/long-result.ts';
import type { Policy } from '../../src/model/policy.ts';
import type { RunResult } from '../../src/model/result.ts';
import { bySeverity, type Severity } from '../../src/model/severity.ts';
import type { Share } from '../../src/model/share.ts';
import { isNearlyFull, type UsageLevel } from '../../src/model/usage-level.ts';
import { chatMessage } from '../../src/report/export/chat.ts';
import { metricsText } from '../../src/report/export/metrics.ts';
import { terminalSummary } from '../../src/report/export/terminal.ts';
import { figuresOf } from '../../src/report/figures/figures.ts';
import type { ReportInput } from '../../src/report/input.ts';
import { mailFor } from '../../src/report/mail/mail.ts';
import { adminMailFor } from '../../src/report/mail/team/admin.ts';
import { pageView } from '../../src/report/page/view.ts';
import { partsSpeaker, speaker } from '../../src/report/text/words.ts';
import {
  account,
  DAY,
  file,
  GB,
  gathered,
  link,
  MB,
  member,
  NOW,
  POLICY,
  READ,
  SETTING,
} from '../checks/helpers.ts';
import { conclude } from '../helpers/conclude.ts';
import { inputOf } from './helpers.ts';

/** What the config may say of a check, as its schema reads it: off, or its defaults with every measure changed. */
type Options = 'off' | Readonly<Record<string, unknown>>;

/** A measure of an option drawn anew; texts and lists stay. */
function drawn(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value === 'number')
    return fc.integer({ min: 1, max: 30 }).map((tenths) => Math.ceil((value * tenths) / 10));
  if (typeof value === 'object' && value !== null && 'amount' in value)
    return fc.integer({ min: 1, max: 40 }).map((amount) => ({ ...value, amount }));
  return fc.constant(value);
}

function optionsOf(check: (typeof CHECKS)[number]): fc.Arbitrary<Options> {
  // Options of every check are an object.
  const usual = check.options.parse({}) as Readonly<Record<string, unknown>>;
  const changed = fc.record(
    Object.fromEntries(Object.entries(usual).map(([key, value]) => [key, drawn(value)])),
  );
  return fc.oneof({ weight: 1, arbitrary: fc.constant('off' as const) }, { weight: 7, arbitrary: changed });
}

const settings = fc.record(Object.fromEntries(CHECKS.map((check) => [check.id, optionsOf(check)])));

const policy: fc.Arbitrary<Policy> = fc
  .record({
    linkPasswordEnforced: fc.boolean(),
    linkExpiryEnforced: fc.boolean(),
    linkExpiryDays: fc.option(fc.integer({ min: 1, max: 400 })),
    publicUpload: fc.boolean(),
    resharing: fc.boolean(),
    federation: fc.boolean(),
  })
  .map((changes) => ({ ...POLICY, ...changes }));

const drawnLink = fc.record({
  age: fc.integer({ min: 0, max: 900 }),
  end: fc.option(fc.constantFrom('2026-11-25', '2027-03-01', '2029-01-01')),
  hasPassword: fc.boolean(),
  permissions: fc.constantFrom<Share['permissions']>(['read'], ['read', 'update', 'create'], ['create']),
  path: fc.constantFrom('/Photos', '/Devis', '/RIB'),
});

const drawnMember = fc.record({
  /** Of the quota, percent. */
  use: fc.oneof(fc.integer({ min: 0, max: 130 }), fc.constantFrom(69.9, 70, 80, 89.99, 90, 99.99, 100)),
  files: fc.array(
    fc.record({ size: fc.integer({ min: 1, max: 900 }), age: fc.integer({ min: 0, max: 1500 }) }),
    { maxLength: 4 },
  ),
  links: fc.array(drawnLink, { maxLength: 3 }),
});

const world = fc.record({ settings, policy, people: fc.array(drawnMember, { minLength: 1, maxLength: 4 }) });
type World = typeof world extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** A run over the world, judged by the very runner that an audit uses. */
function resultOf({ settings, policy, people }: World): RunResult {
  const runner = openRunner(CHECKS, settings, { ...SETTING, memberGroups: [groupId('CAPE')] });
  const all = people.map(({ use, files, links }, at) => {
    const id = memberId(`m${at}`);
    const bytes = Math.round((use / 100) * 2 * GB);
    const shares = links.map(({ age, end, ...own }) =>
      link({
        ...own,
        owner: id,
        sharedBy: id,
        fileId: fileId(`9${at}`),
        expires: end,
        createdAt: NOW - age * DAY,
      }),
    );
    const read: ReadMember = {
      member: member({ id, serverUsedBytes: bytes }),
      coverage: READ,
      right: 'own',
      totals: { bytes, files: files.length, folders: 0 },
      trash: { value: { bytes: 0, ownBytes: 0 } },
      shares: { value: shares },
      sharesLeftOut: NOTHING_LEFT_OUT,
    };
    const entries = files.map(({ size, age }, one) =>
      file(`/Photos/${at}-${one}.mov`, { size: size * MB, modifiedAt: NOW - age * DAY }),
    );
    return { read, shares, entries, usage: { bytes, files: files.length, source: 'crawl' as const } };
  });
  const shares = all.flatMap((one) => one.shares);
  const verdicts = all.flatMap(({ read, shares: own, entries, usage }) => {
    const evidence = { usage, shares: own, knownShares: own, policy };
    const session = runner.member(read.member, read.coverage, gathered({ member: read.member, evidence }));
    for (const entry of entries) session.see(entry);
    return session.conclude();
  });
  const members = all.map(({ read }) => read.member);
  const accounts = members.map(({ id }) => account(id));
  const ofServer = runner.server({
    policy: { known: 'whole', value: policy },
    members: { known: 'whole', value: members },
    shares: { known: 'whole', value: shares },
    accounts: { known: 'whole', value: accounts },
    register: { known: 'whole', value: [] },
  });
  const concluded = conclude(runner, [...verdicts, ...ofServer], {
    earlier: new Map(),
    judgedBefore: new Set(),
    exceptions: [],
    answers: [],
    today: '2026-11-23',
    shares,
  });
  const result = composeResult({
    run: runId(1),
    startedAt: NOW,
    finishedAt: NOW,
    status: 'complete',
    scope: 'all',
    url: 'https://cloud.example.org',
    version: '31.0.6',
    traffic: { requests: 1, bytesReceived: 1, peakConcurrency: 1 },
    policy,
    coverage: countCoverage(all.map(({ read }) => read)),
    members: all.map(({ read }) => memberRow(read)),
    accepted: new Map(),
    spaces: [],
    groups: null,
    shares,
    registered: () => null,
    findings: concluded.findings,
    checks: concluded.checks,
  });
  return wholeResult(result);
}

const LEVEL_CHECK = CHECKS.find(({ traits }) => traits.usage === 'level')?.id;
const TONES: Readonly<Record<UsageLevel, string>> = {
  calm: 'calm',
  filling: 'amber',
  nearly: 'red',
  full: 'red',
};

/** The level that a finding means. */
function levelBy(severity: Severity | undefined, percent: number): UsageLevel {
  if (percent >= 100) return 'full';
  if (severity === undefined) return 'calm';
  return severity === 'medium' ? 'filling' : 'nearly';
}

function levelsAgree(input: ReportInput): void {
  const { result } = input;
  const figures = figuresOf(input);
  const say = speaker(input.words, 'mail', 'fr');
  const page = pageView(input, 'fr');
  const nearly = result.members.filter(({ id, usage }) => {
    const finding = result.findings.find(({ check, member: whose }) => check === LEVEL_CHECK && whose === id);
    const level = levelBy(finding?.severity, usage.percent ?? 0);
    expect(figures.members.get(id)?.level).toBe(level);
    const mail = mailFor(input, id)?.view;
    if (mail !== undefined) {
      expect(mail.gauge?.tone).toBe(TONES[level]);
      const told = [mail.title, ...mail.state].join(' ');
      for (const other of ['calm', 'filling', 'nearly', 'full'] as const)
        expect(told.includes(say(`title.${other}`))).toBe(other === level);
    }
    const row = page.members.rows.find(({ member: shown }) => shown === id);
    expect(row?.meter?.tone).toBe({ calm: 'calm', filling: 'near', nearly: 'full', full: 'full' }[level]);
    return isNearlyFull(level);
  });
  expect(page.occupation.full.rows.map(({ member: shown }) => shown).sort()).toEqual(
    nearly.map(({ id }) => id).sort(),
  );
  expect(page.figures.find(({ key }) => key === 'full')?.number).toBe(String(nearly.length));
  expect(page.actions.some(({ href }) => href === '#occupation')).toBe(nearly.length > 0);
  expect(metricsText(input)).toContain(`menage_members_nearly_full ${nearly.length}\n`);
  expect(terminalSummary(input, { color: false, width: 80 })).toContain(
    `${nearly.length} ${nearly.length === 1 ? 'member' : 'members'} at `,
  );
}

function settingsAgree(input: ReportInput): void {
  const { rows, toChange } = pageView(input, 'en').settings;
  const judged = CHECKS.flatMap(({ id, traits }) =>
    Object.values(traits.settings ?? {}).map((fact) =>
      input.result.findings.find(
        (finding) => finding.check === id && (fact === 'always' || finding.actual[fact] === true),
      ),
    ),
  );
  const asked = judged.flatMap((finding) => (finding === undefined ? [] : [finding.severity]));
  expect(toChange).toBe(asked.length);
  expect(rows.flatMap(({ severity }) => (severity === null ? [] : [severity])).sort()).toEqual(asked.sort());
}

function countsAgree(input: ReportInput): void {
  const { findings } = input.result;
  const of = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const { exposed, bySeverity: counts } = figuresOf(input);
  expect(counts).toEqual({
    critical: of('critical'),
    high: of('high'),
    medium: of('medium'),
    low: of('low'),
    info: of('info'),
  });
  const severe = speaker(
    input.words,
    'export',
    'fr',
  )('chat.severe', { critical: of('critical'), high: of('high') });
  expect(chatMessage(input, { nameMembers: true, link: null })).toContain(severe);
  const say = partsSpeaker(input.words, 'admin', 'fr');
  const line = say('line.severity', { critical: of('critical'), high: of('high') }).map(({ text }) => text);
  const { lines } = adminMailFor(input, { to: 'admin@example.org', where: null }).view;
  expect(lines.map(({ plain }) => plain)).toContain(line.join(''));
  for (const { share, severity } of exposed) {
    const own = findings.filter(({ subject, check }) => subject.id === share.id && isSharing(check));
    expect(severity).toBe(own.map((finding) => finding.severity).sort(bySeverity)[0] ?? null);
  }
}

function isSharing(id: string): boolean {
  return CHECKS.some((check) => check.id === id && check.area === 'sharing');
}

describe('whatever the options of the checks', () => {
  it('mails, page, exports and findings never contradict each other', () => {
    fc.assert(
      fc.property(world, (drawnWorld) => {
        const input = inputOf([resultOf(drawnWorld)], { checks: CHECKS });
        levelsAgree(input);
        settingsAgree(input);
        countsAgree(input);
      }),
      { numRuns: 40 },
    );
  }, 30_000);
});
