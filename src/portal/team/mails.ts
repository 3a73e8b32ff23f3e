import { type TeamFacts, teamFacts } from '../../app/portal/team/facts.ts';
import { listMark, releaseHeld } from '../../app/portal/team/release.ts';
import { visibleText } from '../../model/text/visible-text.ts';
import { heldSentence } from '../../report/text/delivery.ts';
import { shownName } from '../../report/text/shown-name.ts';
import { speaker } from '../../report/text/words.ts';
import type { HeldMail } from '../../store/store.ts';
import { portalPath, type Reply } from '../http/reply.ts';
import { ADMIN_PAGES } from '../pages/named-pages.ts';
import { address, adminPage, type TeamLocale, type TeamVisit, tabNumbers, teamLocale } from './frame.ts';
import { addresseeOf } from './names.ts';
import { type Cell, cell, type Table, table } from './table.ts';

/** `/admin/mails`: what is held and why, and what could not be handed over. */
export async function mails(visit: TeamVisit): Promise<Reply> {
  const { portal, query } = visit;
  const facts = await teamFacts(portal.store, portal.config, portal.vault, visit.now);
  const locale = teamLocale(portal);
  const { say } = locale;
  return adminPage(visit, 'mails', tabNumbers(facts), {
    template: 'team-mails',
    title: say('mails.title'),
    notice: query.get('done') === 'released' ? { text: say('mails.released'), isProblem: false } : null,
    view: {
      lead: say('mails.lead', countsOf(facts)),
      held: {
        ...{ heading: say('mails.held'), sub: say('mails.count', { n: facts.held.length }) },
        none: say('mails.noneHeld'),
        table: await heldTable(facts, visit, locale),
        release:
          facts.held.length === 0
            ? null
            : { text: say('do.releaseLong'), href: address(visit, portalPath`/admin/mails/release`) },
      },
      troubles: {
        ...{ heading: say('mails.troubles'), sub: '' },
        none: say('mails.noTroubles'),
        table: table(
          say('mails.troubles'),
          [say('column.whom'), say('column.state'), say('column.reply')],
          [...mailTroubles(facts, visit, locale), ...(await noticeTroubles(facts, visit, locale))],
        ),
      },
      note: null,
    },
  });
}

function countsOf({ deliveries, held }: TeamFacts) {
  const inState = (...states: readonly string[]) =>
    deliveries.filter(({ state }) => states.includes(state)).length;
  return {
    ...{ sent: inState('sent'), waiting: inState('queued', 'deferred', 'handing-over') },
    ...{ refused: inState('refused', 'doubtful'), held: held.length },
  };
}

async function heldTable(facts: TeamFacts, visit: TeamVisit, locale: TeamLocale): Promise<Table> {
  const { say } = locale;
  const rows = await Promise.all(facts.held.map((one) => heldRow(one, facts, visit, locale)));
  return table(say('mails.held'), [say('column.whom'), say('column.address'), say('column.why')], rows);
}

async function heldRow(
  held: HeldMail,
  facts: TeamFacts,
  { portal }: TeamVisit,
  locale: TeamLocale,
): Promise<readonly Cell[]> {
  const earlier = await portal.store.outbox.under(held.key);
  const before = earlier.find(({ state, recipient }) => state === 'sent' && recipient !== held.recipient);
  return [
    cell({ strong: addresseeOf(facts, held) }),
    cell({
      text: visibleText(held.recipient),
      second:
        before === undefined ? '' : locale.say('mails.before', { address: visibleText(before.recipient) }),
    }),
    cell({
      text: held.reasons.map((reason) => heldSentence(reason, portal.words, locale.language)).join(' '),
    }),
  ];
}

function mailTroubles(facts: TeamFacts, { portal }: TeamVisit, { language }: TeamLocale) {
  const say = speaker(portal.words, 'delivery', language);
  return facts.deliveries.flatMap((delivery): readonly (readonly Cell[])[] => {
    const { state, lastReply } = delivery;
    if (state === 'sent' || state === 'queued') return [];
    const shown = state === 'handing-over' ? 'doubtful' : state;
    return [
      [
        cell({ strong: addresseeOf(facts, delivery), second: visibleText(delivery.recipient) }),
        cell({ text: say(`state.${shown}`), second: say(`todo.${shown}`) }),
        cell({ text: shownName(lastReply ?? '', 200) }),
      ],
    ];
  });
}

/** Mails that belong to no run: invitations, confirmations. */
async function noticeTroubles(
  facts: TeamFacts,
  { portal }: TeamVisit,
  { say, language }: TeamLocale,
): Promise<readonly (readonly Cell[])[]> {
  const sayDelivery = speaker(portal.words, 'delivery', language);
  const notices = await portal.store.portal.notices.list();
  return notices.flatMap(({ kind, member, recipient, state, lastReply }) => {
    if (state !== 'refused' && state !== 'doubtful' && state !== 'deferred') return [];
    const who = addresseeOf(facts, {
      key: member === null || recipient !== null ? '' : `member:${member}`,
      recipient: recipient ?? '',
    });
    return [
      [
        cell({ strong: who, second: say('mails.notice', { kind: kind.replaceAll('-', '_') }) }),
        cell({ text: sayDelivery(`state.${state}`), second: sayDelivery(`todo.${state}`) }),
        cell({ text: shownName(lastReply ?? '', 200) }),
      ],
    ];
  });
}

/** `/admin/mails/release`: exactly what would leave. */
export async function askRelease(visit: TeamVisit, problem: string | null = null): Promise<Reply> {
  const { portal } = visit;
  const facts = await teamFacts(portal.store, portal.config, portal.vault, visit.now);
  const locale = teamLocale(portal);
  const { say } = locale;
  const n = facts.held.length;
  return adminPage(visit, 'mails', tabNumbers(facts), {
    status: problem === null ? 200 : 422,
    template: 'team-release',
    title: say('release.title'),
    notice: problem === null ? null : { text: problem, isProblem: true },
    view: {
      lead: n === 0 ? say('mails.noneHeld') : say('release.lead', { n }),
      table: await heldTable(facts, visit, locale),
      release:
        n === 0
          ? null
          : {
              ...{ mark: listMark(facts.held), text: say('release.do', { n }) },
              post: address(visit, portalPath`/admin/mails/release`),
              back: { text: say('release.back'), href: address(visit, ADMIN_PAGES.mails) },
            },
      note: say('release.note'),
    },
  });
}

/** Lets them leave, as they were shown. */
export async function release(visit: TeamVisit): Promise<Reply> {
  const { portal, person, form } = visit;
  const { store, config, context, words } = portal;
  const order = { mark: form.get('list') ?? '', admin: person.member };
  const released = await releaseHeld(store, config, context, words, order);
  if (released.outcome !== 'released')
    return askRelease(visit, teamLocale(portal).say(`release.${released.outcome}`));
  portal.background(() => released.sent);
  return { kind: 'see-other', to: portalPath`/admin/mails?done=released` };
}
