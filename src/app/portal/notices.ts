import type { Config } from '../../config/load.ts';
import { circuit } from '../../deliver/circuit.ts';
import { deliverNotices, type NoticeSummary } from '../../deliver/notices.ts';
import type { DeliverySetting } from '../../deliver/outbox.ts';
import type { JournalEvent } from '../../model/portal/portal.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Notice } from '../../store/portal/portal-store.ts';
import type { Store } from '../../store/store.ts';
import type { AppContext } from '../context.ts';
import { existingVaultOf, vaultKey } from '../open.ts';
import { templatesOf } from '../report/templates.ts';
import { wordsOf } from '../report/wording.ts';
import { type Sending, settingOf } from '../send/round.ts';
import { composeNotice, type NoticeSources } from './compose-notice.ts';
import { type SeenAccounts, seenAccounts } from './invitations.ts';
import { linksOf } from './links.ts';

/** How notices leave, beside the store and the config. */
export interface NoticeDelivery extends Pick<NoticeSources, 'vault' | 'links' | 'words' | 'templates'> {
  /** Kept from one delivery to the next, for its pace. */
  readonly setting: Pick<DeliverySetting, 'transport' | 'pace' | 'clock' | 'wait' | 'stopping'>;
}

/**
 * How notices leave, and what they are composed with.
 * @throws {UsageError} when there is no vault key: no link can be made.
 */
export async function noticeDelivery(
  store: Store,
  config: Config,
  context: AppContext,
  sending: Pick<Sending, 'sender' | 'secrets'>,
): Promise<NoticeDelivery> {
  return {
    setting: settingOf(store, config, context, { ...sending, retryRefused: false }),
    vault: await existingVaultOf(config, context),
    links: linksOf(store, vaultKey(config, context)),
    words: wordsOf(config),
    templates: templatesOf(config),
  };
}

/** Delivers the notices that are due: to be called once a program has queued some, and from time to time. */
export async function deliverDueNotices(
  store: Store,
  config: Config,
  { setting, ...parts }: NoticeDelivery,
): Promise<NoticeSummary> {
  const { clock } = setting;
  // Read once a delivery, and not where nothing is due.
  let accounts: Promise<SeenAccounts | null> | null = null;
  return deliverNotices({
    ...setting,
    circuit: circuit(),
    notices: store.portal.notices,
    async compose(notice) {
      accounts ??= seenAccounts(store, config);
      return composeNotice(notice, { ...parts, store, config, clock, accounts: await accounts });
    },
    onSent: async (notice) => noteSent(notice, store, clock()),
  });
}

/** What the person's journal and the next reminder go by. */
async function noteSent(notice: Notice, { portal }: Store, at: UtcMs): Promise<void> {
  const { member, kind } = notice;
  if (member === null || kind !== 'invitation') return;
  const event: JournalEvent = notice.params.reminder === 0 ? 'invited' : 'reminded';
  await portal.people.noteInvitation(member, at);
  await portal.journal.note({ at, member, event, params: {}, actor: null });
}
