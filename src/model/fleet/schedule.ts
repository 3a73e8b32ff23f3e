/** The five fields of a cron line, each with its least and greatest number; a week's day 7 is Sunday as well. */
const FIELDS = [
  ['minute', 0, 59],
  ['hour', 0, 23],
  ['day of the month', 1, 31],
  ['month', 1, 12],
  ['day of the week', 0, 7],
] as const;

/** What a schedule says where nothing is to be done by itself. */
export const NEVER = 'off';

/** What is wrong with a schedule; null where it is five fields of cron (numbers, ranges, lists, steps of `*`) or "off". */
export function scheduleProblem(text: string): string | null {
  if (text === NEVER) return null;
  const fields = text.split(/\s+/);
  if (fields.length !== FIELDS.length)
    return 'is no schedule: write the five fields of cron, as in "30 2 * * *", or "off"';
  for (const [index, [name, least, most]] of FIELDS.entries()) {
    if (!(fields[index] ?? '').split(',').every((part) => isPart(part, least, most)))
      return `is no schedule: its ${name} must be *, */n, numbers from ${least} to ${most}, ranges or lists of them`;
  }
  return null;
}

function isPart(part: string, least: number, most: number): boolean {
  const [, step, from, to = from] = /^(?:\*(?:\/([1-9]\d?))?|(\d{1,2})(?:-(\d{1,2}))?)$/.exec(part) ?? [];
  if (from === undefined) return part === '*' || step !== undefined;
  return Number(from) >= least && Number(from) <= Number(to) && Number(to) <= most;
}
