import { describe, expect, it } from 'vitest';
import type { Check, Draft } from '../../src/judge/check.ts';
import type { Background, Conclusions } from '../../src/judge/conclude.ts';
import { type CheckSettings, openRunner } from '../../src/judge/runner.ts';
import type { Verdict } from '../../src/judge/verdict.ts';
import type { Finding } from '../../src/model/finding.ts';
import { groupId, memberId } from '../../src/model/ids.ts';
import { because } from '../../src/model/reasons/reason.ts';
import type { ResultFinding } from '../../src/model/result.ts';
import { link, SETTING, share } from '../checks/helpers.ts';
import { aboutFile, anyTrash, everyAccount, everyFile, neverReady } from '../checks/made-up-checks.ts';
import { conclude, judgedKey, type Past } from '../helpers/conclude.ts';

const ANNA = memberId('anna');
const BRUNO = memberId('bruno');
const TODAY = '2026-11-23';

/** What `check` found about a member, wholly unless said otherwise. */
function found(drafts: readonly Draft[], changes: Partial<Verdict> = {}): Verdict {
  const whole = { check: everyFile, member: ANNA, extent: 'whole', unjudged: [], drafts, ...changes };
  // A test may change the extent, and then gives the reason too.
  return whole as Verdict;
}

function inPart(drafts: readonly Draft[]): Verdict {
  return found(drafts, {
    extent: 'part',
    unjudged: [],
    reasons: [because('problem', { message: 'One folder could not be read.' })],
  });
}

function unknown(member = ANNA, reason = because('member.not-granted')): Verdict {
  return { check: everyFile, member, extent: 'none', reasons: [reason] };
}

function concluded(
  verdicts: readonly Verdict[],
  background: Partial<Background & Past> = {},
  checks: readonly Check[] = [everyFile],
  settings: CheckSettings = {},
): ReturnType<typeof conclude> {
  const runner = openRunner(checks, settings, SETTING);
  return conclude(runner, verdicts, {
    earlier: new Map(),
    judgedBefore: new Set(),
    exceptions: [],
    answers: [],
    today: TODAY,
    shares: [],
    ...background,
  });
}

/** What the store would remember of a run on a day. */
function remembered({ findings, judged }: Conclusions): Past['earlier'] {
  const known = new Map<string, ResultFinding[]>(
    [...judged].map(({ check, member }) => [judgedKey(check, member), []]),
  );
  for (const finding of findings) {
    const key = judgedKey(finding.check, finding.check === everyAccount.id ? null : finding.member);
    if (finding.state !== 'fixed') known.get(key)?.push(asStored(finding));
  }
  return known;
}

function asStored(finding: Finding | ResultFinding): ResultFinding {
  return { ...finding, sharedWith: [...finding.sharedWith], actual: {} };
}

const states = ({ findings }: Pick<ReturnType<typeof conclude>, 'findings'>) =>
  findings.map(({ fingerprint, state, since }) => [fingerprint, state, since]);

describe('the state of a finding', () => {
  const first = concluded([found([aboutFile('1'), aboutFile('2')])], { today: '2026-10-23' });

  it('is new at first, since today', () => {
    expect(states(first)).toEqual([
      ['every-file:1', 'new', '2026-10-23'],
      ['every-file:2', 'new', '2026-10-23'],
    ]);
  });

  it('is open when it was there before, under whatever name, and keeps its day', () => {
    const second = concluded([found([aboutFile('1', '/renamed'), aboutFile('3')])], {
      earlier: remembered(first),
    });
    expect(states(second)).toEqual([
      ['every-file:1', 'open', '2026-10-23'],
      ['every-file:3', 'new', TODAY],
      ['every-file:2', 'fixed', '2026-10-23'],
    ]);
    expect(second.findings[2]).toMatchObject({ subject: { path: '/2' } });
  });

  it('is fixed in one run only, and new when it comes back', () => {
    const second = concluded([found([aboutFile('1')])], { earlier: remembered(first) });
    const third = concluded([found([aboutFile('1')])], { earlier: remembered(second) });
    expect(states(third)).toEqual([['every-file:1', 'open', '2026-10-23']]);
    const fourth = concluded([found([aboutFile('1'), aboutFile('2')])], { earlier: remembered(third) });
    expect(states(fourth)).toContainEqual(['every-file:2', 'new', TODAY]);
  });

  it('is open, not new, at a first reading that is not the first run: access was granted since', () => {
    const others = new Set([judgedKey(everyFile.id, BRUNO), judgedKey(everyAccount.id, ANNA)]);
    const granted = concluded([found([aboutFile('1')])], { judgedBefore: others });
    expect(states(granted)).toEqual([['every-file:1', 'open', TODAY]]);
    const again = concluded([found([aboutFile('1'), aboutFile('2')])], {
      earlier: remembered(granted),
      judgedBefore: new Set([...others, judgedKey(everyFile.id, ANNA)]),
    });
    expect(states(again)).toEqual([
      ['every-file:1', 'open', TODAY],
      ['every-file:2', 'new', TODAY],
    ]);
  });

  it('is neither listed nor fixed where the evidence is lacking, and not fixed where it is partial', () => {
    expect(states(concluded([unknown()], { earlier: remembered(first) }))).toEqual([]);
    expect(states(concluded([], { earlier: remembered(first) }))).toEqual([]);
    expect(states(concluded([inPart([aboutFile('2')])], { earlier: remembered(first) }))).toEqual([
      ['every-file:2', 'open', '2026-10-23'],
    ]);
  });

  it('is told apart by member', () => {
    const other = concluded([found([], { member: BRUNO })], { earlier: remembered(first) });
    expect(states(other)).toEqual([]);
  });

  it('is excepted while an exception holds, and open with its old day after it', () => {
    const exceptions = [{ check: 'every-file', path: '/1', until: TODAY }];
    const second = concluded([found([aboutFile('1')])], { earlier: remembered(first), exceptions });
    expect(states(second)[0]).toEqual(['every-file:1', 'excepted', '2026-10-23']);
    const third = concluded([found([aboutFile('1')])], {
      earlier: remembered(second),
      exceptions,
      today: '2026-11-24',
    });
    expect(states(third)).toEqual([['every-file:1', 'open', '2026-10-23']]);
  });

  it('follows findings of the server about people', () => {
    const about = (...ids: readonly string[]) =>
      found(
        ids.map((id) => ({ subject: { kind: 'member', id, path: null }, actual: {} })),
        { check: everyAccount, member: null },
      );
    const before = concluded([about('anna', 'bruno')], {}, [everyAccount]);
    const after = concluded([about('anna')], { earlier: remembered(before) }, [everyAccount]);
    expect(after.findings.map(({ member, state }) => [member, state])).toEqual([
      ['anna', 'open'],
      ['bruno', 'fixed'],
    ]);
  });
});

