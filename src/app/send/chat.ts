import type { Config } from '../../config/load.ts';
import { postToChat, webhookFingerprint } from '../../deliver/chat.ts';
import type { RunId } from '../../model/ids.ts';
import { CHAT_KEY } from '../../model/mail.ts';
import type { Secret } from '../../model/secret.ts';
import type { UtcMs } from '../../model/units.ts';
import { chatMessage } from '../../report/export/chat.ts';
import { asOnePeriod } from '../../report/figures/one-period.ts';
import type { ReportInput } from '../../report/input.ts';
import type { Store } from '../../store/store.ts';
import type { AppContext } from '../context.ts';

interface ChatSetting {
  readonly run: RunId;
  readonly period: string;
  readonly webhook: Secret | null;
  readonly clock: () => UtcMs;
  readonly retryRefused: boolean;
}

/** One message in the admins' channel per period. Returns whether there is nothing to complain of. */
export async function sendChat(
  { outbox }: Store,
  config: Config,
  input: ReportInput,
  context: AppContext,
  { run, period, webhook, clock, retryRefused }: ChatSetting,
): Promise<boolean> {
  const chat = config.admins.mattermost;
  if (chat === undefined || webhook === null) return true;
  const via = webhookFingerprint(webhook);
  await outbox.queue([{ run, period, key: CHAT_KEY, recipient: 'mattermost', messageId: `chat.${period}` }], {
    via,
    retryRefused,
  });
  const delivery = (await outbox.list(period)).find(({ key }) => key === 'chat');
  if (delivery === undefined || !['queued', 'deferred', 'refused'].includes(delivery.state)) return true;
  if (delivery.state === 'refused') {
    context.log.warn(`The chat message was refused earlier (${delivery.lastReply}). ${REMEDY}`);
    return false;
  }
  await outbox.mark(delivery.id, 'handing-over', clock(), null);
  const { outcome, reply } = await postToChat(
    webhook,
    chatMessage(asOnePeriod(input), { nameMembers: chat.nameMembers, link: chat.link ?? null }),
  );
  if (outcome === 'sent') await outbox.mark(delivery.id, outcome, clock(), reply);
  else await outbox.mark(delivery.id, outcome, clock(), reply, { fault: 'all', via });
  if (outcome === 'sent') return true;
  const remedy = outcome === 'refused' ? REMEDY : 'It goes again with the next "menage send".';
  context.log.warn(`The chat message was not taken: ${reply.replace(/\.$/, '')}. ${remedy}`);
  return false;
}

const REMEDY =
  'Put the address of a webhook that works into admins.mattermost.webhookFile, or, where the same one works again, "menage send --retry refused".';
