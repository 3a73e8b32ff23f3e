import { UsageError } from '../errors.ts';

/**
 * The text of a file that a person wrote: UTF-8 with or without byte order mark, or UTF-16 by its mark. Nothing is
 * guessed and nothing replaced: a name with one wrong letter is another name. The mark is not part of the text.
 * @param source the file's name, for the message.
 * @throws {UsageError} naming file and line where the bytes are no such text, and how to save it; never quoting it.
 */
export function writtenText(bytes: Uint8Array, source: string): string {
  const encoding = encodingOf(bytes);
  const text = decoded(bytes, encoding);
  if (text === null) {
    const line = encoding === 'utf-8' ? `, line ${lineOfBadByte(bytes)}` : '';
    throw unreadable(`${source}${line}: this is no ${NAMES[encoding]} text`);
  }
  const nul = text.indexOf('\0');
  if (nul !== -1)
    throw unreadable(`${source}, line ${linesIn(text.slice(0, nul))}: this is no text (a zero byte)`);
  return text;
}

const NAMES = { 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16', 'utf-16be': 'UTF-16' } as const;
type Encoding = keyof typeof NAMES;

const SEPARATORS = ['\t', ';', ','] as const;

/**
 * What separates the cells of a CSV: the first of tab, semicolon and comma that its first line holds.
 * @param order another order, where one of them may stand inside a cell.
 */
export function separatorOf(text: string, order: readonly string[] = SEPARATORS): string {
  const [firstLine = ''] = text.split(/\r\n|\n|\r/, 1);
  return order.find((separator) => firstLine.includes(separator)) ?? ',';
}

function encodingOf([first, second]: Uint8Array): Encoding {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/** Without its byte order mark; null where the bytes are none of this encoding. */
function decoded(bytes: Uint8Array, encoding: Encoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    // All that the decoder can say is that it cannot.
    return null;
  }
}

/** No character of UTF-8 but the line end itself holds the byte of a line end. */
function lineOfBadByte(bytes: Uint8Array): number {
  const lines = Buffer.from(bytes)
    .toString('latin1')
    .split(/\r\n|\n|\r/);
  return 1 + lines.findIndex((line) => decoded(Buffer.from(line, 'latin1'), 'utf-8') === null);
}

function linesIn(text: string): number {
  return text.split(/\r\n|\n|\r/).length;
}

function unreadable(what: string): UsageError {
  return new UsageError(
    `${what}: save it as UTF-8 (in Excel "Save as", type "CSV UTF-8"; in a text editor choose the encoding UTF-8).`,
  );
}
