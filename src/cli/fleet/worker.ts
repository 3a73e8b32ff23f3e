import { endSignalOf } from '../../app/context.ts';
import { openFleet } from '../../app/fleet/registry.ts';
import { runWorker } from '../../app/worker/worker.ts';
import { letYoungHeapGrow } from '../../heap.ts';
import { EXIT, type ExitCode } from '../../model/errors.ts';
import { allowConnections } from '../../store/database/pool.ts';
import { fleetConfigOf } from '../config.ts';
import { type Context, exitCodeAfter } from '../context.ts';

interface WorkerOptions {
  readonly once?: boolean;
  readonly jobs?: number;
}

/** Connections of a worker beside those of its stores: three of the queue, one each for its locks and for the slots of servers. */
const BESIDE = 5;
const FEWEST = 2;

/**
 * `menage worker`: does the jobs of a fleet, until it is asked to end.
 * @param version of this menage.
 */
export async function worker(
  context: Context,
  { once = false, jobs }: WorkerOptions,
  version: string,
): Promise<ExitCode> {
  letYoungHeapGrow();
  const config = fleetConfigOf(context);
  allowConnections(Math.max(FEWEST, config.worker.connections - BESIDE));
  const fleet = await openFleet(
    jobs === undefined ? config : { ...config, worker: { ...config.worker, jobs } },
    context,
  );
  try {
    const { failed } = await runWorker(fleet, context, { version, once });
    const signal = endSignalOf(context);
    if (signal !== null) return exitCodeAfter(signal);
    return failed === 0 ? EXIT.done : EXIT.partial;
  } finally {
    await fleet.close();
  }
}
