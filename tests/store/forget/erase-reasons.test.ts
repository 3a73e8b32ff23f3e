import { describe, expect, it } from 'vitest';
import { because } from '../../../src/model/reasons/reason.ts';
import { reasonFields } from '../../../src/model/reasons/sentence.ts';
import { withoutMention } from '../../../src/store/forget/erase-reasons.ts';

const UID = 'zoltan';

/** A check that could not judge these, for recipients of whom nothing is known. */
function row(...members: readonly string[]) {
  const cause = [because('recipients.unknown', { members: ['anna', UID] })];
  const whom = members.map((member) => because('whom.member', { member }));
  return reasonFields([
    because('check.gaps', { clauses: [because('check.judged-in-part', { cause, whom })] }),
  ]);
}

describe('the reasons of a result without a person', () => {
  it('name them neither in the data nor in the sentence, wherever they stood', () => {
    const erased = withoutMention(row(UID, 'zoltan2'), UID);
    expect(erased.reason).toBe(
      'Judged in part (Whether they still have an account is unknown: anna, …): …, zoltan2.',
    );
    expect(JSON.stringify(erased.reasons)).not.toContain(`"${UID}"`);
    expect(JSON.stringify(erased.reasons)).toContain('"zoltan2"');
  });

  it('lose who made too many shares', () => {
    const made = because('shares.per-maker', { made: 1200, maker: UID, owner: 'anna', judged: 1000 });
    expect(withoutMention(reasonFields([made]), UID).reason).toBe(
      'Of 1200 shares that account “…” made of things of account “anna”, the first 1000 were judged.',
    );
  });

  it('are erased from data and sentence alike where another version wrote them', () => {
    const reasons = [{ key: 'of.tomorrow', params: { people: [UID, 'anna'] } }];
    const erased = withoutMention({ reason: `Not judged (Odd): anna, ${UID}.`, reasons }, UID);
    expect(erased).toEqual({
      reason: 'Not judged (Odd): anna, ….',
      reasons: [{ key: 'of.tomorrow', params: { people: ['…', 'anna'] } }],
    });
  });

  it('stay as they are where nothing is missing', () => {
    expect(withoutMention({ reason: null, reasons: [] }, UID)).toEqual({ reason: null, reasons: [] });
  });
});
