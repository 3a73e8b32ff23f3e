import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seenAccounts } from '../../../src/app/portal/invitations.ts';
import { inviteMembers, planInvitations } from '../../../src/app/portal/invite.ts';
import { deliverDueNotices, noticeDelivery } from '../../../src/app/portal/notices.ts';
import { senderOf } from '../../../src/app/send/send.ts';
import { openPortal, type PortalStage } from '../../helpers/portal.ts';

const DAY = 86_400_000;
const SECRETS = { mailPassword: null, webhook: null };

let stage: PortalStage;
const context = () => ({
  ...{ environment: {}, log: { warn: () => {} }, now: stage.clock },
  stop: new AbortController().signal,
});
const sending = (changes: { readonly yes?: boolean } = {}) => ({
  ...{ sender: senderOf(stage.config), secrets: SECRETS, yes: false, agreeFirst: async () => false },
  ...changes,
});
const invite = (changes = {}) => inviteMembers(stage.store, stage.config, context(), sending(changes));

/** Delivers what is due, whether or not the running portal was faster; the mails that arrived since. */
async function delivered(act: () => Promise<unknown> = async () => {}) {
  const before = stage.mails.received.length;
  await act();
  const parts = await noticeDelivery(stage.store, stage.config, context(), sending());
  await deliverDueNotices(stage.store, stage.config, parts);
  await expect
    .poll(async () => (await stage.store.portal.notices.list()).some(({ state }) => state === 'handing-over'))
    .toBe(false);
  return stage.mails.received.slice(before).map(({ to, raw }) => ({
    to: to[0] ?? '',
    raw: String(raw)
      .replaceAll('=\r\n', '')
      .replaceAll('=3D', '=')
      .replaceAll(/\r\n[ \t]+/g, ' '),
  }));
}

beforeAll(async () => {
  stage = await openPortal({ awaiting: ['videographer', 'curator', 'baker'] });
  await stage.audit();
});
afterAll(() => stage.close());

describe('inviting', () => {
  it('holds the first invitations until somebody agreed', async () => {
    const { plan, held } = await invite();
    expect(held).toBe('first');
    expect(plan.members.length).toBeGreaterThan(1);
    expect(plan.counts.granted).toBeGreaterThan(20);
    expect(await delivered()).toEqual([]);
  });

  it('mails whoever has not given access, once', async () => {
    const { members } = await planInvitations(stage.store, stage.config, context());
    const mails = await delivered(() => invite({ yes: true }));
    expect(mails).toHaveLength(members.length);
    expect(new Set(mails.map(({ to }) => to)).size).toBe(members.length);
    const [first = { raw: '' }] = mails;
    expect(first.raw).toMatch(
      /List-Unsubscribe: <http:\/\/127\.0\.0\.1:\d+\/u\/[\w-]{54}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click/,
    );
    expect(first.raw).toMatch(/href="http:\/\/127\.0\.0\.1:\d+\/l\/[\w-]{54}"/);
    expect(await delivered(() => invite({ yes: true }))).toEqual([]);
  });

  it('reminds on day 14 and day 45, and not who answered or has no account any more', async () => {
    const [anna, bob] = (await stage.store.portal.people.list()).filter(({ round }) => round > 0);
    const invited = (await stage.store.portal.people.list()).filter(({ round }) => round > 0).length;
    if (anna === undefined || bob === undefined) throw new TypeError('nobody was invited');
    const began = stage.clock();
    stage.setNow(began + 13 * DAY);
    expect(await delivered()).toEqual([]);
    await stage.store.portal.people.setDeclined(anna.member, stage.clock());
    stage.setNow(began + 14 * DAY + 1_000);
    expect(await delivered()).toHaveLength(invited - 1);
    expect(await delivered()).toEqual([]);
    await stage.store.portal.people.setMails(bob.member, { every: 'never', language: null });
    stage.setNow(began + 45 * DAY + 1_000);
    expect(await delivered()).toHaveLength(invited - 2);
    stage.setNow(began + 90 * DAY);
    expect(await delivered()).toEqual([]);
    const events = (await stage.store.portal.journal.of(bob.member)).map(({ event }) => event);
    expect(events).toEqual(['reminded', 'invited']);
    expect((await seenAccounts(stage.store, stage.config))?.size).toBeGreaterThan(30);
  });

  it('invites who came since without asking again', async () => {
    const { vault } = stage.running.portal;
    const [newcomer] = vault.list();
    if (newcomer === undefined) throw new TypeError('nobody has given access');
    await vault.remove([newcomer.member]);
    await stage.audit();
    const mails = await delivered(async () => expect((await invite()).held).toBeNull());
    const rows = await stage.store.members.list();
    expect(mails.map(({ to }) => to)).toEqual([rows.find(({ id }) => id === newcomer.member)?.mail]);
  });
});
