import { requestError } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';
import type { Limits } from '../http/limits.ts';

/** Reads a JSON document while it arrives, and hands over the rows of its list one by one. */
export interface JsonRowsReader {
  write(chunk: Uint8Array): void;
  /** The text of the document with its list empty. */
  end(): string;
}

/** In the envelope of OCS a list stands here: `{"ocs":{"data":[…]}}`. */
const LIST_DEPTH = 3;
const MAX_DEPTH = 100;
const [QUOTE, BACKSLASH, COMMA, OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = Buffer.from('"\\,[]{}');

/**
 * A reader that cuts the list of an OCS answer into the texts of its rows, so that neither the answer nor a tree of it is
 * held whole. What a row or the rest is, its own parser says.
 * @throws {RequestError} 'too-big' where a row or the rest is larger than `server.limits.document`.
 */
export function jsonRows(emit: (row: string) => void, { document: most }: Limits): JsonRowsReader {
  const rest: Buffer[] = [];
  let row: Buffer[] = [];
  let size = 0;
  let restSize = 0;
  let rows = 0;
  let depth = 0;
  let inText = false;
  let inRows = false;

  function keep(piece: Uint8Array): void {
    if (piece.length === 0) return;
    if (inRows) size += piece.length;
    else restSize += piece.length;
    if (size > most || restSize > most) throw requestError('too-big', because('answer.large-row'), 200);
    (inRows ? row : rest).push(Buffer.from(piece));
  }

  function endRow(isLast: boolean): void {
    const text = Buffer.concat(row).toString('utf8');
    row = [];
    size = 0;
    if (isLast && rows === 0 && text.trim() === '') return;
    rows++;
    emit(text);
  }

  let escaped = false;
  return {
    write(chunk) {
      let from = 0;
      for (let at = 0; at < chunk.length; at++) {
        const byte = chunk[at];
        if (inText) {
          if (escaped) escaped = false;
          else if (byte === BACKSLASH) escaped = true;
          else if (byte === QUOTE) inText = false;
        } else if (byte === QUOTE) inText = true;
        else if (byte === OPEN_LIST || byte === OPEN) {
          if (++depth > MAX_DEPTH) throw requestError('unexpected', because('answer.deep'), 200);
          if (depth === LIST_DEPTH && byte === OPEN_LIST) {
            keep(chunk.subarray(from, at + 1));
            from = at + 1;
            inRows = true;
          }
        } else if (byte === CLOSE_LIST || byte === CLOSE) {
          if (depth-- === LIST_DEPTH && inRows) {
            keep(chunk.subarray(from, at));
            from = at;
            endRow(true);
            inRows = false;
          }
        } else if (byte === COMMA && inRows && depth === LIST_DEPTH) {
          keep(chunk.subarray(from, at));
          from = at + 1;
          endRow(false);
        }
      }
      keep(chunk.subarray(from));
    },
    end: () => Buffer.concat(rest).toString('utf8'),
  };
}
