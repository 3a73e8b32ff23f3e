import { decideOnEntry, type EntryAct } from '../../../app/portal/team/register.ts';
import { entryId } from '../../../model/ids.ts';
import { portalPath, type Reply } from '../../http/reply.ts';
import type { TeamVisit } from '../frame.ts';

/** What was done by a form before, as the page of the register says it. */
export const DONE = ['accepted', 'refused', 'extended', 'ended', 'entered', 'gone'] as const;
/** What a refusal may be, in characters. */
export const REASON = { least: 3, most: 200 } as const;

/** `/admin/register/R/accept`: a proposal, or what a link has become. */
export async function acceptEntry(visit: TeamVisit): Promise<Reply> {
  return decide(visit, { act: 'accept' }, 'accepted');
}

/** `/admin/register/R/refuse`: with a reason, which the member reads. */
export async function refuseEntry(visit: TeamVisit): Promise<Reply> {
  const reason = (visit.form.get('reason') ?? '').trim();
  if (reason.length < REASON.least || reason.length > REASON.most) return after('gone');
  return decide(visit, { act: 'refuse', reason }, 'refused');
}

/** `/admin/register/R/extend`: by a year. */
export async function extendEntry(visit: TeamVisit): Promise<Reply> {
  return decide(visit, { act: 'extend' }, 'extended');
}

/** `/admin/register/R/end`: the link may stay open, but is no longer meant to be. */
export async function endEntry(visit: TeamVisit): Promise<Reply> {
  return decide(visit, { act: 'end' }, 'ended');
}

async function decide(visit: TeamVisit, act: EntryAct, done: (typeof DONE)[number]): Promise<Reply> {
  const { portal, params, person, now } = visit;
  const { timezone } = portal.config.organisation;
  const id = entryId(params.get('entry') ?? '');
  const entry = await decideOnEntry(portal.store, id, act, { admin: person.member, now, zone: timezone });
  return after(entry === null ? 'gone' : done);
}

function after(done: (typeof DONE)[number]): Reply {
  return { kind: 'see-other', to: portalPath`/admin/register?done=${done}` };
}
