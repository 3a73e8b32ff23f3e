import { watch } from 'node:fs';
import type { Config } from '../../config/load.ts';
import { messageOf, UsageError } from '../../model/errors.ts';
import { asOnePeriod } from '../../report/figures/one-period.ts';
import { mailFor } from '../../report/mail/mail.ts';
import { renderMail } from '../../report/mail/render.ts';
import type { AppContext } from '../context.ts';
import { withStore } from '../open.ts';
import { reportInput } from './input.ts';
import { ownMessages } from './locales.ts';
import { servePreview } from './preview-server.ts';
import { templatesOf } from './templates.ts';
import { wordsOf } from './wording.ts';

/** A mail that is shown in a browser on this machine. */
export interface Preview {
  readonly url: string;
  close(): void;
}

/**
 * Serves a member's mail on a loopback address, rendered anew at each look and when a template was saved.
 * @throws {UsageError} when the latest run has no such member.
 */
export async function openPreview(config: Config, context: AppContext, uid: string): Promise<Preview> {
  const input = await withStore(config, context, (store) => reportInput(store, config, ownMessages));
  if (!input.result.members.some(({ id }) => id === uid))
    throw new UsageError(`${uid} is no member of the latest run.`);
  const page = (): string => {
    try {
      const mail = mailFor({ ...asOnePeriod(input), words: wordsOf(config) }, uid);
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
  return {
    url: server.url,
    close: () => {
      watcher?.close();
      server.close();
    },
  };
}
