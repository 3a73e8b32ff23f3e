import { beginFlow } from '../../app/portal/flow/begin.ts';
import type { MemberId } from '../../model/ids.ts';
import type { Language } from '../../model/member.ts';
import type { FlowPurpose } from '../../store/portal/flow-store.ts';
import type { Person, Visit, VisitOf } from '../access/visit.ts';
import { portalPath, type Reply } from '../http/reply.ts';
import { tooMany } from '../pages/errors.ts';
import { memberPage, sayIn } from '../pages/frame.ts';
import { pageName } from '../pages/named-pages.ts';

/** For whom a flow begins. */
interface FlowPerson {
  readonly member: MemberId;
  readonly language: Language;
}

/** Begins a flow for the person of a page, and leads to its waiting page. */
export async function enterFlow(visit: VisitOf, purpose: FlowPurpose): Promise<Reply> {
  const { person, language, form } = visit;
  return enterFlowOf(visit, { member: person.member, language }, purpose, form.get('to'), person);
}

export async function enterFlowOf(
  visit: Visit,
  { member, language }: FlowPerson,
  purpose: FlowPurpose,
  to: string | null,
  person?: Person,
): Promise<Reply> {
  const { portal, limits, browser } = visit;
  if (!limits.take('person: flows', member) || !limits.take('flows', 'all')) return tooMany(visit);
  const begun = await beginFlow(portal, { member, purpose, browser, language, page: pageName(to) });
  if (begun.outcome === 'away') return away(person === undefined ? visit : { ...visit, person });
  portal.wakeFlows();
  return {
    kind: 'see-other',
    to: portalPath`/flow/${begun.id}`,
    cookies: [{ name: 'flow', value: begun.cookie, maxAge: Math.floor(begun.lifeMs / 1000) }],
  };
}

/** Nextcloud does not answer: nothing was begun. */
function away(visit: Visit & { readonly person?: Person }): Reply {
  const say = sayIn(visit);
  return memberPage(visit, {
    status: 503,
    template: 'failure',
    title: say('away.title'),
    view: { sentence: say('away.text'), button: null, written: null },
  });
}
