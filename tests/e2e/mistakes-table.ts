/** Addresses of the servers that the mistakes meet. */
export interface Places {
  /** The Nextcloud. */
  readonly cloud: string;
  readonly smtp: string;
  /** A port that nobody listens on. */
  readonly closed: string;
  /** Not a Nextcloud: a page; a server without status.php; one that points elsewhere. */
  readonly page: string;
  readonly empty: string;
  readonly moved: string;
  /** Certificates of an authority that nobody knows, for another name, and of the past. */
  readonly ownAuthority: string;
  readonly otherName: string;
  readonly expired: string;
  /** The certificate of that authority, a file. */
  readonly authority: string;
}

/** What is wrong, and how it is asked. */
export interface Mistake {
  readonly title: string;
  /** As typed; `menage` before it. */
  readonly command: string;
  /** What was called before, and went well. */
  readonly after?: string;
  readonly exit: number;
  /** Changes the sound config; null = there is none. */
  readonly config?: ((yaml: string, places: Places) => string) | null;
  /** Files beside the config: their text, and the mode where it is not 600. */
  readonly files?: Readonly<Record<string, string | { readonly text: string; readonly mode: number }>>;
}

/** The same config with one text replaced; a text that is not there is a mistake of the table. */
function put(from: string, to: string | ((places: Places) => string)) {
  return (yaml: string, places: Places) => {
    if (!yaml.includes(from)) throw new RangeError(`the config has no ${from}`);
    return yaml.replace(from, typeof to === 'string' ? to : to(places));
  };
}
const add = (lines: string) => (yaml: string) => `${yaml}${lines}\n`;
const server = (address: (places: Places) => string, more = '') =>
  put('url: CLOUD', (places) => `url: ${address(places)}${more}`);
const directory = put('  groups: [coop]', '  groups: [coop]\n  directory: people.csv');

const CONFIG: readonly Mistake[] = [
  { title: 'No config', command: 'audit', exit: 2, config: null },
  { title: 'Broken YAML', command: 'audit', exit: 2, config: put('  groups: [coop]', '  groups: [coop') },
  { title: 'An unknown key', command: 'audit', exit: 2, config: put('members:', 'membres:') },
  { title: 'A key in the wrong place', command: 'audit', exit: 2, config: add('timeout: 30s') },
  {
    title: 'A severity of one’s own',
    command: 'audit',
    exit: 2,
    config: add('checks: { link-old: { severity: low } }'),
  },
  {
    title: 'An option of another check',
    command: 'audit',
    exit: 2,
    config: add('checks: { link-old: { minSize: 5 MB } }'),
  },
  {
    title: 'A check that does not exist',
    command: 'audit',
    exit: 2,
    config: add('checks: { link-odl: off }'),
  },
  {
    title: 'A percentage without %',
    command: 'audit',
    exit: 2,
    config: add('checks: { quota-nearly-full: { medium: 80 } }'),
  },
  { title: 'A bare m', command: 'audit', exit: 2, config: add('checks: { link-old: { olderThan: 12m } }') },
  {
    title: 'A size without a unit',
    command: 'audit',
    exit: 2,
    config: put('  groups: [coop]', '  groups: [coop]\n  quota: 2000'),
  },
  { title: 'A list that is none', command: 'audit', exit: 2, config: put('[coop]', 'coop') },
  {
    title: 'Passwords in clear',
    command: 'audit',
    exit: 2,
    config: server(() => 'http://cloud.example.org'),
  },
  {
    title: 'A password in the address',
    command: 'audit',
    exit: 2,
    config: server(() => 'https://admin:geheim@cloud.example.org'),
  },
  {
    title: 'An address without a scheme',
    command: 'audit',
    exit: 2,
    config: server(() => 'cloud.example.org'),
  },
  {
    title: 'A time zone that is none',
    command: 'audit',
    exit: 2,
    config: add('organisation: { timezone: Paris }'),
  },
  {
    title: 'A mail address that is none',
    command: 'audit',
    exit: 2,
    config: put('[admins@coop.example]', '[admins]'),
  },
  {
    title: 'An exception for a check that does not exist',
    command: 'audit',
    exit: 2,
    config: add('exceptions: [{ check: link-odl, reason: agreed, until: 2027-01-31 }]'),
  },
  {
    title: 'An exception until no day',
    command: 'audit',
    exit: 2,
    config: add('exceptions: [{ check: link-old, reason: agreed, until: 31/01/2027 }]'),
  },
  {
    title: 'Several mistakes at once',
    command: 'audit',
    exit: 2,
    config: add('timeout: 30s\nstore: 7\nadmin: anna'),
  },
];

