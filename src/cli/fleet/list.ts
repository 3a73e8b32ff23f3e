import { resolve } from 'node:path';
import type { Instance } from '../../app/fleet/registry.ts';
import { scheduleOf } from '../../app/fleet/schedule.ts';
import { fleetStatus } from '../../app/fleet/status.ts';
import { sharedKeys } from '../../app/fleet/vaults.ts';
import { ownMessages } from '../../app/report/locales.ts';
import { templatesOf } from '../../app/report/templates.ts';
import { terminalLanguage, terminalSpeaker } from '../../app/terminal.ts';
import type { FleetConfig } from '../../config/fleet.ts';
import { writePrivate } from '../../files/write.ts';
import { EXIT, type ExitCode } from '../../model/errors.ts';
import type { FleetStatus } from '../../model/fleet/status.ts';
import { isoUtc } from '../../model/time.ts';
import { fleetDocument } from '../../report/export/fleet/document.ts';
import { fleetHtml } from '../../report/export/fleet/html.ts';
import { fleetMetrics } from '../../report/export/fleet/metrics.ts';
import { fleetText } from '../../report/export/fleet/text.ts';
import type { Context } from '../context.ts';
import { withFleet } from './fleet.ts';

interface StatusOptions {
  readonly format: 'text' | 'json' | 'html' | 'metrics';
  readonly out?: string;
}

/** `menage fleet list`: names, addresses, schedules, and what is wrong with a config or a key. */
export async function list(
  context: Context,
  { format }: { readonly format: 'text' | 'json' },
): Promise<ExitCode> {
  const say = terminalSpeaker(context);
  return withFleet(context, async (fleet) => {
    const instances = await fleet.list();
    const shared = sharedKeys(instances);
    const rows = instances.map((instance) => rowOf(instance, shared.get(instance.name) ?? null));
    if (format === 'json') context.document(JSON.stringify(rows, null, 2));
    else if (rows.length === 0) context.out(say('fleet.none'));
    else
      context.out(
        rows
          .map(({ name, url, schedule, problem, pausedAt }) => {
            const times = schedule === null ? '' : `${schedule.read ?? '-'} | ${schedule.mails ?? '-'}`;
            const state = pausedAt === null ? '' : say('fleet.state', { state: 'paused' });
            return [name, url ?? '', times, state, problem ?? ''].filter((cell) => cell !== '').join('  ');
          })
          .join('\n'),
      );
    return EXIT.done;
  });
}

function rowOf({ name, config, problem, pausedAt, addedAt, place }: Instance, shared: string | null) {
  return {
    ...{ name, url: config?.server.url ?? null, file: config?.file ?? null, schema: place?.schema ?? null },
    schedule: config === null ? null : scheduleOf(name, config),
    addedAt: isoUtc(addedAt),
    pausedAt: pausedAt === null ? null : isoUtc(pausedAt),
    problem: problem ?? shared,
  };
}

/** `menage fleet status`: how every instance stands. */
export async function status(context: Context, options: StatusOptions): Promise<ExitCode> {
  return withFleet(context, async (fleet) => {
    const found = await fleetStatus(fleet, context);
    const text = rendered(found, fleet.config, context, options.format);
    if (options.out !== undefined) {
      const file = resolve(options.out);
      writePrivate(file, text.endsWith('\n') ? text : `${text}\n`);
      if (!context.quiet) context.out(file);
    } else if (options.format === 'text') context.out(text);
    else if (options.format === 'json') context.document(text);
    else context.file(text);
    return EXIT.done;
  });
}

function rendered(
  found: FleetStatus,
  { timezone }: FleetConfig,
  context: Context,
  format: StatusOptions['format'],
): string {
  const speech = { words: ownMessages, language: terminalLanguage(context), zone: timezone };
  switch (format) {
    case 'text':
      return fleetText(found, speech);
    case 'html':
      return fleetHtml(found, speech, templatesOf(null));
    case 'metrics':
      return fleetMetrics(found);
    case 'json':
      return JSON.stringify(fleetDocument(found), null, 2);
  }
}
