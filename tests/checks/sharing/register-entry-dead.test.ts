import { describe, expect, it } from 'vitest';
import { registerEntryDead } from '../../../src/checks/sharing/register-entry-dead.ts';
import { openRunner } from '../../../src/judge/runner.ts';
import { entryId } from '../../../src/model/ids.ts';
import { because } from '../../../src/model/reasons/reason.ts';
import { newEntry } from '../../../src/model/register/entry.ts';
import type { CheckedEntry, StandingNow } from '../../../src/model/register/standing.ts';
import { blockedBy, judgeServer, SETTING } from '../helpers.ts';

const checked = (id: string, standing: StandingNow): CheckedEntry => ({
  entry: newEntry({ id: entryId(id), origin: 'page', purpose: `Purpose ${id}`, createdAt: 0, seenAt: 1_000 }),
  standing,
  target: null,
});

describe('register-entry-dead', () => {
  it('finds what is wrong with accepted entries', () => {
    const register = [
      checked('a', { state: 'dead', fault: 'nowhere' }),
      checked('b', { state: 'in-order' }),
      checked('c', { state: 'not-checked', reasons: [because('entry.owner-unknown')] }),
    ];
    expect(judgeServer(registerEntryDead, { register })).toEqual([
      {
        subject: { kind: 'server', id: 'a', path: null },
        actual: { fault: 'nowhere', purpose: 'Purpose a', seenAt: '1970-01-01T00:00:01.000Z' },
      },
    ]);
  });

  it('names the entries that were not checked: what was found on them earlier is not fixed', () => {
    const standing = { state: 'not-checked', reasons: [because('entry.owner-unknown')] } as const;
    const runner = openRunner([registerEntryDead], {}, SETTING);
    const nothing = { known: 'whole', value: [] } as const;
    const [verdict] = runner.server({
      ...{ policy: { known: 'none', reasons: [] }, members: nothing, shares: nothing, accounts: nothing },
      register: { known: 'whole', value: [checked('c', standing)] },
    });
    expect(verdict).toMatchObject({ extent: 'whole', drafts: [], unjudged: [{ id: 'c' }] });
  });

  it('is not run without a register, and says why', () => {
    expect(blockedBy(registerEntryDead, { setting: { registerLack: because('register.none') } })).toMatch(
      /There is no register/,
    );
  });
});
