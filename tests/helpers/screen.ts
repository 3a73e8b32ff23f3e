/** A control sequence (ECMA-48), a control character, or a run of plain text. */
const PARTS = /\u001b\[([?\d;]*)([A-Za-z])|\u001b[^[]|[\r\n\b\u0007]|[^\u001b\r\n\b\u0007]+/g;

/**
 * What a terminal shows after it received a text: the cursor moves and erasures that prompts draw with are followed,
 * colours are dropped.
 */
export function screen(received: string, columns: number): string {
  const lines: string[][] = [[]];
  let [row, column] = [0, 0];
  const line = () => {
    while (lines.length <= row) lines.push([]);
    return lines[row] ?? [];
  };
  const put = (letter: string) => {
    if (column >= columns) {
      row += 1;
      column = 0;
    }
    const at = line();
    while (at.length < column) at.push(' ');
    at[column] = letter;
    column += 1;
  };
  const control = (sequence: string, command: string) => {
    const number = Number(sequence) || 0;
    const steps = number || 1;
    if (command === 'A') row = Math.max(0, row - steps);
    else if (command === 'B') row += steps;
    else if (command === 'C') column += steps;
    else if (command === 'D') column = Math.max(0, column - steps);
    else if (command === 'G') column = steps - 1;
    else if (command === 'K') number === 2 ? line().splice(0) : line().splice(column);
    else if (command === 'J' && number === 0) {
      line().splice(column);
      lines.splice(row + 1);
    }
  };
  for (const [text, sequence, command] of received.matchAll(PARTS)) {
    if (command !== undefined) control(sequence ?? '', command);
    else if (text === '\r') column = 0;
    else if (text === '\n') row += 1;
    else if (text === '\b') column = Math.max(0, column - 1);
    else if (!text.startsWith('\u001b') && text !== '\u0007') for (const letter of text) put(letter);
  }
  return lines
    .map((letters) => letters.join('').trimEnd())
    .join('\n')
    .trimEnd();
}
