import { watch } from 'node:fs';
import { withStore } from '../app/open.ts';
import { reportInput } from '../app/report/input.ts';
import { servePreview } from '../app/report/preview-server.ts';
import { templatesOf } from '../app/report/templates.ts';
import { OWN_VOICE, wordingOf } from '../app/report/wording.ts';
import type { Config } from '../config/load.ts';
import { EXIT, type ExitCode, messageOf, UsageError } from '../errors.ts';
import { asOnePeriod } from '../report/figures/one-period.ts';
import { mailFor } from '../report/mail/mail.ts';
import { renderMail } from '../report/mail/render.ts';
import type { Context } from './context.ts';

/** `menage report --preview MEMBER`: the mail in a browser on this machine, rendered anew at each look. */
export async function preview(context: Context, config: Config, uid: string): Promise<ExitCode> {
  const input = await withStore(config, context, (store) => reportInput(store, config, OWN_VOICE));
  if (!input.result.members.some(({ id }) => id === uid))
    throw new UsageError(`${uid} is no member of the latest run.`);
  const page = (): string => {
    try {
      const mail = mailFor({ ...asOnePeriod(input), ...wordingOf(config) }, uid);
      return mail === null
        ? `<p>Nothing to say to this member this time.</p>`
        : renderMail(mail, templatesOf(config)).html;
    } catch (error) {
      return `<pre>${messageOf(error).replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</pre>`;
    }
  };
  const server = await servePreview(page);
  const watched = config.templates?.directory;
  const watcher = watched === undefined ? null : watch(watched, { recursive: true }, server.changed);
  context.out(`${server.url}  (only for who knows this address; Ctrl-C ends it)`);
  if (!context.stop.aborted)
    await new Promise<void>((ended) => context.stop.addEventListener('abort', () => ended(), { once: true }));
  watcher?.close();
  server.close();
  return EXIT.done;
}
