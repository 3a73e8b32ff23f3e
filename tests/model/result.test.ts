import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { RunResult } from '../../src/model/result.ts';
import { finding, member, resultOf, share } from '../report/helpers.ts';

const file: unknown = JSON.parse(
  readFileSync(new URL('../../docs/result.schema.json', import.meta.url), 'utf8'),
);

function validator() {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  if (typeof file !== 'object' || file === null) throw new Error('no schema');
  return ajv.compile(file);
}

const RESULT = resultOf({
  members: [member('anna'), member('bruno')],
  shares: [share('7', 'anna', '/Devis')],
  findings: [finding('link-old', 'anna', { kind: 'share', id: '7', path: '/Devis' })],
});

describe('the JSON Schema of the result', () => {
  it('is the one that the program checks results with', () => {
    expect(file).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(RunResult))));
  });

  it('takes what the program takes', () => {
    expect(RunResult.safeParse(RESULT).success).toBe(true);
    const validate = validator();
    expect(validate(RESULT), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each([
    ['an unknown key', { ...RESULT, extra: 1 }],
    ['a wrong schema', { ...RESULT, schema: 'menage/2' }],
    ['a negative number', { ...RESULT, run: { ...RESULT.run, requests: -1 } }],
    ['an unknown status', { ...RESULT, run: { ...RESULT.run, status: 'fine' } }],
    ['a number as id', { ...RESULT, shares: RESULT.shares.map((one) => ({ ...one, id: 7 })) }],
    ['a missing list', { ...RESULT, findings: undefined }],
    [
      'a day that is none',
      { ...RESULT, findings: RESULT.findings.map((one) => ({ ...one, since: '2026-13-01' })) },
    ],
  ])('refuses %s, as the program does', (_what, document) => {
    expect(RunResult.safeParse(document).success).toBe(false);
    expect(validator()(JSON.parse(JSON.stringify(document)))).toBe(false);
  });
});
