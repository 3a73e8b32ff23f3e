import { watch } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { Config } from '../config/load.ts';
import { EXIT, type ExitCode, messageOf, UsageError } from '../errors.ts';
import { mailFor } from '../report/mail.ts';
import { renderMail } from '../report/mail-render.ts';
import { asOnePeriod } from '../report/one-period.ts';
import type { Context } from './context.ts';
import { OWN_VOICE, voiceOf } from './own-words.ts';
import { reportInput } from './report-input.ts';
import { withStore } from './setup.ts';
import { templatesOf } from './template-files.ts';

/** Reloads the page when a template was saved; beside the mail, never in it. */
const RELOAD = '<script>new EventSource("/changes").onmessage = () => location.reload();</script>';

/** `menage report --preview MEMBER`: the mail in a browser on this machine, rendered anew at each look. */
export async function preview(context: Context, config: Config, uid: string): Promise<ExitCode> {
  const input = await withStore(config, (store) => reportInput(store, config, OWN_VOICE));
  if (!input.result.members.some(({ id }) => id === uid))
    throw new UsageError(`${uid} is no member of the latest run.`);
  const listeners = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    if (request.url === '/changes') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      listeners.add(response);
      request.on('close', () => listeners.delete(response));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    response.end(`${page()}${RELOAD}`);
  });
  const page = (): string => {
    try {
      const mail = mailFor({ ...asOnePeriod(input), ...voiceOf(config) }, uid);
      return mail === null
        ? `<p>Nothing to say to this member this time.</p>`
        : renderMail(mail, templatesOf(config)).html;
    } catch (error) {
      return `<pre>${messageOf(error).replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</pre>`;
    }
  };
  const watched = config.templates?.directory;
  const watcher = watched === undefined ? null : watch(watched, { recursive: true }, () => tell(listeners));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  context.out(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/  (Ctrl-C ends it)`);
  if (!context.stop.aborted)
    await new Promise<void>((ended) => context.stop.addEventListener('abort', () => ended(), { once: true }));
  watcher?.close();
  for (const listener of listeners) listener.end();
  server.close();
  return EXIT.done;
}

function tell(listeners: ReadonlySet<ServerResponse>): void {
  for (const listener of listeners) listener.write('data: changed\n\n');
}
