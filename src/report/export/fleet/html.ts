import type { FleetStatus } from '../../../model/fleet/status.ts';
import { visibleDocument } from '../../../model/text/visible-text.ts';
import { staticStyle } from '../../static-style.ts';
import type { CompiledTemplates } from '../../templates.ts';
import { harmlessView } from '../../text/harmless-view.ts';
import { type FleetSpeech, fleetRows } from './rows.ts';

/** The status of a fleet as one HTML file that loads nothing and runs no script; no member is named in it. */
export function fleetHtml(status: FleetStatus, speech: FleetSpeech, templates: CompiledTemplates): string {
  return visibleDocument(
    templates.render('fleet/status.html.hbs', {
      language: speech.language,
      ...staticStyle(templates, 'common/tables.css', 'fleet/status.css'),
      fleet: harmlessView(fleetRows(status, speech), new Set(['name', 'state'])),
    }),
  );
}
