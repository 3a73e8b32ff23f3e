import { visibleDocument } from '../../model/text/visible-text.ts';
import { staticStyle } from '../static-style.ts';
import type { CompiledTemplates } from '../templates.ts';
import { harmlessView } from '../text/harmless-view.ts';
import type { Sheet } from './sheet.ts';

/** Fields that hold the organisation's own addresses, and commands, whose words are quoted and shown as they are typed. */
const OWN = new Set(['commands', 'address']);

/** The sheet as one HTML file that opens from disk, loads nothing and prints on paper. */
export function sheetHtml(sheet: Sheet, templates: CompiledTemplates): string {
  return visibleDocument(
    templates.render('leaver/sheet.html.hbs', {
      sheet: sheetView(sheet),
      ...staticStyle(templates, 'leaver/leaver.css'),
    }),
  );
}

/** The sheet for a template: nothing in it becomes a link. */
export function sheetView(sheet: Sheet): Sheet {
  return harmlessView(sheet, OWN);
}
