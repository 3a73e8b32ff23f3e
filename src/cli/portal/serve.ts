import { withStore } from '../../app/open.ts';
import { EXIT, type ExitCode } from '../../model/errors.ts';
import { startPortal } from '../../portal/serve.ts';
import { configOf, fleetConfigOf, isFleet } from '../config.ts';
import { type Context, stopped } from '../context.ts';

/** `menage serve`: the portal, until Ctrl-C or SIGTERM; by the config of a fleet, those of all its instances. */
export async function serve(context: Context): Promise<ExitCode> {
  return isFleet(context) ? serveFleet(context) : serveOne(context);
}

async function serveOne(context: Context): Promise<ExitCode> {
  const config = configOf(context);
  return withStore(config, context, async (store) => {
    const running = await startPortal(config, context, store);
    context.log.info(`The portal listens at ${running.address}, for ${running.url}`);
    await stopped(context);
    await running.close();
    return EXIT.done;
  });
}

async function serveFleet(context: Context): Promise<ExitCode> {
  const config = fleetConfigOf(context);
  // Loaded late, as the driver of PostgreSQL: most serve one Nextcloud.
  const [{ openFleet }, { startPortals }, { allowConnections }] = await Promise.all([
    import('../../app/fleet/registry.ts'),
    import('../../portal/fleet/serve.ts'),
    import('../../store/database/pool.ts'),
  ]);
  allowConnections(config.worker.connections);
  const fleet = await openFleet(config, context);
  try {
    const running = await startPortals(fleet.list, config.portal, context);
    context.log.info(`The portals of ${running.places().length} instances listen at ${running.address}`);
    await stopped(context);
    await running.close();
    return EXIT.done;
  } finally {
    await fleet.close();
  }
}
