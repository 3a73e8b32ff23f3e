import type { RunResult } from './result.ts';
import { visibleJson } from './text/visible-text.ts';

/**
 * The result document as JSON, piece by piece: whole, that of a thousand members would be twenty megabytes at once.
 * The pieces are what `JSON.stringify` gives with an indent of two, unseen characters
 * as escapes, and a line end.
 */
export function* resultText(result: RunResult): Generator<string> {
  let before = '{';
  for (const [key, value] of Object.entries(result)) {
    yield `${before}\n  ${visibleJson(JSON.stringify(key))}: `;
    if (Array.isArray(value) && value.length > 0) yield* listText(value);
    else yield indented(value, '  ');
    before = ',';
  }
  yield '\n}\n';
}

function* listText(items: readonly unknown[]): Generator<string> {
  let before = '[';
  for (const item of items) {
    yield `${before}\n    ${indented(item, '    ')}`;
    before = ',';
  }
  yield '\n  ]';
}

/** A line end in JSON is never part of a text. */
function indented(value: unknown, indent: string): string {
  return visibleJson(JSON.stringify(value, null, 2)).replaceAll('\n', `\n${indent}`);
}
