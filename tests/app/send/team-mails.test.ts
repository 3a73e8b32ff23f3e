import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type ParsedMail, simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportInput } from '../../../src/app/report/input.ts';
import { ownMessages } from '../../../src/app/report/locales.ts';
import { senderOf, sendRun } from '../../../src/app/send/send.ts';
import { configOf } from '../../../src/cli/config.ts';
import { type MailCatcher, startMailCatcher } from '../../../src/demo/mail-catcher.ts';
import { memberId } from '../../../src/model/ids.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { type Office, openOffice } from '../../helpers/office.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const REFERENT = 'tours@coop.example';
const ADMIN = 'admin@coop.example';
const mailbox = temporaryFolder('team-mails');
let mails: MailCatcher;
const opened: { readonly office: Office; readonly store: Store }[] = [];

beforeAll(async () => {
  mails = await startMailCatcher({ directory: mailbox });
});
afterAll(async () => {
  for (const { office, store } of opened) {
    await store.close();
    office.leave();
  }
  await mails.close();
  rmSync(mailbox, { recursive: true });
});

/** An office whose Anna is of Tours, which has a referent. */
async function officeOfTours(admins: string) {
  const office = await openOffice([
    `mail: { transport: "${mails.url}", from: nextcloud@coop.example }`,
    `referents: [{ group: Tours, name: Référence, mail: ${REFERENT} }]`,
    `admins: { mails: [${ADMIN}]${admins} }`,
  ]);
  const store = await openStore(join(office.folder, 'menage.db'));
  opened.push({ office, store });
  const members = await store.members.list();
  await store.members.save(
    members.map((one) => (one.id === memberId('anna') ? { ...one, antenna: 'Tours' } : one)),
  );
  return { office, store };
}

/** Sends what is due; gives the keys of the mails about which the first sending asks, and those that arrived. */
async function send({ office, store }: Awaited<ReturnType<typeof officeOfTours>>, isAgreed: boolean) {
  const config = configOf(office.context);
  const input = await reportInput(store, config, ownMessages);
  const asked: string[] = [];
  const before = mails.received.length;
  const sent = await sendRun(store, config, input, office.context, {
    sender: senderOf(config),
    secrets: { mailPassword: null, webhook: null },
    agreeFirst: async (waiting) => {
      asked.push(...waiting.map(({ key }) => key));
      return isAgreed;
    },
    ...{ yes: false, retryRefused: false },
  });
  const arrived = mails.received.slice(before).map(({ to: [to = ''], raw }) => ({ to, raw }));
  return { sent, asked, arrived };
}

async function parsedTo(
  address: string,
  arrived: readonly { readonly to: string; readonly raw: string | Buffer }[],
): Promise<ParsedMail> {
  const mail = arrived.find(({ to }) => to === address);
  if (mail === undefined) throw new Error(`no mail to ${address}`);
  return simpleParser(mail.raw);
}

describe('the mails to referents', () => {
  it('wait with those to the members, then go once in the period', async () => {
    const site = await officeOfTours('');
    const held = await send(site, false);
    expect(held.asked).toEqual(['member:anna', 'member:bruno', 'member:chloe', `referent:${REFERENT}`]);
    expect(held.arrived.map(({ to }) => to)).toEqual([ADMIN]);
    expect(held.sent).toMatchObject({ members: 3, held: 3, isComplete: true });
    const { arrived, sent } = await send(site, true);
    expect(sent).toMatchObject({ members: 3, held: 0, isComplete: true });
    expect(arrived.map(({ to }) => to)).toEqual([
      ...['anna', 'bruno', 'chloe'].map((id) => `${id}@coop.example`),
      REFERENT,
    ]);
    const { text = '', attachments } = await parsedTo(REFERENT, arrived);
    expect(text).toContain('anna');
    expect(text).not.toMatch(/bruno|chloe/);
    expect(attachments).toEqual([]);
    expect((await send(site, true)).arrived).toEqual([]);
  });
});

describe('the mail to an admin', () => {
  it('carries the page', async () => {
    const { arrived } = await send(await officeOfTours(''), false);
    const { attachments, text = '' } = await parsedTo(ADMIN, arrived);
    expect(attachments.map(({ filename, contentType }) => [filename, contentType])).toEqual([
      ['report-2026-11.html', 'text/html'],
    ]);
    const page = attachments[0]?.content.toString('utf8') ?? '';
    expect(page).toMatch(/^<!doctype html>/i);
    // As after the sending: it says what the mails wait for.
    expect(page).toContain('menage send --yes');
    expect(text).toContain('report-2026-11.html');
  });

  it('carries nothing where the config says so', async () => {
    const { arrived } = await send(await officeOfTours(', attach: none'), false);
    const { attachments, text = '' } = await parsedTo(ADMIN, arrived);
    expect(attachments).toEqual([]);
    expect(text).toContain(join('reports', '2026-11'));
  });
});