describe('who has access to the thing', () => {
  const shares = [
    share({ path: '/Devis', recipient: 'zoé' }),
    share({ path: '/Devis/2026', recipient: 'CAPE', type: 'group' }),
    share({ path: '/Devis/2026', recipient: 'zoé' }),
    share({ path: '/Dev', recipient: 'wrong-folder' }),
    share({ path: '/Devis/2026/a/b', recipient: 'below' }),
    share({ path: '/Devis', recipient: 'wrong-owner', owner: BRUNO }),
    share({ path: '/Devis', recipient: 'x@y.example', type: 'mail' }),
    share({ path: '/Devis', recipient: 'anna' }),
    link({ path: '/Devis' }),
  ];

  it('is named: people and groups, through it and every folder above, in order and once', () => {
    const { findings } = concluded([found([aboutFile('1', '/Devis/2026/a')])], { shares });
    expect(findings[0]?.sharedWith).toEqual(['CAPE', 'zoé']);
    expect(findings[0]?.sharedWith).not.toContain(groupId('below'));
  });

  it('is nobody where the subject has no path', () => {
    const draft: Draft = { subject: { kind: 'member', id: 'anna', path: null }, actual: {} };
    expect(concluded([found([draft])], { shares }).findings[0]?.sharedWith).toEqual([]);
  });
});

describe('the rows of the checks', () => {
  const rowOf = (...given: Parameters<typeof concluded>) => concluded(...given).checks[0];

  it('counts what stands now, with its bytes', () => {
    const earlier = remembered(concluded([found([aboutFile('9', '/9', 100)])]));
    const exceptions = [{ check: 'every-file', path: '/3', until: TODAY }];
    const drafts = [aboutFile('1', '/1', 5), aboutFile('2', '/2', 7), aboutFile('3', '/3', 11)];
    expect(rowOf([found(drafts)], { earlier, exceptions })).toEqual({
      id: 'every-file',
      status: 'ran',
      reason: null,
      reasons: [],
      findings: 2,
      bytes: 12,
      limits: {},
    });
  });

  it('ran when it judged somebody, and names whom it did not judge, and why', () => {
    expect(
      rowOf([
        found([]),
        unknown(BRUNO),
        unknown(memberId('chloé')),
        unknown(memberId('d'), because('problem', { message: 'Cut short.' })),
      ]),
    ).toMatchObject({
      status: 'ran',
      reason: 'Not judged (No access was granted yet): bruno, chloé; Not judged (Cut short): d.',
    });
    expect(rowOf([inPart([])])).toMatchObject({
      status: 'ran',
      reason: 'Judged in part (One folder could not be read): anna.',
    });
  });

  it('ran when there was nobody to judge', () => {
    expect(rowOf([])).toMatchObject({ status: 'ran', reason: null });
  });

  it('was not run when it had no evidence at all, or cannot run', () => {
    expect(rowOf([unknown()])).toMatchObject({
      status: 'not-run',
      reason: 'Not judged (No access was granted yet): anna.',
    });
    expect(rowOf([], {}, [neverReady])).toMatchObject({ status: 'not-run', reason: 'No list was given.' });
  });

  it('is off when the config says so', () => {
    expect(rowOf([], {}, [anyTrash], { 'any-trash': 'off' })).toMatchObject({ status: 'off', reason: null });
  });

  it('stands beside what was judged, and how far', () => {
    const { judged } = concluded([found([]), unknown(BRUNO), inPart([])]);
    expect([...judged]).toEqual([
      { check: 'every-file', member: 'anna', extent: 'whole' },
      { check: 'every-file', member: 'anna', extent: 'part' },
    ]);
  });
});
