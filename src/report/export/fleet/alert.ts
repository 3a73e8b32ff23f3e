import type { FleetStatus, InstanceStatus } from '../../../model/fleet/status.ts';
import type { InstanceName } from '../../../model/ids.ts';
import type { CompiledTemplates } from '../../templates.ts';
import { harmlessView } from '../../text/harmless-view.ts';
import { lineSpeaker } from '../../text/lines.ts';
import { type FleetSpeech, troubleTexts } from './rows.ts';

/** A mail to the host: which instances came into trouble, and which are well again. */
export function fleetAlert(
  { instances }: FleetStatus,
  changed: readonly { readonly name: InstanceName; readonly state: 'well' | 'trouble' }[],
  speech: FleetSpeech & { readonly file: string },
  templates: CompiledTemplates,
): { readonly subject: string; readonly text: string; readonly html: string } {
  const say = lineSpeaker(speech.words, speech.language);
  const names = (state: InstanceStatus['state']) =>
    new Set(changed.filter((one) => one.state === state).map(({ name }) => name));
  const [troubled, well] = [names('trouble'), names('well')];
  const view = {
    subject: say('fleet.alert.subject', {
      trouble: troubled.size,
      well: well.size,
      both: String(troubled.size > 0 && well.size > 0),
    }),
    trouble: {
      title: say('fleet.alert.trouble'),
      rows: instances
        .filter(({ name }) => troubled.has(name))
        .map((one) => ({ name: one.name, troubles: troubleTexts(one, speech, say) })),
    },
    well: { title: say('fleet.alert.well'), names: [...well] },
    end: say('fleet.alert.end', { file: speech.file }),
  };
  const shown = harmlessView(view, new Set(['name', 'names', 'subject', 'end']));
  return {
    subject: shown.subject,
    text: templates.render('fleet/alert.text.hbs', shown),
    html: templates.render('fleet/alert.html.hbs', { ...shown, language: speech.language }),
  };
}
