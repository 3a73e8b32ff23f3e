import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reportInput } from '../../../src/app/report/input.ts';
import { ownMessages } from '../../../src/app/report/locales.ts';
import { senderOf, sendRun } from '../../../src/app/send/send.ts';
import { configOf } from '../../../src/cli/config.ts';
import { type MailCatcher, startMailCatcher } from '../../../src/demo/mail-catcher.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { type Office, openOffice } from '../../helpers/office.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const mailbox = temporaryFolder('send');
let mails: MailCatcher;
let office: Office;
let store: Store;

/** Anna’s mail is refused, the connection breaks behind Bruno’s, Chloé’s arrives. */
beforeAll(async () => {
  mails = await startMailCatcher({
    directory: mailbox,
    refuse: (recipient) => (recipient.startsWith('anna') ? 550 : undefined),
    hangUp: (recipient) => (recipient.startsWith('bruno') ? 'after-data' : undefined),
  });
  office = await openOffice([
    `mail: { transport: "${mails.url}", from: nextcloud@coop.example }`,
    'admins: { mails: [admin@coop.example] }',
  ]);
  store = await openStore(join(office.folder, 'menage.db'));
}, 60_000);
afterAll(async () => {
  await store.close();
  await mails.close();
  office.leave();
  rmSync(mailbox, { recursive: true });
});

it('tells the admins which mails were not handed over, and the report knows it afterwards', {
  timeout: 60_000,
}, async () => {
  const { context } = office;
  const config = configOf(context);
  const input = await reportInput(store, config, ownMessages);
  expect(input.delivery).toEqual({ held: [], undelivered: [], inPeriod: new Map() });
  const { isComplete, stop } = await sendRun(store, config, input, context, {
    sender: senderOf(config),
    secrets: { mailPassword: null, webhook: null },
    ...{ yes: false, agreeFirst: async () => true, retryRefused: false },
  });
  expect([isComplete, stop]).toEqual([false, null]);
  const toAdmin = mails.received.find(({ to }) => to.includes('admin@coop.example'));
  const { text } = await simpleParser(toAdmin?.raw ?? '');
  expect(text?.replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll('\n  ', ' ')).toMatch(
    /2 mails non remis\n- anna : refusé par le serveur de mail\..*\n- bruno : peut-être arrivé/s,
  );
  const { delivery } = await reportInput(store, config, ownMessages);
  expect(delivery?.undelivered.map(({ member: who, state }) => [who, state])).toEqual([
    ['anna', 'refused'],
    ['bruno', 'doubtful'],
  ]);
});
