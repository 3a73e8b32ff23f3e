import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RequestError } from '../../../src/model/errors.ts';
import { utf8Reader } from '../../../src/nextcloud/http/utf8.ts';

function read(pieces: readonly Uint8Array[]): string {
  const reader = utf8Reader();
  const text = pieces.map((piece) => reader.write(piece)).join('');
  reader.end();
  return text;
}

/** The bytes in pieces of at most so many, in turn. */
function cut(bytes: Uint8Array, sizes: readonly number[]): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

describe('UTF-8 in pieces', () => {
  it('is the same text, whatever the cuts', () => {
    const anyText = fc.string({ unit: 'grapheme', maxLength: 40 });
    const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(anyText, sizes, (text, given) => {
        expect(read(cut(Buffer.from(text), given))).toBe(text);
      }),
    );
  });

  it('is refused where a decoder of the whole refuses it, wherever it is cut', () => {
    const bytes = fc.uint8Array({ maxLength: 8 });
    const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(bytes, sizes, (given, pieces) => {
        const whole = attempt(() => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(given));
        expect(attempt(() => read(cut(given, pieces)))).toBe(whole);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is refused when it ends within a character', () => {
    expect(() => read([Buffer.from('é').subarray(0, 1)])).toThrow(RequestError);
  });

  it('keeps a byte order mark, at the beginning of a piece too', () => {
    expect(read([Buffer.from('a'), Buffer.from('\ufeffb')])).toBe('a\ufeffb');
  });
});

/** Null where it was refused. */
function attempt(act: () => string): string | null {
  try {
    return act();
  } catch {
    return null;
  }
}
