import { memberKey } from '../../model/mail.ts';
import { LANGUAGES, type Language, LOCALES } from '../../model/member.ts';
import { MAIL_INTERVALS, type MailInterval } from '../../model/portal/portal.ts';
import { visibleText } from '../../model/text/visible-text.ts';
import { after } from '../../model/time.ts';
import type { UtcMs } from '../../model/units.ts';
import { line } from '../../report/mail/view.ts';
import { type Format, formatter } from '../../report/text/format.ts';
import { firstSound } from '../../report/text/shown-name.ts';
import { partsSpeaker, type Say } from '../../report/text/words.ts';
import type { Delivery } from '../../store/store.ts';
import type { VisitOf } from '../access/visit.ts';
import { rootOf, sayIn } from '../pages/frame.ts';

const MOST_MAILS = 12;
const MONTHS = { week: 1, month: 1, quarter: 3 } as const;

const INTERVALS = {
  1: 'mails.every1',
  2: 'mails.every2',
  3: 'mails.every3',
  never: 'mails.everyNever',
} as const satisfies Readonly<Record<MailInterval, string>>;

/** What the page of a person's mails shows. */
export async function mailsView(visit: VisitOf) {
  const { portal, person, language, query } = visit;
  const { store, config } = portal;
  const say = sayIn(visit);
  const parts = partsSpeaker(portal.words, 'portal', language);
  const format = formatter(language, config.organisation.timezone);
  const chosen = await store.portal.people.get(person.member);
  const mails = (await store.outbox.under(memberKey(person.member))).slice(0, MOST_MAILS);
  const settings = `${config.server.url}/settings/user`;
  return {
    saved: query.get('saved') === 'yes' ? say('mails.saved') : null,
    next: nextLine(visit, mails, chosen.every, format),
    address: line(parts('mails.address', {}, { settings })),
    every: {
      heading: say('mails.every'),
      choices: MAIL_INTERVALS.map((one) => ({
        ...{ value: String(one), text: say(INTERVALS[one]), isChosen: one === chosen.every },
        note:
          one === 'never' ? line(parts('mails.stays', {}, { withdraw: `${rootOf(portal)}/me/data` })) : null,
      })),
    },
    languages: {
      heading: say('mails.language'),
      choices: [
        { value: '', text: say('mails.account'), isChosen: chosen.language === null },
        ...LANGUAGES.map((one) => ({ value: one, text: ownName(one), isChosen: one === chosen.language })),
      ],
    },
    save: say('mails.save'),
    sent: {
      heading: say('mails.sent'),
      ...{ date: say('mails.date'), what: say('mails.what'), none: say('mails.none') },
      rows: mails.map((mail) => sentRow(mail, say, format)),
      kept: say('mails.kept'),
    },
  };
}

function nextLine(
  { portal, person, language, now }: VisitOf,
  mails: readonly Delivery[],
  every: MailInterval,
  format: Format,
) {
  const parts = partsSpeaker(portal.words, 'portal', language);
  const mail = person.row?.mail ?? null;
  if (every === 'never') return line(parts('mails.never'));
  if (mail === null) return line(parts('mails.noAddress'));
  const lastAt = mails.find(({ state }) => state === 'sent')?.lastAttemptAt ?? null;
  const to = visibleText(mail);
  if (lastAt === null) return line(parts('mails.to', { mail: to }));
  const months = Math.max(every, MONTHS[portal.config.mail.every]);
  const next = after(lastAt, { amount: months, unit: 'months' }, format.zone);
  return line(parts('mails.next', { day: format.day(Math.max(next, now)), mail: to }));
}

function sentRow({ state, lastAttemptAt, period }: Delivery, say: Say<'portal'>, format: Format) {
  const at: UtcMs = lastAttemptAt ?? Date.parse(`${period.slice(0, 7)}-15T12:00:00Z`);
  const month = format.monthName(at);
  return {
    date: lastAttemptAt === null ? '' : format.shortDay(lastAttemptAt),
    what: say('mails.ofMonth', { month, sound: firstSound(month), state }),
  };
}

/** A language as its speakers call it. */
function ownName(language: Language): string {
  const name = new Intl.DisplayNames(LOCALES[language], { type: 'language' }).of(language) ?? language;
  return name.charAt(0).toUpperCase() + name.slice(1);
}
