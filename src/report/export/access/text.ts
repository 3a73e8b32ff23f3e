import { visibleText } from '../../../model/text/visible-text.ts';
import { type AccessAnswer, CHANGE_MARKS } from './answer.ts';
import { type AnswerTable, answerView } from './view.ts';
import type { AccessSpeech } from './words.ts';

/** An answer for the terminal: who reaches what, in words, and last what it cannot tell. Ids and paths can be copied. */
export function accessText(answer: AccessAnswer, speech: Omit<AccessSpeech, 'shown'>): string {
  const { title, run, lead, tables, inside, known, gaps } = answerView(answer, {
    ...speech,
    shown: visibleText,
  });
  const parts = [
    [`${title} · ${run}`, ...lead],
    ...tables.map(tableLines),
    inside === null ? [] : [inside.title, ...inside.paths.map((path) => `  ${path}`)],
    [...known, ...gaps.map((gap) => `- ${gap}`)],
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
    .replaceAll(/[\u00a0\u202f]/g, ' ');
}

/** What each row is about, then each way by which it is reached. */
function tableLines({ title, rows }: AnswerTable): readonly string[] {
  return [
    ...(title === null ? [] : [title]),
    ...rows.flatMap(({ change, about, rights, ways }) => [
      `${change === null ? ' ' : CHANGE_MARKS[change]} ${about}  ${rights}`,
      ...ways.map((way) => `      ${way}`),
    ]),
  ];
}
