import { join } from 'node:path';
import { expect, it } from 'vitest';
import { linesIn, terminalLanguage } from '../../src/app/terminal.ts';
import { audit } from '../../src/cli/audit.ts';
import { checks } from '../../src/cli/checks.ts';
import { type Context, contextOf } from '../../src/cli/context.ts';
import { runCheck, runList } from '../../src/cli/credentials/credentials.ts';
import { doctor } from '../../src/cli/doctor.ts';
import { forget } from '../../src/cli/forget.ts';
import { history } from '../../src/cli/history.ts';
import { progressText } from '../../src/cli/progress.ts';
import { purge } from '../../src/cli/purge.ts';
import { agreementTo, send } from '../../src/cli/send.ts';
import { openLog } from '../../src/log.ts';
import { withSmallWorkspace } from '../helpers/small-workspace.ts';
import { NOW, smallWorld } from '../helpers/world.ts';

it.each([
  [{ LANG: 'fr_FR.UTF-8' }, 'fr'],
  [{ LANG: 'en_GB.UTF-8', LC_MESSAGES: 'fr_BE' }, 'fr'],
  [{ LANG: 'fr_FR.UTF-8', LC_ALL: 'C' }, 'en'],
  [{ LANG: 'de_DE.UTF-8' }, 'en'],
  [{}, 'en'],
])('the locale %o means %s', (environment, language) => {
  expect(terminalLanguage({ environment })).toBe(language);
});

/** What the main commands print on standard output, one after the other, in the folder of a workspace. */
async function printed(folder: string, environment: NodeJS.ProcessEnv) {
  const out: string[] = [];
  const log: string[] = [];
  const codes: number[] = [];
  const context: Context = {
    ...contextOf({ config: join(folder, 'menage.yaml') }, new AbortController().signal),
    ...{ environment, width: 100, progress: () => {}, now: () => NOW },
    log: openLog({ level: 'info', format: 'json' }, { write: (line) => log.push(line) }),
    out: (text) => out.push(text),
    document: (text) => out.push(text),
  };
  const commands = [
    () => doctor(context, { member: 'alice' }),
    () => runList(context, {}),
    () => runCheck(context),
    () => audit(context, {}),
    () => history(context, undefined, {}),
    () => history(context, 'alice', {}),
    () => history(context, undefined, { check: true }),
    () => send(context, { to: 'me@coop.example' }),
    () => send(context, { yes: true }),
    () => checks(context, undefined),
    () => purge(context, { olderThan: '24months' }),
    () => forget(context, 'bob', { yes: true }),
  ];
  for (const command of commands) codes.push(await command());
  return { text: out.join('\n'), codes, log: log.join('') };
}

const world = () =>
  smallWorld({
    members: {
      alice: { files: { '/vieux.zip': 1_900_000_000 } },
      bob: { files: { '/b.txt': 1 }, appPassword: null },
    },
  });
const speaking = (LANG: string) => withSmallWorkspace(world(), {}, ({ folder }) => printed(folder, { LANG }));

it('the main commands print French in a French locale, and English else; codes and the log are the same', async () => {
  const [fr, en] = [await speaking('fr_FR.UTF-8'), await speaking('de_DE.UTF-8')];
  expect(fr.text).toContain('✔ ok         horloge : ');
  expect(fr.text).toMatch(/Prêt, avec \d avertissements?\. Ensuite : menage audit/);
  expect(fr.text).toContain('Ensuite : menage report · menage send --dry-run');
  expect(fr.text).toMatch(/^audit {2}jour .* sans mot de passe/m);
  expect(en.text).toContain('✔ ok       clock: ');
  const english = new Set(en.text.split('\n'));
  const same = fr.text
    .split('\n')
    .filter((line) => english.has(line) && /\p{L}{2,} \p{L}+ \p{L}{2,}/u.test(line));
  expect(same).toEqual([]);
  expect(fr.codes).toEqual(en.codes);
  const told = (log: string) => log.replaceAll(/"time":[^,]*|127\.0\.0\.1:\d+|\/\S*?small[^/]*/g, '');
  expect(told(fr.log)).toBe(told(en.log));
});

it('doctor --json is the same in every locale', async () => {
  const rows = (LANG: string) =>
    withSmallWorkspace(world(), {}, async ({ folder }) => {
      let json = '';
      const context = contextOf({ config: join(folder, 'menage.yaml') }, new AbortController().signal);
      const document = (text: string) => {
        json = text;
      };
      await doctor({ ...context, environment: { LANG }, document, now: () => NOW }, { json: true });
      return JSON.parse(json).map(({ what, state }: Record<string, string>) => `${what} ${state}`);
    });
  expect(await rows('fr_FR.UTF-8')).toEqual(await rows('en_GB.UTF-8'));
});

it('the line of progress is French, too', () => {
  const progress = { members: 40, membersDone: 12, requests: 1_058, entries: 3_999 };
  expect(progressText(progress, 3, 'fr').replaceAll(/\s/g, ' ')).toBe(
    '12/40 membres, 1 058 requêtes, 3 999 éléments, 1 333/s, encore 7 s environ',
  );
});

it('without a terminal nothing is asked in any language', async () => {
  const agree = agreementTo({ out: () => {}, environment: { LANG: 'fr' } });
  expect(await agree([])).toBe(false);
});

it('counts are worded by their number', () => {
  const say = linesIn('fr');
  const sent = { before: 0, members: 2, held: 0, waiting: 'none' };
  expect(say('send.mails', { ...sent, n: 0 })).toBe('0 courriel envoyé ; 2 membres en ont un cette fois.');
  expect(say('send.mails', { n: 2, before: 1, members: 1, held: 1, waiting: 'all' })).toBe(
    '2 courriels envoyés, 1 déjà envoyé dans cette période ; 1 membre en a un cette fois, retenu.',
  );
  expect(say('send.mails', { n: 2, before: 0, members: 3, held: 2, waiting: 'some' })).toBe(
    '2 courriels envoyés ; 3 membres en ont un cette fois, dont 2 retenus.',
  );
});
