import { intro, log } from '@clack/prompts';
import { hasAppApi, type Sight, tryLogin, tryServer } from '../../app/init/try-answer.ts';
import { localeLanguage, serverAddress } from '../../app/init/usual-answers.ts';
import {
  type Answers,
  DECIDERS,
  type Decider,
  type GivenSecret,
  type Usual,
} from '../../app/init/write-config.ts';
import { readSecret } from '../../config/secret-file.ts';
import { UsageError } from '../../model/errors.ts';
import { LANGUAGES, type Language } from '../../model/member.ts';
import { type Secret, secret } from '../../model/secret.ts';
import { serverName } from '../../model/text/server-name.ts';
import { visibleText } from '../../model/text/visible-text.ts';
import { askOne, askSecret, askText } from '../ask.ts';
import { askMail } from './ask-mail.ts';
import { askPeople } from './ask-people.ts';
import { type Asking, askingIn } from './asking.ts';

/**
 * Asks for what the options leave open, one question after the other; each answer is tried before the next is asked.
 * @throws {UsageError} when it is left by Ctrl-C: nothing was written.
 */
export async function interview(
  given: Partial<Answers>,
  usual: Usual,
  environment: NodeJS.ProcessEnv,
): Promise<Answers> {
  const asking = askingIn(localeLanguage(environment) ?? 'en');
  intro(asking.say('init.title'));
  const { version, ...server } = await askServer(given, asking);
  const reading = hasAppApi(version) ? await askReading(asking) : 'each';
  const { sight, ...login } = await (reading === 'everybody' &&
  knownPassword(given.password, environment) === null
    ? askAdmin(given, asking)
    : askLogin(given, server, environment, asking));
  const organisation = await askOrganisation(given, usual, asking);
  const people = await askPeople(given, sight, asking);
  const mail = await askMail(
    given,
    { url: server.url, name: organisation.name, mails: people.adminMails },
    asking,
  );
  return { ...usual, ...given, ...server, reading, ...login, ...organisation, ...people, ...mail };
}

type Server = Pick<Answers, 'url' | 'ca'>;

async function askServer(
  { url, ca }: Partial<Answers>,
  { say, words, tried }: Asking,
): Promise<Server & { readonly version: string }> {
  let version = '';
  const check = async (answer: string) => {
    const address = serverAddress(answer);
    if (address === null) return say('init.noAddress');
    return tried(await tryServer({ url: address, ...(ca !== undefined && { ca }) }), (found) => {
      version = found;
    });
  };
  const problem = url === undefined ? undefined : await check(url);
  if (problem !== undefined) throw new UsageError(problem);
  const question = { message: say('init.url'), example: 'https://cloud.example.org', check };
  const answer = url ?? serverAddress(await askText(question, words)) ?? '';
  log.success(visibleText(say('init.server', { server: serverName(version), url: answer })));
  return { url: answer, ca, version };
}

/** Who decides that members are read. */
function askReading({ say, words }: Asking): Promise<Decider> {
  return askOne(say('init.reading'), DECIDERS, words, (one) => say(`init.reading.${one}`));
}

/** The account as which lists are read by the registration: no password is needed, and nothing can be tried before. */
async function askAdmin(
  given: Partial<Answers>,
  { say, words }: Asking,
): Promise<Pick<Answers, 'admin'> & { readonly sight: Sight }> {
  const admin = given.admin ?? (await askText({ message: say('init.adminByName'), usual: 'admin' }, words));
  return { admin, sight: { accounts: 0, groups: [], mail: null } };
}

/** The administrator, by a password that is taken: a new one, of a file, or of the environment. */
async function askLogin(
  given: Partial<Answers>,
  { url, ca }: Server,
  environment: NodeJS.ProcessEnv,
  { say, words, tried }: Asking,
): Promise<Pick<Answers, 'admin' | 'password'> & { readonly sight: Sight }> {
  const known = knownPassword(given.password, environment);
  let usual = 'admin';
  for (;;) {
    const admin = given.admin ?? (await askText({ message: say('init.admin'), usual }, words));
    let sight: Sight | 'refused' = 'refused';
    const check = async (password: Secret) => {
      const login = { login: admin, password };
      return tried(await tryLogin({ url, ...(ca !== undefined && { ca }) }, login), (seen) => {
        sight = seen;
      });
    };
    const problem = known === null ? undefined : await check(known);
    if (problem !== undefined) throw new UsageError(problem);
    const typed =
      known === null ? await askSecret(say('init.password'), (text) => check(secret(text)), words) : null;
    const seen = sightOf(sight);
    if (seen !== null) {
      log.success(visibleText(say('init.login', { user: admin, n: seen.accounts })));
      return { admin, password: typed === null ? given.password : { typed }, sight: seen };
    }
    const refused = visibleText(say('init.refused', { user: admin }));
    // Nothing is left to ask anew.
    if (given.admin !== undefined && known !== null) throw new UsageError(refused);
    log.warn(refused);
    usual = admin;
  }
}

/** What a callback has set meanwhile, which the compiler cannot see. */
function sightOf(sight: Sight | 'refused'): Sight | null {
  return sight === 'refused' ? null : sight;
}

/** A password that needs no typing; null where there is none. */
function knownPassword(given: GivenSecret | undefined, environment: NodeJS.ProcessEnv): Secret | null {
  const variable = 'MENAGE_ADMIN_PASSWORD';
  const file = given !== undefined && 'file' in given ? given.file : undefined;
  if (file === undefined && (environment[variable] ?? '') === '') return null;
  const what = "the administrator's app password";
  return readSecret({ what, file, key: '--password-file', variable }, environment);
}

async function askOrganisation(
  given: Partial<Answers>,
  usual: Usual,
  { say, words }: Asking,
): Promise<{ readonly name: string; readonly language: Language; readonly help: string | undefined }> {
  const name = given.name ?? (await askText({ message: say('init.name'), usual: 'Nextcloud' }, words));
  const others = LANGUAGES.filter((one) => one !== usual.language);
  const language = given.language ?? (await askOne(say('init.language'), [usual.language, ...others], words));
  const check = (answer: string) => (isWebPage(answer) ? undefined : say('init.noPage'));
  const help = given.help ?? (await askText({ message: say('init.help'), usual: '', check }, words));
  return { name, language, help: help === '' ? undefined : help };
}

function isWebPage(text: string): boolean {
  return /^https?:\/\/[^\s/]/.test(text) && URL.canParse(text);
}
