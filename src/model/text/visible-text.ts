const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/g;
/**
 * What turns the line or is not seen: all that Unicode lets a font leave out (soft hyphens, fillers, tag characters,
 * which spell hidden text), line separators, annotations and the blank of Braille. Joiners and variation selectors stay:
 * Persian, emoji and Japanese names are written with them.
 */
const UNSEEN =
  '(?![\\u200c\\u200d\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}])[\\p{Default_Ignorable_Code_Point}\\u2028\\u2029\\u2800\\ufff9-\\ufffb]';
const ALL_UNSEEN = new RegExp(UNSEEN, 'gu');

/**
 * A name from the server as harmless text of one line: control characters (C0 shown as their pictures, C1 as the
 * replacement character) cannot drive a terminal, and invisible or direction-changing ones cannot disguise it.
 */
export function visibleText(text: string): string {
  return text.replaceAll(CONTROLS, pictureOf).replaceAll(ALL_UNSEEN, '\ufffd');
}

/** Line feeds, tabs and the isolates that views put around names written from right to left (UAX 9) are our own. */
const NOT_OURS = new RegExp(
  `[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f]|(?![\\u2068\\u2069])${UNSEEN}`,
  'gu',
);

/** A whole document that we laid out, with the same done to what may be left in it. */
export function visibleDocument(text: string): string {
  return text.replaceAll(NOT_OURS, visibleText);
}

/** A message of several lines as harmless text: its own line ends stay. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visibleText).join('\n');
}

const UNSEEN_IN_JSON = new RegExp(`[\\u007f-\\u009f]|${UNSEEN}`, 'gu');

/** A JSON text with what drives a terminal or is not seen as escapes (RFC 8259, 7): the same value. */
export function visibleJson(json: string): string {
  return json.replaceAll(UNSEEN_IN_JSON, (one) => one.split('').map(escapeOf).join(''));
}

function escapeOf(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function pictureOf(control: string): string {
  const code = control.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}

/** Spreadsheets cut blanks of all kinds before they look, and take wide forms of the signs for the signs. */
const FORMULA_SIGN =
  '[\\s\\p{Z}\\p{Cc}\\p{Cf}\\u2400-\\u2421\\ufffd"]*[=+\\-@\\uff1d\\uff0b\\uff0d\\uff20\\u2212]';
const FORMULA = new RegExp(`^${FORMULA_SIGN}`, 'u');
/** Where a semicolon separates cells, as for a French spreadsheet, it does so within ours too. */
const FORMULA_IN_NEXT_CELL = new RegExp(`;(?=${FORMULA_SIGN})`, 'gu');

/**
 * A text as a cell of a spreadsheet: visible, and with an apostrophe wherever it would be taken for a formula, also behind
 * blanks or behind a semicolon in it.
 */
export function spreadsheetText(text: string): string {
  const seen = visibleText(text);
  const guarded = seen.replaceAll(FORMULA_IN_NEXT_CELL, ";'");
  return FORMULA.test(text) || FORMULA.test(seen) ? `'${guarded}` : guarded;
}
