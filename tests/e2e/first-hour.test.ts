import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { simpleParser } from 'mailparser';
import { expect, it } from 'vitest';
import { makeCoop } from '../../src/demo/coop/coop.ts';
import { startMailCatcher } from '../../src/demo/mail-catcher.ts';
import type { World } from '../../src/demo/nextcloud/world/world.ts';
import { startCountedServer } from '../helpers/bounds.ts';
import { livingAt } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { DOWN, ENTER, HAS_TERMINAL, openTerminal, type Terminal } from '../helpers/terminal.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = join(ROOT, 'docs/first-hour.md');
const NOON = Date.UTC(2026, 10, 24, 11);

/**
 * `docs/first-hour.md` is what the built program shows on a terminal, step by step, against the embedded server. Written
 * anew with WRITE_DOCS=1; else compared.
 */
it.skipIf(!HAS_TERMINAL)('the first hour goes as its page says', { timeout: 240_000 }, async () => {
  const page = await transcript();
  if (process.env['WRITE_DOCS'] === '1') writeFileSync(PAGE, page);
  expect(page).toBe(readFileSync(PAGE, 'utf8'));
});

async function transcript(): Promise<string> {
  const folder = temporaryFolder('first-hour');
  const { world } = makeCoop({ seed: 3, now: NOON, readable: true });
  const shift = NOON - Date.now();
  const server = await startCountedServer(world, { clock: () => Date.now() + shift });
  const mails = await startMailCatcher({ directory: join(temporaryFolder('mailbox'), 'mails') });
  writeTokens(folder, world);
  const prefix = installed();
  const env = {
    ...livingAt(Date.now() + shift),
    PATH: [join(prefix, 'bin'), dirname(process.execPath), process.env['PATH']].join(delimiter),
    ...{ LANG: 'en_GB.UTF-8', TZ: 'Europe/Paris', HOME: folder },
  };
  /** Runs one command line as somebody would; gives what the terminal then shows. */
  const run = async (line: string, code: number, type: (at: Terminal) => Promise<void> = async () => {}) => {
    const at = openTerminal(['sh', '-c', line], { cwd: folder, env, columns: 200 });
    await type(at);
    expect(await at.ended, at.screen()).toBe(code);
    return `\`\`\`text\n$ ${line}\n${at.screen()}\n\`\`\``;
  };
  try {
    const steps = [
      HEAD,
      INSTALL,
      await run('menage --version', 0),
      INIT,
      await run('menage init', 0, (at) => answerAll(at, world, server.url, mails.url)),
      DOCTOR,
      await run('menage doctor', 0),
      AUDIT,
      await run('menage audit', 0),
      ACCESS,
      await run('menage credentials import tokens.json', 0),
      await run('menage credentials check', 0),
      await run('menage audit', 0),
      DRY_RUN,
      await run('menage send --dry-run', 0),
      TEST_MAIL,
      await run('menage send --to me@coop.example --member anatole.vertabourg', 0),
      `${await received(mails.received)}`,
      RUN,
      await run('menage run', 0, typeNumber),
      END,
    ];
    const places = [
      [server.url, 'https://cloud.coop.example'],
      [new URL(server.url).host, 'cloud.coop.example'],
      [mails.url, 'smtps://mail.coop.example'],
      [new URL(mails.url).host, 'mail.coop.example'],
      [folder, '/etc/menage'],
    ] as const;
    return (
      `${places.reduce((text, [from, to]) => text.replaceAll(from, to), steps.join('\n\n'))}\n`
        .replaceAll(/\bin \d+ (?:s|min), /g, 'in 4 s, ')
        // How much is asked depends on how fast the answers came.
        .replaceAll(/\b\d{2,} requests\b/g, '120 requests')
        .replaceAll(/\b\d+ MB free\b/g, '51200 MB free')
    );
  } finally {
    await mails.close();
    await server.close();
  }
}

/** The checkout's own program, by npm as the page says; the suite built it, and nothing is downloaded. */
function installed(): string {
  const prefix = temporaryFolder('prefix');
  const quiet = ['--ignore-scripts', '--offline', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['install', '--global', ...quiet, '--prefix', prefix, ROOT]);
  return prefix;
}

function writeTokens(folder: string, { users, admin }: World): void {
  const tokens = users.flatMap(({ id, loginName, appPassword, enabled }) =>
    appPassword === null || !enabled || id === admin.id
      ? []
      : [[id, { login: loginName, password: appPassword }]],
  );
  writeFileSync(join(folder, 'tokens.json'), JSON.stringify(Object.fromEntries(tokens)), { mode: 0o600 });
}

async function answerAll(at: Terminal, world: World, url: string, transport: string): Promise<void> {
  const answers = [
    ['The address of your Nextcloud', `${url}/index.php/apps/files/files?dir=/`],
    ['Who decides', DOWN],
    ['The account of an administrator', world.admin.id],
    ['Its app password', world.admin.password],
    ['The name of your organisation', 'Our cooperative'],
    ['The language of the mails', ''],
    ['A web page where members find help', ''],
    ['Who is audited?', ' '],
    ['Who gets the audit?', 'team@coop.example'],
    ['Name a person', ''],
    ['The mail server, as in', transport],
    ['The sender of the mails', ''],
  ] as const;
  for (const [question, answer] of answers) {
    await at.until(question);
    at.type(answer + ENTER);
  }
}

/** Agrees to the first sending by typing how many mails would go. */
async function typeNumber(at: Terminal): Promise<void> {
  await at.until('The number of mails');
  const number = /Type (\d+) to send/.exec(at.screen())?.[1] ?? '';
  at.type(number + ENTER);
}

async function received(mails: readonly { readonly raw: Buffer | string }[]): Promise<string> {
  const parsed = await Promise.all(mails.map(({ raw }) => simpleParser(raw)));
  const lines = parsed.map(({ subject, text = '' }) => `Subject: ${subject}\n\n${text.trimEnd()}`);
  return `What arrived:\n\n\`\`\`text\n${lines.join('\n\n')}\n\`\`\``;
}

const HEAD = `# The first hour

From nothing to the first mails, as a terminal shows it. Written by \`tests/e2e/first-hour.test.ts\`, which runs the built program
against the embedded Nextcloud; only addresses, folders, seconds, numbers of requests and free disk are made alike. Written anew with
\`WRITE_DOCS=1 npx vitest run --config .config/vitest.ts tests/e2e/first-hour.test.ts\`. Nothing reaches a member before the last step.`;

const INSTALL = `## 1. Install

From a checkout; other ways, a user of its own and the timer: [install](../cron/install.md).

\`\`\`text
$ npm ci
$ npm install --global .
\`\`\``;

const INIT = `## 2. A first config

The address is pasted from the browser; server, login and mail server are tried as they are answered. The password is not shown.`;

const DOCTOR = `## 3. Is all there?`;

const AUDIT = `## 4. A first audit

The administrator alone gives use, accounts and policy. Links and files are known of those who grant access.`;

const ACCESS = `Once members have granted access (\`menage credentials mint\`, or \`login\` for each):`;

const DRY_RUN = `## 5. What would go to whom

Each mail as a file, and nothing is sent.`;

const TEST_MAIL = `## 6. A test mail to yourself`;

const RUN = `## 7. The run

What cron calls each month. The first time it shows who gets what, and sends once the number is typed; from cron the mails to members wait
for \`menage send --yes\`.`;

const END = `Then a timer: [install](../cron/install.md). What else there is to know: [operations](operations.md).`;
