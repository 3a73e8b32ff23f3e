import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { print, printDocument } from '../../src/cli/output.ts';
import { visibleDocument, visibleJson, visibleText } from '../../src/model/text/visible-text.ts';

/** What standard output was given. */
function written(work: () => void): string {
  const spy = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  work();
  const text = spy.mock.calls.map(([piece]) => String(piece)).join('');
  spy.mockRestore();
  return text;
}

const HARMFUL =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e00ff}]/u;
const UNSEEN = '\u00ad\u034f\u115f\u180e\u2800\u3164\uffa0\ufff9\u{e0041}\u{e007f}';
const NAME = `Anna\u001b]0;owned\u0007\u009b2J\u202egnp\rx${UNSEEN}`;

describe('a name from outside', () => {
  it('shows every character that is not seen, and keeps those that words and emoji are written with', () => {
    expect(visibleText(`a${UNSEEN}b`)).toBe(`a${'\ufffd'.repeat(10)}b`);
    const persian = 'می\u200cخواهم';
    for (const name of [persian, '👩\u200d🔧', '❤\ufe0f', '葛\u{e0100}', 'Ève e\u0301', 'à\u00a0b'])
      expect(visibleText(name)).toBe(name);
  });

  it('is so in a whole document too, which keeps its lines and its isolates', () => {
    expect(visibleDocument(`a\n\t\u2068b\u2069${UNSEEN}`)).toBe(`a\n\t\u2068b\u2069${'\ufffd'.repeat(10)}`);
  });
});

describe('what is printed', () => {
  it('drives no terminal, whatever names stand in it', () => {
    expect(written(() => print(`${NAME}\nsecond line`, false))).not.toMatch(HARMFUL);
    const coloured = written(() => print(`\u001b[31mred\u001b[0m ${NAME}`, true));
    expect(coloured.replaceAll(/\u001b\[(31|0)m/g, '')).not.toMatch(HARMFUL);
    expect(coloured).toContain('\u001b[31mred\u001b[0m ');
    expect(written(() => print('\u001b[31mred\u001b[0m', false))).not.toMatch(HARMFUL);
  });

  it('as JSON is the same value, without anything that drives a terminal', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 0xffff }))), (codes) => {
        const texts = codes.map((units) => String.fromCharCode(...units));
        const json = visibleJson(JSON.stringify([...texts, NAME], null, 2));
        expect(json).not.toMatch(HARMFUL);
        expect(JSON.parse(json)).toEqual([...texts, NAME]);
      }),
    );
    expect(written(() => printDocument(JSON.stringify({ NAME })))).not.toMatch(HARMFUL);
  });
});
