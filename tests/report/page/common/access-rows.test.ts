import { expect, it } from 'vitest';
import { accessModel } from '../../../../src/access/model.ts';
import { memberId } from '../../../../src/model/ids.ts';
import { reachersText } from '../../../../src/report/page/common/access-rows.ts';
import { formatter } from '../../../../src/report/text/format.ts';
import { factsOf, personOf, shareOf } from '../../../access/facts.ts';

// The key and what stands in it: the sentences are not what is looked at.
const sayKey = (key: string, params: Readonly<Record<string, unknown>> = {}) => `${key} ${params['n'] ?? ''}`;
const LANGUAGE = {
  format: formatter('fr', 'Europe/Paris'),
  say: sayKey,
  sayAccess: sayKey,
};

it('the accounts that reach a folder are those that are enabled, beside its owner', () => {
  const people = ['anna', 'bert', 'carl'].map((id) => personOf(id, { enabled: id !== 'carl' }));
  const shares = ['bert', 'carl'].map((recipient) =>
    shareOf('anna', '/Plans', { recipient, isFolder: true }),
  );
  const model = accessModel(factsOf({ people, shares }));
  const { reachers } = model.whoReaches(memberId('anna'), '/Plans');
  const [plans] = model.things();
  expect(plans && reachersText(plans, reachers, LANGUAGE)).toBe('reached.people 1');
});
