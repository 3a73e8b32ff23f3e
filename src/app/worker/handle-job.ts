import { faultOf } from '../../log.ts';
import { MenageError, NotOursError, StoreAwayError, UsageError } from '../../model/errors.ts';
import type { InstanceName, RunId } from '../../model/ids.ts';
import type { Job, Purpose } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';
import { noteOutcome } from '../../store/fleet/outcomes.ts';
import type { Slots } from '../../store/fleet/slots.ts';
import type { WorkerConnection } from '../../store/fleet/worker-connection.ts';
import { sendAlerts } from '../fleet/alerts.ts';
import type { Fleet, Instance } from '../fleet/registry.ts';
import type { KnownInstances } from './instances.ts';
import type { JobSetting, NextJob } from './job-setting.ts';
import { judge } from './judge.ts';
import { deliver } from './mails.ts';
import type { OpenInstances, UsableInstance } from './open-instances.ts';
import { inventory, read } from './read-stages.ts';

type InstanceJob = Exclude<Job, { readonly kind: 'alert' }>;

export interface WorkerSetting {
  readonly fleet: Fleet;
  readonly instances: KnownInstances;
  readonly open: OpenInstances;
  readonly queue: Queue;
  readonly connection: WorkerConnection;
  readonly slots: Slots;
  /** Asked to end when the worker is, and when its connection is lost. */
  readonly context: JobSetting['context'];
}

/** A job of a paused instance waits so long, milliseconds. */
const PAUSED_MS = 5 * 60_000;
/** One whose store another program works with, likewise. */
const LOCKED_MS = 2_000;
/** Mails whose run could not begin for something that the host must correct are tried again after this, likewise. */
const UNCORRECTED_MS = 60 * 60_000;

/**
 * Does one job, and queues what comes after it.
 * @param id of the job in the queue.
 * @throws {Error} when it is to be tried again.
 */
export async function handleJob(setting: WorkerSetting, job: Job, id: string): Promise<void> {
  if (job.kind === 'alert') return alertHost(setting);
  try {
    const next = await handleInstanceJob(setting, job, id);
    // Another worker may have taken this job over by now.
    setting.connection.lost.throwIfAborted();
    for (const { job: one, how } of next) await setting.queue.add(one, how);
  } catch (error) {
    await settleError(setting, job, error);
  }
}

/** What keeps the host from being told goes to the log; the next look comes in some minutes. */
async function alertHost({ fleet, context }: WorkerSetting): Promise<void> {
  try {
    await sendAlerts(fleet, context);
  } catch (error) {
    if (!(error instanceof UsageError) || error instanceof StoreAwayError || error instanceof NotOursError)
      throw error;
    context.log.error(`The host was not alerted: ${error.message}`);
  }
}

async function handleInstanceJob(
  setting: WorkerSetting,
  job: InstanceJob,
  id: string,
): Promise<readonly NextJob[]> {
  const { instances, context } = setting;
  const instance = await instanceOf(instances, job.instance);
  if (instance === null) {
    context.log.warn({ instance: job.instance, job: job.kind }, 'The fleet has no such instance any more');
    return [];
  }
  if (instance.pausedAt !== null) {
    // The next night comes by itself; the next mails only in a month.
    if (job.kind === 'inventory' && job.purpose === 'reading') return [];
    return [{ job, how: { afterMs: PAUSED_MS } }];
  }
  const { config, place } = instance;
  if (config === null || place === null)
    throw new UsageError(instance.problem ?? 'Its config cannot be used.');
  if (!(await setting.open.stands(instance.name))) {
    // Erased, or brought up to date: as it is now, and with nothing open of before.
    instances.forget();
    return handleInstanceJob(setting, job, id);
  }
  return withInstance(setting, { ...instance, config, place }, job, id);
}

/** One that is not known may have been added a moment ago. */
async function instanceOf(instances: KnownInstances, name: InstanceName): Promise<Instance | null> {
  const known = await instances.get(name);
  if (known !== null) return known;
  instances.forget();
  return instances.get(name);
}

async function withInstance(
  { fleet, open, connection, queue, slots, context }: WorkerSetting,
  instance: UsableInstance,
  job: InstanceJob,
  id: string,
): Promise<readonly NextJob[]> {
  const { config, name, place, environment } = instance;
  return open.lend(instance, async ({ store, vault }) => {
    const lock = await connection.lock(place.schema, job.kind === 'read' ? 'shared' : 'alone');
    if (lock === null) {
      const holder = (await store.runHolder()) ?? 'another program';
      context.log.debug({ instance: name, job: job.kind, holder }, 'The store is in use: the job waits');
      return [{ job, how: { afterMs: LOCKED_MS } }];
    }
    try {
      // Every line of the job names it.
      const own = { ...context, environment, log: context.log.child({ instance: name }) };
      const noteEnd = (purpose: Purpose, problem: string | null) =>
        noteOutcome(fleet.database, { instance: name, purpose, at: context.now(), problem });
      const sharedFor = (run: RunId | null) => slots.of(name, run);
      const settings = { instance, config, store, vault, queue, sharedFor, noteEnd, context: own };
      return await nextAfter(settings, job, id);
    } finally {
      await lock.release();
    }
  });
}

function nextAfter(setting: JobSetting, job: InstanceJob, id: string): Promise<readonly NextJob[]> {
  switch (job.kind) {
    case 'inventory':
      return inventory(setting, job, id);
    case 'read':
      return read(setting, job);
    case 'judge':
      return judge(setting, job);
    case 'deliver':
      return deliver(setting, job);
  }
}

/**
 * Notes what kept a job from being done, for whoever looks at the fleet.
 * @throws {Error} when it is to be tried again: not what the host must correct first.
 */
async function settleError(
  { fleet, queue, context }: WorkerSetting,
  job: InstanceJob,
  error: unknown,
): Promise<void> {
  const { instance, kind } = job;
  const isForeseen = error instanceof MenageError;
  const problem = isForeseen ? error.message : 'this should not have happened: see the log of the worker';
  if (isForeseen) context.log.error({ instance, job: kind }, problem);
  else context.log.error({ instance, job: kind, fault: faultOf(error) }, 'This should not have happened');
  if (error instanceof StoreAwayError || error instanceof NotOursError) throw error;
  const purpose = job.kind === 'deliver' ? 'mails' : job.purpose;
  await noteOutcome(fleet.database, { instance, purpose, at: context.now(), problem });
  if (error instanceof UsageError && job.kind === 'inventory') {
    // The next night tries again by itself. This may also be a fault of one machine, or of a server that is being upgraded.
    if (job.purpose === 'mails') await queue.add(job, { afterMs: UNCORRECTED_MS });
    return;
  }
  // Its text is kept in the queue: nothing of a person's.
  throw new Error(problem, { cause: error });
}
