import { teamFacts } from '../../../app/portal/team/facts.ts';
import { enterShare, keyOfShare, unregisteredShare } from '../../../app/portal/team/register.ts';
import { after, isoDate } from '../../../model/time.ts';
import { portalPath, type Reply } from '../../http/reply.ts';
import { notFound } from '../../pages/errors.ts';
import { ADMIN_PAGES } from '../../pages/named-pages.ts';
import { address, adminPage, type TeamVisit, tabNumbers, teamLocale } from '../frame.ts';
import { nameOf, pathOf } from '../names.ts';

/** What is written for an entry may be so long, in characters. */
const WORDS = { least: 3, most: 200 } as const;
/** Months for which a link may be meant to be open; '' = without end. */
const MONTHS = ['3', '6', '12', ''] as const;

/** What the form holds. */
interface Written {
  readonly purpose: string;
  readonly licence: string;
  readonly months: string;
}

const NOTHING: Written = { purpose: '', licence: '', months: '12' };

/** `/admin/register/new`: a link that is open and not in the register is entered. */
export async function newEntryPage(visit: TeamVisit, written: Written | null = null): Promise<Reply> {
  const { portal, query, form, now } = visit;
  const facts = await teamFacts(portal.store, portal.config, portal.vault, now);
  const share = unregisteredShare(facts.result, form.get('share') ?? query.get('share') ?? '');
  if (share === null) return notFound(visit);
  const locale = teamLocale(portal);
  const { say, format } = locale;
  const { timezone } = portal.config.organisation;
  const { purpose, licence, months } = written ?? NOTHING;
  return adminPage(visit, 'register', tabNumbers(facts), {
    status: written === null ? 200 : 422,
    template: 'team-register-new',
    title: say('register.newTitle'),
    notice: written === null ? null : { text: say('register.purposeMissing', WORDS), isProblem: true },
    view: {
      note: null,
      lead: say('register.newLead', { path: pathOf(share.path, locale), name: nameOf(facts, share.owner) }),
      entry: {
        post: address(visit, portalPath`/admin/register/new`),
        ...{ share: keyOfShare(share), most: WORDS.most },
        purpose: { label: say('register.column.purpose'), value: purpose },
        licence: { label: say('register.licenceLabel'), value: licence },
        until: {
          label: say('column.until'),
          choices: MONTHS.map((value) => ({
            ...{ value, isChosen: value === months },
            text: value === '' ? say('register.noEnd') : format.date(dayIn(value, now, timezone)),
          })),
        },
        text: say('register.do.save'),
        back: { href: address(visit, ADMIN_PAGES.register), text: say('register.do.back') },
      },
    },
  });
}

/** The form of the page. */
export async function enter(visit: TeamVisit): Promise<Reply> {
  const { portal, form, person, now } = visit;
  const { config, store, vault } = portal;
  const written = {
    purpose: (form.get('purpose') ?? '').trim(),
    licence: (form.get('licence') ?? '').trim(),
    months: form.get('months') ?? '',
  };
  const isKnown = MONTHS.some((one) => one === written.months);
  const { length } = written.purpose;
  if (!isKnown || length < WORDS.least || length > WORDS.most || written.licence.length > WORDS.most)
    return newEntryPage(visit, written);
  const { result } = await teamFacts(store, config, vault, now);
  const share = unregisteredShare(result, form.get('share') ?? '');
  if (share === null) return notFound(visit);
  const { timezone } = config.organisation;
  const words = {
    purpose: written.purpose,
    licence: written.licence || null,
    until: written.months === '' ? null : dayIn(written.months, now, timezone),
  };
  const isEntered = await enterShare(store, share, words, { admin: person.member, now, zone: timezone });
  return {
    kind: 'see-other',
    to: isEntered ? portalPath`/admin/register?done=entered` : portalPath`/admin/register?done=gone`,
  };
}

function dayIn(months: string, now: number, zone: string): string {
  return isoDate(after(now, { amount: Number(months), unit: 'months' }, zone), zone);
}
