import type { FleetStatus } from '../../../model/fleet/status.ts';
import { columnsOf, lineSpeaker, padded } from '../../text/lines.ts';
import { type FleetSpeech, fleetRows } from './rows.ts';

const GAP = 2;
const CELLS = ['name', 'stateText', 'run', 'read', 'findings', 'mails'] as const;

/** The status of a fleet as a table, with the troubles of an instance below its row. */
export function fleetText(status: FleetStatus, speech: FleetSpeech): string {
  const { title, lead, columns, rows } = fleetRows(status, speech);
  if (rows.length === 0) return lineSpeaker(speech.words, speech.language)('fleet.none');
  const head = CELLS.map((cell) => (cell === 'stateText' ? columns.state : columns[cell]));
  const table = [head, ...rows.map((row) => CELLS.map((cell) => row[cell]))];
  const widths = CELLS.map((_, at) => Math.max(...table.map((cells) => columnsOf(cells[at] ?? ''))) + GAP);
  const lineOf = (cells: readonly string[]) =>
    cells
      .map((cell, at) => padded(cell, widths[at] ?? 0))
      .join('')
      .trimEnd();
  return [
    `${title}. ${lead}`,
    '',
    lineOf(head),
    ...rows.flatMap((row) => [
      lineOf(CELLS.map((cell) => row[cell])),
      ...row.troubles.map((trouble) => `  ${trouble.replaceAll('\n', '\n  ')}`),
    ]),
  ].join('\n');
}
