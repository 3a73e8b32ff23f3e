import { EXIT } from '../model/errors.ts';
import { visibleJson, visibleLines } from '../model/text/visible-text.ts';

let holdsDocument = false;

/**
 * Lets the program go on where standard output or error is closed, full or without a reader: what it says is lost, what
 * it does is not. Only a document that was asked for and could not be written makes the exit code 3; a reader that has
 * gone (EPIPE) had enough of it.
 */
export function outliveOutput(): void {
  // Nobody is left who could be told.
  process.stderr.on('error', () => {});
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (!holdsDocument || error.code === 'EPIPE') return;
    process.stderr.write(
      `menage: Cannot write the document to standard output (${error.message}): make room.\n`,
    );
    process.once('exit', (code) => {
      if (code === EXIT.done || code === EXIT.findings) process.exitCode = EXIT.partial;
    });
  });
}

/** The colours that our own summary sets. */
const COLOURS = /(\u001b\[(?:0|1|2|31|32|33)m)/;

/**
 * Text for people on standard output. Whatever stands in it, nothing drives the terminal; our own colours stay where
 * they are wanted.
 */
export function print(text: string, hasColours: boolean): void {
  const parts = hasColours ? text.split(COLOURS) : [text];
  const shown = parts.map((part, index) => (index % 2 === 1 ? part : visibleLines(part))).join('');
  process.stdout.write(withLineEnd(shown));
}

/** A JSON document on standard output: the same value, and nothing in it drives the terminal. */
export function printDocument(json: string): void {
  holdsDocument = true;
  process.stdout.write(withLineEnd(visibleJson(json)));
}

/** A file on standard output as its view made it, which left nothing in it that drives a terminal: its line ends stay. */
export function printFile(text: string): void {
  holdsDocument = true;
  process.stdout.write(text);
}

function withLineEnd(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
