/** A stream of numbers that depends on the seed alone, so that the same seed gives the same cooperative. */
export interface Random {
  /** At least 0, below 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  pick<T>(from: readonly [T, ...T[]]): T;
  /** `length` characters of the base-62 alphabet, as the tokens of links. */
  letters(length: number): string;
  /** `length` hexadecimal digits, as etags. */
  hex(length: number): string;
}

const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The generator mulberry32 (32 bits of state), good enough for made-up trees and nothing else. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }
  function between(low: number, high: number): number {
    return low + Math.floor(next() * (high - low + 1));
  }
  function letters(length: number): string {
    return Array.from({ length }, () => LETTERS.charAt(between(0, LETTERS.length - 1))).join('');
  }
  function hex(length: number): string {
    let text = '';
    while (text.length < length) {
      text += Math.floor(next() * 4294967296)
        .toString(16)
        .padStart(8, '0');
    }
    return text.slice(0, length);
  }
  return { next, between, pick: (from) => from[between(0, from.length - 1)] ?? from[0], letters, hex };
}
