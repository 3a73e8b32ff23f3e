import { withStore } from '../../app/open.ts';
import { signInAddress } from '../../app/portal/sign-in-address.ts';
import { EXIT, type ExitCode } from '../../model/errors.ts';
import { configOf } from '../config.ts';
import type { Context } from '../context.ts';

/** `menage portal link USER`: the address and nothing else, so that a script can take it. */
export async function link(context: Context, uid: string): Promise<ExitCode> {
  const config = configOf(context);
  context.out(await withStore(config, context, (store) => signInAddress(store, config, context, uid)));
  return EXIT.done;
}
