import { hostname } from 'node:os';
import type { Logger } from '../../log.ts';
import { NotOursError } from '../../model/errors.ts';
import type { UtcMs } from '../../model/units.ts';
import { freeJobs } from '../../queue/free-jobs.ts';
import type { Job } from '../../queue/job.ts';
import { openQueue, type Queue, type QueuedJob } from '../../queue/queue.ts';
import { startWork } from '../../queue/work.ts';
import { openSlots } from '../../store/fleet/slots.ts';
import { connectWorker, removeDeadWorkers } from '../../store/fleet/worker-connection.ts';
import { type AppContext, endSignalOf } from '../context.ts';
import type { Fleet } from '../fleet/registry.ts';
import { handleJob } from './handle-job.ts';
import { knownInstances, schedulesOf } from './instances.ts';
import { openInstances } from './open-instances.ts';
import { aborted, never, pause, repeat } from './waiting.ts';

export interface WorkerOptions {
  /** As others see it. */
  readonly version: string;
  /** End when nothing is due any more. */
  readonly once: boolean;
}

/** What became of the jobs that this worker did. */
export interface WorkerSummary {
  readonly done: number;
  readonly failed: number;
}

interface Life {
  readonly summary: { done: number; failed: number };
  readonly onUp: () => void;
}

type Context = AppContext & { readonly log: Logger };

/** How often it is looked for workers that died, milliseconds. */
const TEND_MS = 2_000;
/** How soon an instance that was added, paused or changed is read by its schedule, likewise. */
const FOLLOW_MS = 20_000;
/** How often the host's alerts are looked after. */
const ALERT_MS = 5 * 60_000;
/** Before the database is asked again after it was lost, likewise. */
const AWAY_MS = 2_000;
/** Before a job that this version may not do is taken by another worker, likewise. */
const HANDED_ON_MS = 2_000;
/** With `once`: what is put off for less is waited for, likewise. */
const SOON_MS = 90_000;
/** How often it is looked whether something is due. */
const LOOK_MS = 300;

/**
 * Does the jobs of a fleet until it is asked to end; then those under way stop at the next member and go back. A database
 * that is away for a while is waited for.
 * @throws {UsageError} when the database cannot be used at the start.
 * @throws {NotOursError} when a newer version brought it up to date, or its jobs are those of another config.
 */
export async function runWorker(
  fleet: Fleet,
  context: Context,
  options: WorkerOptions,
): Promise<WorkerSummary> {
  const summary = { done: 0, failed: 0 };
  const queue = await openQueue(fleet.place);
  let wasUp = false;
  const onUp = () => {
    context.log.info(wasUp ? 'The database is back: the work goes on' : 'Ready: jobs are taken as they come');
    wasUp = true;
  };
  try {
    while (!context.stop.aborted) {
      try {
        if ((await live(fleet, queue, context, { ...options, summary, onUp })) === 'ended') break;
        context.log.warn('The database was lost: what was under way stopped, and is done again');
      } catch (error) {
        if (!wasUp || error instanceof NotOursError) throw error;
        context.log.debug({ err: error }, 'The database is still away');
      }
      await pause(AWAY_MS, context.stop);
    }
    if (endSignalOf(context) !== null) context.log.info(summary, 'Ended in order');
    return summary;
  } finally {
    await queue.close();
  }
}

/** From one connection to the database until it is lost, or nothing more is to be done. */
async function live(
  fleet: Fleet,
  queue: Queue,
  context: Context,
  { version, once, summary, onUp }: WorkerOptions & Life,
): Promise<'ended' | 'lost'> {
  const { jobs } = fleet.config.worker;
  const connection = await connectWorker(fleet.place, { version, now: context.now });
  const notOurs = new AbortController();
  const stop = AbortSignal.any([context.stop, connection.lost, notOurs.signal]);
  const instances = knownInstances(fleet);
  const slots = openSlots(fleet.place, {
    worker: `${hostname()} ${process.pid}`,
    onLost: (error) =>
      context.log.warn({ err: error }, 'Nothing is asked of the servers until the database answers'),
  });
  const open = openInstances({ ...context, stop });
  const setting = { fleet, instances, open, queue, connection, slots, context: { ...context, stop } };
  async function handle(job: Job, id: string): Promise<void> {
    try {
      await handleJob(setting, job, id);
      summary.done++;
    } catch (error) {
      summary.failed++;
      if (!(error instanceof NotOursError)) throw error;
      notOurs.abort(error);
      // For another worker. It costs no try: the machines may be updated hours apart.
      await queue.add(job, { afterMs: HANDED_ON_MS });
    }
  }
  try {
    await tend(fleet);
    const work = await startWork(fleet.place, {
      ...{ jobs, handle, onName: connection.noteQueueName, log: context.log, now: context.now },
      schedules: schedulesOf(await instances.list()),
    });
    onUp();
    const stopTending = repeat(TEND_MS, stop, () => tend(fleet));
    const stopFollowing = repeat(FOLLOW_MS, stop, async () => {
      try {
        work.follow(schedulesOf(await instances.list()));
      } catch (error) {
        if (error instanceof NotOursError) notOurs.abort(error);
      }
    });
    // All workers queue it under one key: one of them looks.
    const stopAlerting = repeat(ALERT_MS, stop, () => queue.add({ kind: 'alert' }));
    try {
      const nothingDue = once ? untilNothingIsDue(queue, work.scheduled, context.now, stop) : never();
      return await Promise.race([
        aborted(stop).then(() => (connection.lost.aborted ? ('lost' as const) : ('ended' as const))),
        work.ended.then(
          () => 'lost' as const,
          () => 'lost' as const,
        ),
        nothingDue.then(() => 'ended' as const),
      ]);
    } finally {
      stopTending();
      stopFollowing();
      stopAlerting();
      await work.stop();
      notOurs.signal.throwIfAborted();
    }
  } finally {
    await open.close();
    await slots.close();
    await connection.close();
  }
}

/** Lets others take what dead workers held. */
async function tend({ database }: Fleet): Promise<void> {
  await database.transaction(async (within) => {
    await removeDeadWorkers(within);
    await freeJobs(within);
  });
}

/** Resolves once no job is being done, and none is due soon; those that failed wait for another time. */
async function untilNothingIsDue(
  queue: Queue,
  scheduled: Promise<void>,
  now: () => UtcMs,
  stop: AbortSignal,
): Promise<void> {
  await scheduled;
  const isDue = ({ state, dueAt, lastError }: QueuedJob) =>
    state === 'running' || (state === 'waiting' && lastError === null && dueAt < now() + SOON_MS);
  while (!stop.aborted && (await queue.list()).some(isDue)) await pause(LOOK_MS, stop);
}
