import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/judge/check.ts';
import { openRunner, type ServerGathered } from '../../src/judge/runner.ts';
import type { Verdict } from '../../src/judge/verdict.ts';
import type { Coverage } from '../../src/model/coverage.ts';
import type { Entry } from '../../src/model/entry.ts';
import { because } from '../../src/model/reasons/reason.ts';
import {
  account,
  file,
  folder,
  gathered,
  type Known,
  member,
  POLICY,
  SETTING,
  worded,
} from '../checks/helpers.ts';
import {
  aboutFile,
  anyTrash,
  everyAccount,
  everyFile,
  judging,
  neverReady,
  watching,
} from '../checks/made-up-checks.ts';

const COVERAGE: Coverage = { status: 'read', reasons: [], strategy: 'search', requests: 3, unreadable: [] };

/** Judges one member with several checks at once. */
function verdictsOf(
  checks: readonly Check[],
  entries: readonly Entry[] = [],
  known: Known = {},
): readonly Verdict[] {
  const runner = openRunner(checks, {}, SETTING);
  const session = runner.member(member(known.member), COVERAGE, gathered(known));
  for (const entry of entries) session.see(entry);
  return session.conclude();
}

describe('the runner', () => {
  it('shows each entry once to every check that watches', () => {
    let seen = 0;
    const counting = watching('counting', () => ({ see: () => seen++, conclude: () => [] }));
    const [first] = verdictsOf([everyFile, counting], [folder('/a'), file('/a/b'), file('/a/c')]);
    expect(first).toMatchObject({
      extent: 'whole',
      drafts: [{ subject: { path: '/a/b' } }, { subject: { path: '/a/c' } }],
    });
    expect(seen).toBe(3);
  });

  it('hands the watchers what lies below every folder when all was seen', () => {
    let below: unknown;
    const looking = watching('looking', () => ({
      see: () => {},
      conclude(tree) {
        below = Object.fromEntries(
          [...tree.folders].map(([path, { bytes, files }]) => [path, [bytes, files]]),
        );
        return [];
      },
    }));
    verdictsOf(
      [looking],
      [file('/a/b/x', { size: 2 }), folder('/a'), folder('/a/b'), file('/a/y', { size: 3 }), folder('/c')],
    );
    expect(below).toEqual({ '/': [5, 2], '/a': [5, 2], '/a/b': [2, 1], '/c': [0, 0] });
  });

  it('keeps a check that throws to itself, and does not ask it again', () => {
    let asked = 0;
    const seeing = watching('seeing', () => ({
      see: () => {
        asked++;
        throw new Error('boom');
      },
      conclude: () => [],
    }));
    const opening = watching('opening', () => {
      throw new Error('boom');
    });
    const concluding = judging('concluding', 'all', () => {
      throw new TypeError('boom');
    });
    const verdicts = verdictsOf([seeing, opening, concluding, everyFile], [file('/a'), file('/b')]);
    expect(verdicts.map(({ extent }) => extent)).toEqual(['none', 'none', 'none', 'whole']);
    for (const verdict of verdicts.slice(0, 3))
      expect(worded(verdict)).toMatchObject({ reason: 'Internal error: boom' });
    expect(verdicts[3]).toMatchObject({ drafts: [{}, {}] });
    expect(asked).toBe(1);
  });

  it('judges in part from part of the evidence, and not at all without it', () => {
    expect(
      verdictsOf([everyFile, anyTrash], [file('/a')], { partly: ['tree'], lacking: ['trash'] }).map(worded),
    ).toMatchObject([
      { extent: 'part', reason: 'tree was read in part.', drafts: [{ subject: { path: '/a' } }] },
      { extent: 'none', reason: 'trash was not read.' },
    ]);
  });

  it('speaks of enabled or disabled members, or of all', () => {
    const checks = (['enabled', 'disabled', 'all'] as const).map((whom) => judging(whom, whom, () => []));
    const spokenOf = (enabled: boolean) =>
      verdictsOf(checks, [], { member: { enabled } }).map(({ check }) => check.id);
    expect(spokenOf(true)).toEqual(['enabled', 'all']);
    expect(spokenOf(false)).toEqual(['disabled', 'all']);
  });

  it('wants the entries only where a check that is on looks at them and they were read', () => {
    const wants = (checks: readonly Check[], settings = {}, known: Known = {}) =>
      openRunner(checks, settings, SETTING).member(member(), COVERAGE, gathered(known)).wantsEntries;
    expect(wants([anyTrash, everyFile])).toBe(true);
    expect(wants([anyTrash])).toBe(false);
    expect(wants([everyFile], { 'every-file': 'off' })).toBe(false);
    expect(wants([everyFile], {}, { lacking: ['tree'] })).toBe(false);
  });

  it('runs neither what is off nor what cannot run in this setting', () => {
    const runner = openRunner([everyAccount, neverReady], { 'every-account': 'off' }, SETTING);
    expect(runner.server(SERVER)).toEqual([]);
    expect([...runner.off]).toEqual(['every-account']);
    expect([...runner.blocked]).toEqual([
      ['never-ready', because('problem', { message: 'No list was given.' })],
    ]);
  });

  it('judges the server once', () => {
    const verdicts = openRunner([everyAccount, everyFile], {}, SETTING).server(SERVER);
    expect(verdicts).toMatchObject([
      { member: null, extent: 'whole', drafts: [{ subject: { id: 'anna' } }] },
    ]);
  });

  it('shows a check only the evidence that it names', () => {
    let shown: object = {};
    const curious: Check = {
      ...anyTrash,
      ready: (options) => {
        const ready = anyTrash.scope === 'member' ? anyTrash.ready(options) : null;
        if (ready === null) throw new TypeError('anyTrash is a member check');
        return {
          ...ready,
          judge: (evidence) => {
            shown = evidence;
            return [aboutFile('1')];
          },
        };
      },
      scope: 'member',
      needs: ['trash'],
    };
    verdictsOf([curious]);
    expect(Object.keys(shown)).toEqual(['trash']);
  });
});

const SERVER: ServerGathered = {
  policy: { known: 'whole', value: POLICY },
  members: { known: 'whole', value: [] },
  shares: { known: 'whole', value: [] },
  accounts: { known: 'whole', value: [account('anna')] },
  register: { known: 'whole', value: [] },
};
