import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../src/nextcloud/http/limits.ts';
import { jsonRows } from '../../../src/nextcloud/ocs/json-rows.ts';

function read(text: string, size = text.length, document = LIMITS.document) {
  const rows: string[] = [];
  const reader = jsonRows((row) => rows.push(row), { ...LIMITS, document });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) reader.write(bytes.subarray(at, at + size));
  return { rows, rest: reader.end() };
}

describe('the rows of a list', () => {
  it('are those of the document, however it is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue()),
        fc.jsonValue(),
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        (data, meta, size, wide) => {
          const text = JSON.stringify({ ocs: { data, meta } }, null, wide ? 2 : 0);
          // A list in `meta` would be one more list at the same depth; a server has none there.
          fc.pre(!Array.isArray(meta));
          const { rows, rest } = read(text, size);
          expect(rows.map((row) => JSON.parse(row))).toEqual(JSON.parse(JSON.stringify(data)));
          expect(JSON.parse(rest)).toEqual(JSON.parse(JSON.stringify({ ocs: { data: [], meta } })));
        },
      ),
    );
  });

  it('leave what is no list to its parser', () => {
    for (const text of ['', 'null', '{"ocs":{"data":{"a":[1,2]}}}', '{"ocs":{"data":"[1,2]"}}', '<html>'])
      expect(read(text)).toEqual({ rows: [], rest: text });
  });

  it('leave holes and half a row to their parser', () => {
    expect(read('{"ocs":{"data":[1,,2]}}').rows).toEqual(['1', '', '2']);
    expect(read('{"ocs":{"data":[1,]}}').rows).toEqual(['1', '']);
    expect(read('{"ocs":{"data":[1,{"a":')).toEqual({ rows: ['1'], rest: '{"ocs":{"data":[' });
  });

  it('are bounded, and so is what is around them', () => {
    expect(() => read(`{"ocs":{"data":["${'x'.repeat(200)}"]}}`, 10, 100)).toThrow(
      /server\.limits\.document/,
    );
    expect(() => read(`{"ocs":{"meta":"${'x'.repeat(200)}"`, 10, 100)).toThrow(/server\.limits\.document/);
    expect(() => read(`{"ocs":{"data":[${'['.repeat(200)}`)).toThrow(/nested too deep/);
    expect(read(`{"ocs":{"data":[${'12345678,'.repeat(200)}0]}}`, 10, 100).rows).toHaveLength(201);
  });
});