const FILES: readonly Mistake[] = [
  {
    title: 'A password file that is not there',
    command: 'audit',
    exit: 2,
    config: put('passwordFile: admin', 'passwordFile: nowhere'),
  },
  {
    title: 'A password file that others may read',
    command: 'audit',
    exit: 2,
    files: { admin: { text: 'x', mode: 0o644 } },
  },
  { title: 'An empty password file', command: 'audit', exit: 2, files: { admin: '\n' } },
  {
    title: 'A key that is too short',
    command: 'doctor',
    exit: 2,
    files: { key: 'short', 'menage.vault': 'x' },
  },
  { title: 'A directory that is not there', command: 'audit', exit: 2, config: directory },
  {
    title: 'A directory without its columns',
    command: 'audit',
    exit: 2,
    config: directory,
    files: { 'people.csv': 'name;address\nAnna;anna@coop.example\n' },
  },
  {
    title: 'The same for doctor',
    command: 'doctor',
    exit: 2,
    config: directory,
    files: { 'people.csv': 'name;address\nAnna;anna@coop.example\n' },
  },
  {
    title: 'A directory that names somebody twice',
    command: 'audit',
    exit: 2,
    config: directory,
    files: { 'people.csv': 'id,mail\nalice,\nalice,\n' },
  },
  {
    title: 'Templates that are not there',
    command: 'audit',
    exit: 2,
    config: add('templates: { directory: mine }'),
  },
  {
    title: 'A template that replaces none',
    command: 'audit',
    exit: 2,
    config: add('templates: { directory: mine }'),
    files: { 'mine/mail/membre.hbs': 'Bonjour' },
  },
  {
    title: 'A sentence with a wrong parameter',
    command: 'audit',
    exit: 2,
    config: add('templates: { directory: mine }'),
    files: { 'mine/words/fr.yaml': 'gauge.of: de {cota}\n' },
  },
  {
    title: 'A certificate file that is not there',
    command: 'audit',
    exit: 2,
    config: server(({ cloud }) => cloud, '\n  ca: nowhere.pem'),
  },
  {
    title: 'A webhook file that is not there',
    command: 'run',
    exit: 2,
    config: put('admins:', 'admins:\n  mattermost: { webhookFile: hook }'),
  },
];

