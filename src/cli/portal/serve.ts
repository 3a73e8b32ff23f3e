import { withStore } from '../../app/open.ts';
import { EXIT, type ExitCode } from '../../model/errors.ts';
import { startPortal } from '../../portal/serve.ts';
import { configOf } from '../config.ts';
import { type Context, stopped } from '../context.ts';

/** `menage serve`: the portal, until Ctrl-C or SIGTERM. */
export async function serve(context: Context): Promise<ExitCode> {
  const config = configOf(context);
  return withStore(config, context, async (store) => {
    const running = await startPortal(config, context, store);
    context.log.info(`The portal listens at ${running.address}, for ${running.url}`);
    await stopped(context);
    await running.close();
    return EXIT.done;
  });
}
