import type { Config } from '../../config/load.ts';
import { brakes } from '../../deliver/brakes.ts';
import { type HeldReason, memberOfKey, type OutgoingMail } from '../../model/mail.ts';
import { asOnePeriod } from '../../report/figures/one-period.ts';
import type { ReportInput } from '../../report/input.ts';
import type { CompiledTemplates } from '../../report/templates.ts';
import { heldSentence } from '../../report/text/delivery.ts';
import type { HeldMail, Store } from '../../store/store.ts';
import type { AppContext } from '../context.ts';
import { ownMessages } from '../report/locales.ts';
import { mailsOf, referentMailsOf } from '../report/mails.ts';
import type { Sending } from './round.ts';
import { heldAsRestored, type Remembered, rememberedSendings } from './sendings.ts';

/** What of a sending leaves, and what is held. */
export interface Plan {
  /** The number of mails to members. */
  readonly members: number;
  /** The number of these that are held. */
  readonly heldMembers: number;
  readonly going: readonly OutgoingMail[];
  /** Why mails are held, each reason once. */
  readonly held: readonly HeldReason[];
  readonly heldMails: readonly Pick<HeldMail, 'key' | 'recipient' | 'reasons'>[];
  readonly remembered: Remembered;
}

/** Which mails go to members and referents, and why others are held. */
export async function plan(
  store: Store,
  config: Config,
  input: ReportInput,
  context: AppContext,
  {
    period,
    templates,
    ...sending
  }: Pick<Sending, 'yes' | 'agreeFirst' | 'only'> & {
    readonly period: string;
    readonly templates: CompiledTemplates;
  },
): Promise<Plan> {
  const mails = await ofThoseWhoStayed(mailsOf(config, input, templates), store, input);
  const waiting = [...mails, ...referentMailsOf(config, input, templates)];
  const earlier = (await store.outbox.sent()).filter((one) => one.period !== period);
  const { all, single } = brakes(
    input.result,
    asOnePeriod(input).previous,
    mails,
    earlier,
    config.mail,
    await store.members.absences(),
  );
  const remembered = await rememberedSendings(store, config, context);
  const byBrakes = [...heldAsRestored(remembered, period, context), ...all];
  const isAsked = !sending.yes && sending.only === undefined;
  const isFirst = isAsked && waiting.length > 0 && !(await isReleased(store, period));
  // Nothing is asked about mails that a brake holds anyway.
  const isHeldAsFirst = isFirst && (byBrakes.length > 0 || !(await sending.agreeFirst(waiting)));
  const forAll: readonly HeldReason[] = [
    ...(isHeldAsFirst ? [{ kind: 'first', mails: waiting.length } as const] : []),
    ...byBrakes,
  ];
  const reasonsOf = ({ key }: OutgoingMail) => [...forAll, ...[single.get(key) ?? []].flat()];
  const mayGo = (mail: OutgoingMail) =>
    sending.yes || (sending.only?.has(mail.key) ?? reasonsOf(mail).length === 0);
  const going = waiting.filter(mayGo);
  const heldMails = waiting
    .filter((mail) => !mayGo(mail) && reasonsOf(mail).length > 0)
    .map((mail) => ({ key: mail.key, recipient: mail.to, reasons: reasonsOf(mail) }));
  const held = isAsked ? [...forAll, ...single.values()] : [];
  for (const reason of held)
    context.log.warn(`Held back: ${heldSentence(reason, ownMessages, 'en')} ${whatNext(reason)}`);
  const members = going.filter(({ key }) => memberOfKey(key) !== null).length;
  return { members: mails.length, heldMembers: mails.length - members, going, held, heldMails, remembered };
}

/** Whether mails to members went before, or were let go in this period: what is held is not even queued. */
async function isReleased({ outbox }: Store, period: string): Promise<boolean> {
  if (await outbox.hasMailedMembers()) return true;
  return (await outbox.list(period)).some(({ key }) => memberOfKey(key) !== null);
}

function whatNext({ kind }: HeldReason): string {
  return kind === 'first'
    ? 'See them with "menage send --dry-run", have them sent to you alone with "menage send --to ADDRESS", release them with "menage send --yes".'
    : 'Look at it, then "menage send --yes".';
}

/** Who took access back since the run gets no mail of it: the names that it would show are blanked. */
async function ofThoseWhoStayed(
  mails: readonly OutgoingMail[],
  store: Store,
  { result }: ReportInput,
): Promise<readonly OutgoingMail[]> {
  const withdrawn = await store.portal.withdrawals.withdrawn();
  const began = Date.parse(result.run.startedAt);
  return mails.filter(({ key }) => {
    const member = memberOfKey(key);
    return member === null || (withdrawn.get(member) ?? began) <= began;
  });
}
