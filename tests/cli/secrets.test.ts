import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { send } from '../../src/cli/send.ts';
import { type MailCatcher, startMailCatcher } from '../../src/demo/mail-catcher.ts';
import { openStore } from '../../src/store/open.ts';
import { openOffice } from '../helpers/office.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

let folder: string;
let mails: MailCatcher;

beforeEach(async () => {
  folder = temporaryFolder('secrets');
  mails = await startMailCatcher({ directory: folder });
});
afterEach(async () => {
  await mails.close();
  rmSync(folder, { recursive: true });
});

const MAIL = () => `mail: { transport: "${mails.url}", from: nextcloud@coop.example }`;
const NO_PASSWORD = () => [MAIL().replace(' }', `, passwordFile: ${folder}/nowhere }`)];
const NO_WEBHOOK = () => [MAIL(), `admins: { mattermost: { webhookFile: ${folder}/nowhere } }`];
const NO_HEARTBEAT = () => [MAIL(), `admins: { heartbeat: { urlFile: ${folder}/nowhere } }`];

describe('a secret that cannot be read', { timeout: 30_000 }, () => {
  it.each([
    ['webhook', NO_WEBHOOK, /the webhook, there is no such file.*admins\.mattermost\.webhookFile/],
    ['password', NO_PASSWORD, /the mail password, there is no such file.*mail\.passwordFile/],
  ])('ends a sending before any mail is queued or sent: the %s', async (_, lines, message) => {
    const office = await openOffice(lines());
    await expect(send(office.context, {})).rejects.toThrow(message);
    const store = await openStore(join(office.folder, 'menage.db'));
    expect([mails.received, await store.outbox.list('2026-11')]).toEqual([[], []]);
    await store.close();
    office.leave();
  });

  it.each([
    ['webhook', NO_WEBHOOK, /the webhook, there is no such file/],
    ['password', NO_PASSWORD, /the mail password, there is no such file/],
    ['heartbeat', NO_HEARTBEAT, /the heartbeat address, there is no such file/],
  ])('ends a run before the server is asked: the %s', async (_, lines, message) => {
    const office = await openOffice(lines());
    await expect(run(office.context, {})).rejects.toThrow(message);
    office.leave();
  });

  it('is not wanted to look at the mails only', async () => {
    const office = await openOffice(NO_WEBHOOK());
    expect(await send(office.context, { dryRun: true, out: folder })).toBe(0);
    expect(office.said).toHaveLength(3);
    office.leave();
  });
});
