import { describe, expect, it } from 'vitest';
import { resultText } from '../../src/model/result-text.ts';
import { finding, member, resultOf, share } from '../report/helpers.ts';

describe('the result as text', () => {
  it.each([
    ['a result with nothing in it', resultOf({ members: [], shares: [], findings: [] })],
    [
      'lists, and a name with line ends and quotes',
      resultOf({
        members: [member('anna'), member('bruno')],
        shares: [share('7', 'anna', '/Devis\n"deux"\\n')],
        findings: [
          finding('link-old', 'anna', { kind: 'share', id: '7', path: '/Devis\n"deux"\\n' }),
          finding('link-old', 'bruno', { kind: 'share', id: '8', path: '/Été' }),
        ],
      }),
    ],
  ])('is what JSON.stringify makes of it: %s', (_, result) => {
    expect([...resultText(result)].join('')).toBe(`${JSON.stringify(result, null, 2)}\n`);
  });

  it('comes in pieces no larger than one finding', () => {
    const findings = Array.from({ length: 500 }, (_, number) =>
      finding('link-old', 'anna', { kind: 'share', id: String(number), path: '/Devis' }),
    );
    const longest = Math.max(
      ...[...resultText(resultOf({ members: [], shares: [], findings }))].map(({ length }) => length),
    );
    expect(longest).toBeLessThan(4_000);
  });
});
