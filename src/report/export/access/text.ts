import { groupedBy } from '../../../model/grouped.ts';
import { type Rights, rightsOf } from '../../../model/share.ts';
import { visibleText } from '../../../model/text/visible-text.ts';

import type { AccessAnswer, AnswerRow, RowChange } from './answer.ts';
import { type AccessSpeech, type AccessWords, accessWords } from './words.ts';

/** Beside the words `+`, `-` and `~` say what came, went and changed. */
const MARKS: Readonly<Record<RowChange, string>> = { added: '+', removed: '-', changed: '~' };

const WIDEST_FIRST: readonly Rights[] = ['change', 'drop', 'read'];

/** An answer for the terminal: who reaches what, in words, and what it cannot tell. Ids and paths can be copied. */
export function accessText(answer: AccessAnswer, speech: Omit<AccessSpeech, 'shown'>): string {
  const words = accessWords(answer, { ...speech, shown: visibleText });
  const parts = [
    headLines(answer, words),
    ...(answer.question.kind === 'subject' ? thingParts(answer, words) : [reacherLines(answer, words)]),
    insideLines(answer, words),
    gapLines(answer, words),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
    .replaceAll(/[\u00a0\u202f]/g, ' ');
}

function headLines(answer: AccessAnswer, words: AccessWords): readonly string[] {
  const { question, run } = answer;
  const { say } = words;
  const about =
    question.kind === 'subject'
      ? words.subject(question.subject)
      : `${words.tree(question.place)}: ${words.path(question.place.path, question.isFolder)}`;
  const suspended = question.kind === 'subject' && question.isSuspended ? [say('access.suspended')] : [];
  return [`${about} · ${words.run(run)}`, ...suspended, countLine(answer, words)];
}

/** How many, and how widely. */
function countLine({ question, rows, since }: AccessAnswer, { say, run }: AccessWords): string {
  if (since !== null) {
    const count = (change: RowChange) => rows.filter((row) => row.change === change).length;
    const counts = { added: count('added'), removed: count('removed'), changed: count('changed') };
    return say('access.change', { run: run(since), ...counts });
  }
  const of = question.kind === 'subject' ? 'things' : 'subjects';
  if (rows.length === 0) return say('access.none', { of });
  if (rows.every(isOwners)) return say('access.alone');
  const counts = WIDEST_FIRST.map((rights) => {
    const n = rows.filter(({ grant }) => rightsOf(grant) === rights).length;
    return n === 0 ? [] : [say('access.of', { rights, n })];
  });
  return say('access.count', { of, n: rows.length, rights: counts.flat().join(', ') });
}

function isOwners({ grant }: AnswerRow): boolean {
  return grant.ways.every(({ kind }) => kind === 'owner');
}

/** The things of one person after the other's. */
function thingParts({ rows }: AccessAnswer, words: AccessWords): readonly (readonly string[])[] {
  const byTree = groupedBy(rows, ({ place }) => words.tree(place));
  return [...byTree].map(([tree, own]) => [
    tree,
    ...own.flatMap((row) => rowLines(row, words.path(row.place.path, row.isFolder), words)),
  ]);
}

function reacherLines({ rows }: AccessAnswer, words: AccessWords): readonly string[] {
  return rows.flatMap((row) => {
    const suspended = row.isSuspended ? ` (${words.say('access.disabled')})` : '';
    return rowLines(row, words.subject(row.subject) + suspended, words);
  });
}

/** What it is about, then each way by which it is reached. */
function rowLines(row: AnswerRow, about: string, words: AccessWords): readonly string[] {
  const { change, grant, before, subject } = row;
  const mark = change === null ? ' ' : MARKS[change];
  if (isOwners(row)) return [`${mark} ${about}  ${grant.ways.map((way) => words.way(way, subject)).join()}`];
  const was = before === null ? '' : ` (${words.say('access.before', { was: words.rights(before) })})`;
  return [
    `${mark} ${about}  ${words.rights(grant)}${was}`,
    ...grant.ways.map((way) => `      ${words.way(way, subject)}`),
  ];
}

function insideLines({ inside }: AccessAnswer, words: AccessWords): readonly string[] {
  if (inside.length === 0) return [];
  const lines = inside.map(({ path, isFolder }) => `  ${words.path(path, isFolder)}`);
  return [words.say('access.inside', { n: inside.length }), ...lines];
}

/** How much is known, last. */
function gapLines({ known, since }: AccessAnswer, words: AccessWords): readonly string[] {
  const { read, of, gaps } = known;
  const notComparable = since?.notComparable ?? [];
  return [
    ...(read === of ? [words.say('access.known', { all: of })] : []),
    ...gaps.map((gap) => `- ${words.reason(gap)}`),
    ...notComparable.map((gap) => `- ${words.reason(gap)}`),
  ];
}
