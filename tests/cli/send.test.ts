import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Context, contextOf } from '../../src/cli/context.ts';
import { OWN_VOICE } from '../../src/cli/own-words.ts';
import { reportInput } from '../../src/cli/report-input.ts';
import { senderOf, sendRun } from '../../src/cli/send.ts';
import { configOf } from '../../src/cli/setup.ts';
import { type MailCatcher, startMailCatcher } from '../../src/demo/mail-catcher.ts';
import { memberId } from '../../src/model/ids.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { member, resultOf } from '../report/helpers.ts';
import { MB, nearlyFull } from '../report/mail-scenes.ts';

const folder = mkdtempSync(join(tmpdir(), 'menage-send-'));
let mails: MailCatcher;
let store: Store;
let context: Context;

/** Anna’s mail is refused, the connection breaks behind Bruno’s, Chloé’s arrives. */
beforeAll(async () => {
  mails = await startMailCatcher({
    directory: join(folder, 'mailbox'),
    refuse: (recipient) => (recipient.startsWith('anna') ? 550 : undefined),
    hangUp: (recipient) => (recipient.startsWith('bruno') ? 'after-data' : undefined),
  });
  const configFile = join(folder, 'menage.yaml');
  writeFileSync(
    configFile,
    [
      'server: { url: http://127.0.0.1:9, admin: { user: admin } }',
      'organisation: { name: Coop, language: fr, timezone: Europe/Paris }',
      `mail: { transport: "${mails.url}", from: nextcloud@coop.example }`,
      'admins: { mails: [admin@coop.example] }',
    ].join('\n'),
  );
  context = {
    ...contextOf({ config: configFile, quiet: true }, new AbortController().signal),
    out: () => {},
  };
  store = await openStore(join(folder, 'menage.db'));
  const ids = ['anna', 'bruno', 'chloe'];
  await store.members.save(
    ids.map((id) => ({
      ...{ id: memberId(id), name: id, mail: `${id}@coop.example`, language: 'fr', antenna: null },
      ...{ lastLogin: null, lastRequestAt: null },
    })),
  );
  const members = ids.map((id) => member(id, { bytes: 2000 * MB }));
  const findings = ids.map((id) => nearlyFull(id, 2000 * MB, 'high'));
  const run = await store.runs.start(Date.UTC(2026, 10, 23, 3, 12));
  const result = resultOf({ members, shares: [], findings });
  await store.runs.finish(run, { ...result, run: { ...result.run, id: run } }, []);
});
afterAll(async () => {
  await store.close();
  await mails.close();
  rmSync(folder, { recursive: true });
});

it('tells the admins which mails were not handed over, and the report knows it afterwards', async () => {
  const config = configOf(context);
  const input = await reportInput(store, config, OWN_VOICE);
  expect(input.delivery).toEqual({ held: [], undelivered: [] });
  const { exitCode } = await sendRun(store, config, input, context, { sender: senderOf(config) });
  expect(exitCode).toBe(3);
  const toAdmin = mails.received.find(({ to }) => to.includes('admin@coop.example'));
  const { text } = await simpleParser(toAdmin?.raw ?? '');
  expect(text?.replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll('\n  ', ' ')).toMatch(
    /2 mails non remis\n- anna : refusé par le serveur de mail\..*\n- bruno : peut-être arrivé/s,
  );
  const { delivery } = await reportInput(store, config, OWN_VOICE);
  expect(delivery?.undelivered.map(({ member: who, state }) => [who, state])).toEqual([
    ['anna', 'refused'],
    ['bruno', 'doubtful'],
  ]);
});
