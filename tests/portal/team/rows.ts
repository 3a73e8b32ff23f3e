import { newAnswerId } from '../../../src/app/portal/answers.ts';
import { memberId, shareId } from '../../../src/model/ids.ts';
import { antennaId, personId } from '../../../src/portal/access/team-ids.ts';
import type { PortalStage } from '../../helpers/portal.ts';
import type { Row } from '../rights.ts';

/** The antenna whose referent the table calls "referent". */
function antennaOf({ config }: PortalStage): string {
  return config.referents[0]?.group ?? '';
}

async function newAnswer({ store, clock }: PortalStage, member: string): Promise<string> {
  const id = newAnswerId();
  const owner = memberId(member);
  await store.portal.answers.add({
    ...{ id, member: owner, thing: `share:${id}`, path: '/Ouvert', isFolder: true, fileId: null },
    shares: [{ id: shareId(id), owner, hasPassword: false, permissions: ['read', 'update'] }],
    ...{ reason: 'pour tout le monde', licence: null, isProposed: false, until: '2027-01-31' },
    ...{ givenAt: clock(), by: 'link', decision: 'waiting', decidedBy: null, decidedAt: null },
    ...{ refusal: null, end: null, endedAt: null },
  });
  return id;
}

async function newMessage(stage: PortalStage, member: string, antenna: string | null): Promise<string> {
  const id = newAnswerId();
  await stage.store.portal.messages.add({
    ...{ id, member: memberId(member), thing: 'member:quota-nearly-full', path: null, text: 'Une erreur ?' },
    ...{ antenna, sentAt: stage.clock(), closedAt: null, closedBy: null },
  });
  return id;
}

/** The routes of the team, for the table of rights. */
export const TEAM_ROWS: Readonly<Record<string, Row>> = {
  'GET /admin': {},
  'GET /admin/people': {},
  'POST /admin/people/:person/invite': {
    params: async ({ running }, member) => ({ person: personId(running.portal, member) }),
  },
  'GET /admin/reports': {},
  'GET /admin/reports/:run': {
    params: async ({ store }) => ({ run: String((await store.runs.list())[0]?.id) }),
  },
  'GET /admin/mails': {},
  'GET /admin/mails/release': {},
  // Nothing is held: the list is not the one that was looked at.
  'POST /admin/mails/release': { fields: { list: 'of before' }, status: 422 },
  'GET /admin/answers': {},
  'POST /admin/answers/:answer/accept': {
    params: async (stage, member) => ({ answer: await newAnswer(stage, member) }),
  },
  'POST /admin/answers/:answer/refuse': {
    params: async (stage, member) => ({ answer: await newAnswer(stage, member) }),
    fields: { reason: 'Mettez un mot de passe.' },
  },
  'POST /admin/answers/messages/:message/close': {
    params: async (stage, member) => ({ message: await newMessage(stage, member, null) }),
  },
  'GET /admin/register': {},
  'GET /admin/register.csv': {},
  'GET /admin/register/new': { status: 404 },
  'POST /admin/register/new': { status: 404 },
  'POST /admin/register/:entry/accept': { params: async () => ({ entry: 'gone' }) },
  'POST /admin/register/:entry/refuse': {
    params: async () => ({ entry: 'gone' }),
    fields: { reason: 'Personnel.' },
  },
  'POST /admin/register/:entry/extend': { params: async () => ({ entry: 'gone' }) },
  'POST /admin/register/:entry/end': { params: async () => ({ entry: 'gone' }) },
  'GET /admin/settings': {},
  'GET /admin/journal': {},
  'GET /antennas/:antenna': {
    params: async (stage) => ({ antenna: antennaId(stage.running.portal, antennaOf(stage)) }),
  },
  'POST /antennas/:antenna/messages/:message/close': {
    params: async (stage, member) => ({
      antenna: antennaId(stage.running.portal, antennaOf(stage)),
      message: await newMessage(stage, member, antennaOf(stage)),
    }),
  },
};
