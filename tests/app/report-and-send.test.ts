import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withStore } from '../../src/app/open.ts';
import { reportAndSend } from '../../src/app/report-and-send.ts';
import { type Sent, senderOf } from '../../src/app/send/send.ts';
import { configOf } from '../../src/cli/config.ts';
import { type MailCatcher, startMailCatcher } from '../../src/demo/mail-catcher.ts';
import { type Office, openOffice } from '../helpers/office.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const mailbox = temporaryFolder('report-and-send');
let mails: MailCatcher;
let office: Office;

/** Anna’s mail is refused. */
beforeAll(async () => {
  mails = await startMailCatcher({
    directory: mailbox,
    refuse: (recipient) => (recipient.startsWith('anna') ? 550 : undefined),
  });
  office = await openOffice([
    `mail: { transport: "${mails.url}", from: nextcloud@coop.example }`,
    'admins: { mails: [admin@coop.example] }',
    'output: { directory: reports }',
  ]);
}, 60_000);
afterAll(async () => {
  await mails.close();
  office.leave();
  rmSync(mailbox, { recursive: true });
});

it('writes the report, sends, then writes into the report what became of the mails; prints nothing', {
  timeout: 60_000,
}, async () => {
  const config = configOf(office.context);
  const ends: Sent[] = [];
  let summaryBefore = '';
  const summary = () => {
    const [month = ''] = readdirSync(config.output.directory);
    return readFileSync(join(config.output.directory, month, 'summary.md'), 'utf8');
  };
  const sending = {
    ...{ sender: senderOf(config), secrets: { mailPassword: null, webhook: null } },
    ...{ yes: false, agreeFirst: async () => true, retryRefused: false },
  };
  const { sent, isPurged } = await withStore(config, office.context, (store) =>
    reportAndSend(store, config, office.context, 1, sending, (one) => {
      ends.push(one);
      summaryBefore = summary();
    }),
  );
  expect([isPurged, sent.isComplete, sent.members, ends]).toEqual([true, false, 3, [sent]]);
  expect(sent.delivery.undelivered).toMatchObject([{ member: 'anna', state: 'refused' }]);
  expect([...(sent.delivery.inPeriod ?? [])]).toEqual(
    expect.arrayContaining([['bruno', { at: expect.any(Number), run: 1 }]]),
  );
  expect(sent.delivery.inPeriod?.has('anna')).toBe(false);
  expect(mails.received.flatMap(({ to }) => to)).toContain('bruno@coop.example');
  expect(summary()).not.toBe(summaryBefore);
  expect(office.said).toEqual([]);
});
