import { resolve } from 'node:path';
import {
  localeLanguage,
  machineZone,
  mailServerAddress,
  serverAddress,
} from '../../app/init/usual-answers.ts';
import { type Answers, assertNoConfig, type Usual, writeConfig } from '../../app/init/write-config.ts';
import { ownMessages } from '../../app/report/locales.ts';
import { EXIT, type ExitCode, UsageError } from '../../model/errors.ts';
import { LANGUAGES, type Language } from '../../model/member.ts';
import { speaker } from '../../report/text/words.ts';
import { isInteractive } from '../ask.ts';
import type { Context } from '../context.ts';
import { doctor } from '../doctor.ts';

interface InitOptions {
  readonly url?: string;
  readonly admin?: string;
  readonly passwordFile?: string;
  readonly from?: string;
  readonly transport?: string;
  readonly mailPasswordFile?: string;
  readonly name?: string;
  readonly language?: string;
  readonly group?: readonly string[];
  readonly adminMail?: readonly string[];
  readonly helpPage?: string;
  readonly ca?: string;
  readonly test: boolean;
}

/** Where the machine's locale and zone say nothing. */
const USUAL_LANGUAGE: Language = 'fr';
const USUAL_ZONE = 'Europe/Paris';

/** `menage init`: writes menage.yaml, its secrets and a vault key, then looks whether it works. Asks only on a terminal; sends nothing. */
export async function init(context: Context, options: InitOptions): Promise<ExitCode> {
  const file = resolve(context.configFile);
  assertNoConfig(file);
  const answers = await answersOf(options, context);
  const written = await writeConfig(file, answers);
  const say = speaker(ownMessages, 'setup', localeLanguage(context.environment) ?? 'en');
  const files = written.map((path) => `  ${path}`);
  const next = answers.reading === 'everybody' ? [say('init.registerNext'), ''] : [];
  context.out(['', say('init.written'), ...files, say('init.keep'), '', ...next].join('\n'));
  // Without a password lists are read by the registration, which is still to come.
  const isBefore = answers.reading === 'everybody' && !hasPassword(answers, context);
  if (!options.test || isBefore) return EXIT.done;
  return doctor({ ...context, configFile: file }, {});
}

function hasPassword({ password }: Answers, { environment }: Context): boolean {
  return password !== undefined || (environment['MENAGE_ADMIN_PASSWORD'] ?? '') !== '';
}

async function answersOf(options: InitOptions, { environment }: Context): Promise<Answers> {
  const given = givenBy(options);
  const usual: Usual = {
    language: localeLanguage(environment) ?? USUAL_LANGUAGE,
    timezone: machineZone() ?? USUAL_ZONE,
    ...{ groups: [], adminMails: [], referents: [] },
  };
  const { url, admin } = given;
  if (url !== undefined && admin !== undefined) return { ...usual, ...given, url, admin };
  if (!isInteractive())
    throw new UsageError('menage init wants --url and --admin where nobody can be asked.');
  const { interview } = await import('./interview.ts');
  return interview(given, usual, environment);
}

/** What the options say; what is no address is left to the config's own message. */
function givenBy(options: InitOptions): Partial<Answers> {
  const { url, passwordFile, mailPasswordFile, transport, group, adminMail } = options;
  const { admin, from, name, ca, helpPage: help } = options;
  const language = LANGUAGES.find((one) => one === options.language);
  if (options.language !== undefined && language === undefined)
    throw new UsageError(`--language ${options.language} is none of: ${LANGUAGES.join(', ')}.`);
  const answers: Partial<Answers> = {
    ...(url !== undefined && { url: serverAddress(url) ?? url }),
    ...(passwordFile !== undefined && { password: { file: passwordFile } }),
    ...(mailPasswordFile !== undefined && { mailPassword: { file: mailPasswordFile } }),
    ...(transport !== undefined && { transport: mailServerAddress(transport) }),
    ...(language !== undefined && { language }),
    ...(admin !== undefined && { admin }),
    ...(group !== undefined && { groups: group }),
    ...(adminMail !== undefined && { adminMails: adminMail }),
  };
  return { ...answers, ...{ from, name, ca, help } };
}
