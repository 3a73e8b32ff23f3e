import { visibleDocument, visibleText } from '../../../model/text/visible-text.ts';
import { staticStyle } from '../../static-style.ts';
import type { CompiledTemplates } from '../../templates.ts';
import { harmlessView } from '../../text/harmless-view.ts';
import { speaker } from '../../text/words.ts';
import { type AccessAnswer, CHANGE_MARKS } from './answer.ts';
import { answerView } from './view.ts';
import type { AccessSpeech } from './words.ts';

/** An answer as one HTML file that opens from disk, loads nothing, runs no script and prints on paper. */
export function accessHtml(
  answer: AccessAnswer,
  speech: Omit<AccessSpeech, 'shown'>,
  templates: CompiledTemplates,
): string {
  const { language, words } = speech;
  const say = speaker(words, 'terminal', language);
  const view = answerView(answer, { ...speech, shown: visibleText });
  const html = templates.render('access/answer.html.hbs', {
    language,
    ...staticStyle(templates, 'common/tables.css', 'access/answer.css'),
    columns: {
      about: say('access.column', { of: answer.question.kind === 'subject' ? 'things' : 'subjects' }),
      rights: say('access.column.rights'),
      ways: say('access.column.ways'),
    },
    gapsTitle: say('access.gaps'),
    answer: harmlessView(
      {
        ...view,
        tables: view.tables.map((table) => ({
          ...table,
          rows: table.rows.map((row) => ({
            ...row,
            mark: row.change === null ? '' : CHANGE_MARKS[row.change],
          })),
        })),
      },
      new Set(['mark']),
    ),
  });
  return visibleDocument(html);
}
