import { describe, expect, it } from 'vitest';
import type { ResultShare, RunResult } from '../../../src/model/result.ts';
import { adminSheet } from '../../../src/report/leaver/admin-sheet.ts';
import { leaverDocument } from '../../../src/report/leaver/json.ts';
import { sheetText } from '../../../src/report/leaver/text.ts';
import { sheetWording } from '../../../src/report/leaver/wording.ts';
import { inputOf, member, share } from '../helpers.ts';
import { factsOf, GOING, runAround } from './scenes.ts';

const GONE = member('nora', { name: 'Nora Klein', enabled: false });

function runWith(shares: readonly ResultShare[], groups?: RunResult['groups']): RunResult {
  const run = runAround(GOING, shares);
  return { ...run, members: [...run.members, GONE], groups: groups ?? run.groups };
}

function textOf(run: RunResult): string {
  const input = inputOf([run]);
  return sheetText(adminSheet(factsOf(run, GOING), input, sheetWording(input, 'en')));
}

function to(recipient: string, type: ResultShare['type'] = 'user'): ResultShare {
  return share('50', 'anna', '/Devis', { type, recipient });
}

describe('who uses what the leaver shares', () => {
  it.each([
    ['circle', 'team c0ffee'],
    ['room', 'conversation c0ffee'],
    ['deck', 'Deck board c0ffee'],
  ] as const)('does not call the unknown people of a %s nobody', (type, name) => {
    const text = textOf(runWith([to('c0ffee', type)]));
    expect(text).toContain(`${name} (Reading) – who that is, is not known`);
    expect(text).toContain(`Ask ${name} who takes over`);
  });

  it('counts no further than it knows where the audit leaves accounts of a group out', () => {
    const text = textOf(runWith([to('Tours', 'group')], [{ id: 'Tours', others: 2 }]));
    expect(text).toContain('group Tours (Reading) – at least 2 people');
    expect(textOf(runWith([to('Tours', 'group')]))).toContain('group Tours (Reading) – 2 people in all');
  });

  it('says in the document whether all are known', () => {
    const known = (share: ResultShare) => leaverDocument(factsOf(runWith([share]), GOING));
    expect(known(to('c0ffee', 'circle'))).toMatchObject({ shared: [{ people: [], peopleKnown: false }] });
    expect(known(to('bert'))).toMatchObject({ shared: [{ people: ['bert'], peopleKnown: true }] });
  });

  it('asks nobody whose account is disabled', () => {
    const text = textOf(runWith([to('nora')]));
    expect(text).toContain('Nora Klein (Reading) – nobody active any more');
    expect(text).not.toContain('Ask Nora Klein');
  });
});

describe('to hand over everything', () => {
  it('is no second choice where no single thing is to be handed over', () => {
    expect(textOf(runWith([]))).toContain('Hand over everything.');
    expect(textOf(runWith([]))).not.toContain('Or hand over');
    expect(textOf(runWith([to('bert')]))).toContain('Or hand over everything.');
  });
});
