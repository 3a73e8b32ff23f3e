import { type Fleet, openFleet } from '../../app/fleet/registry.ts';
import { fleetConfigOf } from '../config.ts';
import type { Context } from '../context.ts';

/** Opens the fleet that the config names for as long as `work` runs. */
export async function withFleet<T>(context: Context, work: (fleet: Fleet) => Promise<T>): Promise<T> {
  const fleet = await openFleet(fleetConfigOf(context), context);
  try {
    return await work(fleet);
  } finally {
    await fleet.close();
  }
}