const SERVERS: readonly Mistake[] = [
  {
    title: 'A host that does not exist',
    command: 'audit',
    exit: 4,
    config: server(() => 'https://cloud.invalid'),
  },
  {
    title: 'A port that nobody listens on',
    command: 'audit',
    exit: 4,
    config: server(({ closed }) => closed),
  },
  {
    title: 'TLS on a port without it',
    command: 'audit',
    exit: 4,
    config: server(({ page }) => page.replace('http:', 'https:')),
  },
  {
    title: 'The port of the mail server',
    command: 'audit',
    exit: 4,
    config: server(({ smtp }) => smtp.replace('smtp:', 'http:')),
  },
  {
    title: 'The certificate of an own authority',
    command: 'audit',
    exit: 4,
    config: server(({ ownAuthority }) => ownAuthority),
  },
  {
    title: 'A certificate for another name',
    command: 'audit',
    exit: 4,
    config: server(({ otherName }) => otherName, '\n  ca: authority.pem'),
  },
  {
    title: 'A certificate that has expired',
    command: 'doctor',
    exit: 4,
    config: server(({ expired }) => expired, '\n  ca: authority.pem'),
  },
  { title: 'A redirect to another address', command: 'audit', exit: 2, config: server(({ moved }) => moved) },
  { title: 'A page that is no Nextcloud', command: 'audit', exit: 2, config: server(({ page }) => page) },
  {
    title: 'A server with the Nextcloud in a folder',
    command: 'doctor',
    exit: 2,
    config: server(({ empty }) => empty),
  },
  {
    title: 'A wrong app password',
    command: 'audit',
    exit: 2,
    files: { admin: 'aaaaa-bbbbb-ccccc-ddddd-eeeee' },
  },
  {
    title: 'A login password (two-factor authentication)',
    command: 'audit',
    exit: 2,
    files: { admin: 'Sommer2026!' },
  },
  { title: 'The same for doctor', command: 'doctor', exit: 2, files: { admin: 'Sommer2026!' } },
  {
    title: 'An account that is no administrator',
    command: 'audit',
    exit: 2,
    config: put('user: admin', 'user: alice'),
    files: { admin: 'ALICE' },
  },
  {
    title: 'A mail server that is not there',
    command: 'doctor',
    exit: 3,
    config: put('transport: SMTP', 'transport: smtp://localhost:1'),
  },
  {
    title: 'TLS on a mail port without it',
    command: 'doctor',
    exit: 3,
    config: put('transport: SMTP', ({ smtp }) => `transport: ${smtp.replace('smtp:', 'smtps:')}`),
  },
];

const NAMES: readonly Mistake[] = [
  { title: 'A group that does not exist', command: 'audit', exit: 2, config: put('[coop]', '[coop, cop]') },
  { title: 'The same for doctor', command: 'doctor', exit: 2, config: put('[coop]', '[coop, cop]') },
  { title: 'The same for run', command: 'run', exit: 2, config: put('[coop]', '[coop, cop]') },
  {
    title: 'A referent of a group that does not exist',
    command: 'audit',
    exit: 2,
    config: add('referents: [{ group: Esa, name: Anna, mail: anna@coop.example }]'),
  },
  {
    title: 'Members that do not exist',
    command: 'audit --quiet',
    exit: 0,
    config: (yaml, places) =>
      `${put('[coop]', '[coop]\n  except: [alic]')(yaml, places)}exceptions: [{ check: link-old, member: bobb, reason: agreed, until: 2099-01-31 }]\n`,
  },
  {
    title: 'The same for doctor',
    command: 'doctor',
    exit: 0,
    config: put('[coop]', '[coop]\n  except: [alic]'),
  },
  { title: 'A member to read who does not exist', command: 'audit --member alic', exit: 2 },
  { title: 'Mails without a mail server', command: 'run', exit: 2, config: put('  transport: SMTP\n', '') },
  { title: 'No mails of the admins', command: 'doctor', exit: 0, config: put('[admins@coop.example]', '[]') },
];

const COMMANDS: readonly Mistake[] = [
  { title: 'An unknown command', command: 'audits', exit: 2 },
  { title: 'An unknown option', command: 'audit --fial-on high', exit: 2 },
  { title: 'A value that is none', command: 'audit --fail-on awful', exit: 2 },
  { title: 'A report before any run', command: 'report', exit: 2 },
  { title: 'A person of whom nothing is kept', command: 'forget alic --yes', exit: 2 },
  { title: 'App passwords from a file that is not there', command: 'credentials import tokens.csv', exit: 2 },
  { title: 'A check explained that does not exist', command: 'checks link-odl', exit: 2 },
  { title: 'A question about nobody', command: 'access', exit: 2 },
  { title: 'A question about a name that no run knows', command: 'access alic', after: 'audit', exit: 2 },
];

/** By what they concern; the order of the document. */
export const MISTAKES: Readonly<Record<string, readonly Mistake[]>> = {
  'The config': CONFIG,
  'The files it names': FILES,
  'The servers it names': SERVERS,
  'The people it names': NAMES,
  'The command line': COMMANDS,
};
