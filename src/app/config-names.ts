import type { Config } from '../config/load.ts';
import { hasDeclined, type NamedAccount } from '../gather/members/declined.ts';
import type { MemberId } from '../model/ids.ts';
import { memberId } from '../model/ids.ts';
import { outsideText } from '../model/text/outside-text.ts';
import type { NameQuestions } from '../nextcloud/ocs/account-by-name.ts';
import type { GroupAnswer } from '../nextcloud/ocs/group-by-name.ts';
import { nearNames } from './near-names.ts';

/** A group or an account that the config names, and by which key. */
interface ConfigName {
  readonly key: string;
  readonly id: string;
}

/** What the config names of what the server has. */
export interface ConfigNames {
  /** The config's own path, for messages. */
  readonly file: string;
  readonly groups: readonly ConfigName[];
  readonly members: readonly ConfigName[];
  /** `members.declined`: who said no. */
  readonly declined: readonly string[];
}

const MEMBERS_GROUPS = 'members.groups';

/** The groups and accounts that a config names; `antennas` are the directory's, which need be no groups of the server. */
export function configNames(config: Config, antennas: ReadonlySet<string>): ConfigNames {
  const { members, referents, exceptions, accept } = config;
  const referentGroups = referents.map(({ group }) => group).filter((group) => !antennas.has(group));
  return {
    file: config.file,
    groups: unique([
      ...members.groups.map((id) => ({ key: MEMBERS_GROUPS, id })),
      ...referentGroups.map((id) => ({ key: 'referents', id })),
    ]),
    members: unique([
      ...members.except.map((id) => ({ key: 'members.except', id })),
      ...exceptions.flatMap(({ member }) =>
        member === undefined ? [] : [{ key: 'exceptions', id: member }],
      ),
      ...accept.map(({ member }) => ({ key: 'accept', id: member })),
    ]),
    declined: members.declined,
  };
}

function unique(names: readonly ConfigName[]): readonly ConfigName[] {
  return [...new Map(names.map((name) => [`${name.key} ${name.id}`, name])).values()];
}

/** What the server was found to have. */
export interface ServerNames {
  /** Groups that an account is in. */
  readonly groups: ReadonlySet<string>;
  readonly accounts: readonly NamedAccount[];
  /** Whether accounts may be missing in the list: then a group that nobody is in may have members. */
  readonly isShort: boolean;
}

/** Names that cannot be meant, and those of which nothing is sure; one sentence each. */
export interface NameProblems {
  readonly wrong: readonly string[];
  readonly doubtful: readonly string[];
}

/** The groups of the config that nobody is in, asked for by name: only what the server denies is wrong. */
export async function groupProblems(
  { groups }: Pick<ConfigNames, 'groups'>,
  server: ServerNames,
  ask: (id: string) => Promise<GroupAnswer>,
): Promise<NameProblems> {
  const wrong: string[] = [];
  const doubtful: string[] = [];
  const memberGroups = groups.filter(({ key }) => key === MEMBERS_GROUPS);
  const areAllEmpty = memberGroups.every(({ id }) => !server.groups.has(id));
  for (const { key, id } of groups) {
    if (server.groups.has(id)) continue;
    const answer = server.isShort ? 'unknown' : await ask(id);
    const named = `${key} names "${outsideText(id)}", `;
    if (answer === 'denied') wrong.push(`${named}which is no group of the server${perhaps(id, server)}.`);
    else if (answer === 'empty' && key === MEMBERS_GROUPS && areAllEmpty)
      wrong.push(`${named}a group without members: nobody would be audited.`);
    else if (answer === 'empty') doubtful.push(`${named}a group without members.`);
    else doubtful.push(`${named}a group of which the server tells nothing now: its members may be missing.`);
  }
  return { wrong, doubtful };
}

function perhaps(id: string, { groups }: ServerNames): string {
  const [near] = nearNames(
    id,
    [...groups].map((group) => ({ id: group, name: group })),
  );
  return near === undefined ? '' : ` (perhaps "${outsideText(near)}" is meant)`;
}

/** More names than these say nothing more. */
const MOST_NAMES = 20;

/** `Groups here: CAPE, ESA`. */
export function groupsHere({ groups }: Pick<ServerNames, 'groups'>): string {
  const names = [...groups].sort().map(outsideText);
  if (names.length === 0) return 'No account here is in a group.';
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return `Groups here: ${names.slice(0, MOST_NAMES).join(', ')}${more}.`;
}

/** The accounts of the config that the server says it does not have; one sentence each. Of whom it tells nothing, none. */
export async function memberProblems(
  { members }: Pick<ConfigNames, 'members'>,
  { accounts }: Pick<ServerNames, 'accounts'>,
  questions: NameQuestions,
): Promise<readonly string[]> {
  const known = new Set<string>(accounts.map(({ id }) => id));
  const problems: string[] = [];
  for (const { key, id } of members) {
    if (known.has(id)) continue;
    const asked: MemberId = memberId(id);
    if ((await questions.ask(asked)).kind !== 'denied') continue;
    const [near] = nearNames(id, accounts);
    const hint = near === undefined ? '' : ` (perhaps "${outsideText(near)}" is meant)`;
    problems.push(
      `${key} names "${outsideText(id)}", which is no account of the server${hint}: correct or delete it.`,
    );
  }
  return problems;
}

/**
 * Who said no by a name that is nobody's. Where somebody may be meant, that person would be read against their will:
 * that is wrong. Else the account has most likely been deleted.
 */
export async function declinedProblems(
  { declined }: Pick<ConfigNames, 'declined'>,
  { accounts }: Pick<ServerNames, 'accounts'>,
  questions: NameQuestions,
): Promise<NameProblems> {
  const wrong: string[] = [];
  const doubtful: string[] = [];
  for (const name of declined) {
    if (accounts.some((account) => hasDeclined(account, [name]))) continue;
    if ((await questions.ask(memberId(name))).kind !== 'denied') continue;
    const named = `members.declined names "${outsideText(name)}", which is no account of the server`;
    const [near] = nearNames(name, accounts);
    if (near === undefined) doubtful.push(`${named}: correct or delete it.`);
    else
      wrong.push(
        `${named}. Perhaps "${outsideText(near)}" is meant, who would be read in spite of it: correct or delete it.`,
      );
  }
  return { wrong, doubtful };
}
