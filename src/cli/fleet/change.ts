import { resolve } from 'node:path';
import { endSignalOf } from '../../app/context.ts';
import { eraseInstance, schemasOf } from '../../app/fleet/erase.ts';
import { addToFleet, instancesNamed, pause, queueRuns } from '../../app/fleet/manage.ts';
import type { Fleet, Instance } from '../../app/fleet/registry.ts';
import { scheduleOf } from '../../app/fleet/schedule.ts';
import { takeOut } from '../../app/fleet/take-out.ts';
import { terminalSpeaker } from '../../app/terminal.ts';
import { readConfigText } from '../../config/load.ts';
import { EXIT, type ExitCode, UsageError } from '../../model/errors.ts';
import { assertAgreed } from '../ask.ts';
import { type Context, exitCodeAfter } from '../context.ts';
import { withFleet } from './fleet.ts';

/** `menage fleet add NAME`. */
export async function add(
  context: Context,
  name: string,
  { from, replace = false }: { readonly from?: string; readonly replace?: boolean },
): Promise<ExitCode> {
  const say = terminalSpeaker(context);
  return withFleet(context, async (fleet) => {
    const file = from === undefined ? null : resolve(from);
    const read = file === null ? null : { file, text: readConfigText(file) };
    const added = await addToFleet(fleet, { name, from: read, replace }, context);
    if (added.config === null) throw new UsageError(added.problem ?? `"${name}" has no config.`);
    const { read: nights, mails, timezone } = scheduleOf(added.name, added.config);
    const never = say('fleet.never');
    context.out(say('fleet.added', { name, read: nights ?? never, mails: mails ?? never, timezone }));
    return EXIT.done;
  });
}

/** `menage fleet pause NAME… [--off]`. */
export async function pauseInstances(
  context: Context,
  names: readonly string[],
  { off = false }: { readonly off?: boolean },
): Promise<ExitCode> {
  const say = terminalSpeaker(context);
  return withFleet(context, async (fleet) => {
    const paused = await pause(fleet, names, off ? null : context.now());
    context.out(say(off ? 'fleet.resumed' : 'fleet.paused', { names: listed(paused) }));
    return EXIT.done;
  });
}

/** `menage fleet run NAME… [--mails]`. */
export async function runInstances(
  context: Context,
  names: readonly string[],
  { mails = false }: { readonly mails?: boolean },
): Promise<ExitCode> {
  const say = terminalSpeaker(context);
  return withFleet(context, async (fleet) => {
    const queued = await queueRuns(fleet, names, mails ? 'mails' : 'reading');
    context.out(say('fleet.queued', { names: listed(queued) }));
    return EXIT.done;
  });
}

/** `menage fleet take-out NAME --out FOLDER`. */
export async function takeOutInstance(
  context: Context,
  name: string,
  { out }: { readonly out: string },
): Promise<ExitCode> {
  const say = terminalSpeaker(context);
  return withFleet(context, async (fleet) => {
    const taken = await takeOut(fleet, await instanceNamed(fleet, name), out, context);
    if (taken === null) {
      context.log.warn('Stopped: start the same command again to go on.');
      return exitCodeAfter(endSignalOf(context) ?? 'SIGTERM');
    }
    const beside = taken.beside.join(', ') || 'none';
    context.out(say('fleet.takenOut', { name, folder: taken.folder, beside }));
    return EXIT.done;
  });
}

/** `menage fleet erase NAME`. */
export async function erase(
  context: Context,
  name: string,
  { yes }: { readonly yes?: boolean },
): Promise<ExitCode> {
  const say = terminalSpeaker(context);
  return withFleet(context, async (fleet) => {
    const instance = await instanceNamed(fleet, name);
    const schemas = (await schemasOf(fleet, instance.name)).join(', ') || 'none';
    await assertAgreed(say('fleet.erase.ask', { name, schemas }), say, yes);
    const { jobs, files, left } = await eraseInstance(fleet, instance, context);
    context.out(
      say('fleet.erased', {
        name,
        schemas,
        jobs,
        files: files.join(', ') || 'none',
      }),
    );
    if (left.length > 0) context.out(say('fleet.erase.left', { left: left.join(', ') }));
    return EXIT.done;
  });
}

async function instanceNamed(fleet: Fleet, name: string): Promise<Instance> {
  const [instance] = await instancesNamed(fleet, [name]);
  if (instance === undefined) throw new UsageError(`There is no instance "${name}".`);
  return instance;
}

function listed(instances: readonly Instance[]): string {
  return instances.map(({ name }) => name).join(', ');
}
