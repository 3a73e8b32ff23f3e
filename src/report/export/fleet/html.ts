import { createHash } from 'node:crypto';
import type { FleetStatus } from '../../../model/fleet/status.ts';
import { visibleDocument } from '../../../model/text/visible-text.ts';
import type { CompiledTemplates } from '../../templates.ts';
import { harmlessView } from '../../text/harmless-view.ts';
import { type FleetSpeech, fleetRows } from './rows.ts';

/** The status of a fleet as one HTML file that loads nothing and runs no script; no member is named in it. */
export function fleetHtml(status: FleetStatus, speech: FleetSpeech, templates: CompiledTemplates): string {
  const style = templates.text('fleet/status.css');
  const hash = createHash('sha256').update(style).digest('base64');
  return visibleDocument(
    templates.render('fleet/status.html.hbs', {
      language: speech.language,
      style,
      policy: `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
      fleet: harmlessView(fleetRows(status, speech), new Set(['name', 'state'])),
    }),
  );
}
