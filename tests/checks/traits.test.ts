import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import { isPersonFact } from '../../src/model/finding.ts';
import { POLICY_SETTINGS } from '../../src/model/policy.ts';

const SOURCE = join(import.meta.dirname, '../../src');
const TEMPLATES = join(import.meta.dirname, '../../templates');
/** The checks themselves, the cooperative that is made for them, and sentences that quote the config. */
const MAY_NAME_CHECKS = /^(checks|demo)\/|^report\/text\/(words|reasons)|^model\/finding\.ts$/;

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(ts|js|hbs)$/.test(name),
  );
}

describe('traits of checks', () => {
  it('no file outside the checks names one: what is done for it hangs on its traits', () => {
    const ids = new RegExp(`['"\`.](${CHECKS.map(({ id }) => id).join('|')})['"\`]`);
    const naming = [
      ...filesBelow(SOURCE)
        .filter((name) => !MAY_NAME_CHECKS.test(name))
        .map((name) => join(SOURCE, name)),
      ...filesBelow(TEMPLATES).map((name) => join(TEMPLATES, name)),
    ].filter((file) => ids.test(readFileSync(file, 'utf8')));
    expect(naming).toEqual([]);
  });

  it('no file outside the checks imports a single one of them', () => {
    const importing = filesBelow(SOURCE).filter(
      (name) =>
        !name.startsWith('checks/') &&
        /from '.*\/checks\/(?!index\.ts')/.test(readFileSync(join(SOURCE, name), 'utf8')),
    );
    expect(importing).toEqual([]);
  });

  it('one check measures how full a space is, and one when it will be', () => {
    const measuring = (usage: 'level' | 'forecast') => CHECKS.filter(({ traits }) => traits.usage === usage);
    expect(measuring('level')).toHaveLength(1);
    expect(measuring('forecast')).toHaveLength(1);
  });

  it('every setting of the policy is judged by one check', () => {
    const judged = CHECKS.flatMap(({ traits }) => Object.keys(traits.settings ?? {}));
    expect([...judged].sort()).toEqual([...POLICY_SETTINGS].sort());
  });

  it('a fact that holds a uid is one of the facts', () => {
    for (const { traits, example } of CHECKS)
      if (traits.personFact !== undefined) expect(example).toHaveProperty(traits.personFact);
  });

  it('and is one that `forget` erases: PERSON_FACTS of src/model/finding.ts', () => {
    for (const { id, traits, example } of CHECKS)
      for (const key of Object.keys(example))
        expect([id, key, isPersonFact(id, key)]).toEqual([id, key, key === traits.personFact]);
  });
});
