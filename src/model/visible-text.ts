const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/g;
const DIRECTIONS = /[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * A name from the server as harmless text of one line: control characters (C0 shown as their pictures, C1 as the
 * replacement character) cannot drive a terminal, and invisible or direction-changing ones cannot disguise it.
 */
export function visibleText(text: string): string {
  return text.replaceAll(CONTROLS, pictureOf).replaceAll(DIRECTIONS, '\ufffd');
}

/** A message of several lines as harmless text: its own line ends stay. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visibleText).join('\n');
}

const UNSEEN_IN_JSON = new RegExp(`[\\u007f-\\u009f]|${DIRECTIONS.source}`, 'g');

/** A JSON text with what drives a terminal or is not seen as escapes (RFC 8259, 7): the same value. */
export function visibleJson(json: string): string {
  return json.replaceAll(UNSEEN_IN_JSON, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function pictureOf(control: string): string {
  const code = control.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}
