import type { Thing } from '../../access/types.ts';
import type { TreePath } from '../../model/path/path.ts';
import { visibleText } from '../../model/text/visible-text.ts';
import type { LeaverFacts, OwnThing } from './facts.ts';

/** The words of one command, of the server's `occ` or of menage; whoever shows it quotes each. */
export type Command = readonly [program: 'occ' | 'menage', ...words: string[]];

/** What is to be done, in this order. menage does none of it. */
export interface Step {
  readonly kind: StepKind;
  readonly commands: readonly Command[];
  /** Things that the commands do not name: their path is not known, or cannot be typed. */
  readonly unnamed: number;
}
type StepKind =
  | 'inform'
  | 'list'
  | 'transfer'
  | 'transferAll'
  | 'close'
  | 'groupFolders'
  | 'disable'
  | 'verify'
  | 'delete';

/** `occ share:list` came with this major version of Nextcloud. */
const LISTS_SHARES_FROM = 32;

/**
 * The steps that this account needs.
 * @param successor what stands in the commands for who takes over.
 */
export function stepsOf(facts: LeaverFacts, successor: string): readonly Step[] {
  const { member, space, outside, groupFolders } = facts;
  const uid = member.id;
  const own = ownThings(facts);
  const typable = own.filter(({ thing, pathKnown }) => pathKnown && isTypable(thing.path));
  const last = groupFolders.flatMap(({ groups }) =>
    groups.flatMap(({ id, left }) => (left === 0 ? [id] : [])),
  );
  const groups = [...new Set(last)];
  const steps: readonly (Step | null)[] = [
    own.length + outside.length === 0 ? null : step('inform'),
    canList(facts) ? step('list', [['occ', 'share:list', `--owner=${uid}`]]) : null,
    own.length === 0
      ? null
      : step(
          'transfer',
          topmost(typable).map(({ thing }) => transfer(uid, successor, thing.path)),
          own.length - typable.length,
        ),
    space.bytes === 0 ? null : step('transferAll', [transfer(uid, successor)]),
    outside.length === 0 ? null : step('close'),
    groups.length === 0
      ? null
      : step(
          'groupFolders',
          groups.map((group) => ['occ', 'group:adduser', ...operands(group, successor)]),
        ),
    member.enabled ? step('disable', [['occ', 'user:disable', ...operands(uid)]]) : null,
    step('verify', [
      ['menage', 'audit'],
      ['menage', 'leaver', ...operands(uid)],
    ]),
    step('delete', [
      ['occ', 'user:delete', ...operands(uid)],
      ['menage', 'forget', ...operands(uid)],
    ]),
  ];
  return steps.flatMap((one) => one ?? []);
}

function step(kind: StepKind, commands: readonly Command[] = [], unnamed = 0): Step {
  return { kind, commands, unnamed };
}

/** Own things that others use, inside or outside, each once. */
export function ownThings({ shared, outside, member }: LeaverFacts): readonly OwnThing[] {
  const open = outside
    .filter(({ thing }) => thing.place.kind === 'member' && thing.place.owner === member.id)
    .map(({ thing, share }) => ({ thing, pathKnown: share.pathKnown }));
  const each = new Map([...open, ...shared].map((one) => [one.thing.fileId, one]));
  return [...each.values()].sort((a, b) => (a.thing.path < b.thing.path ? -1 : 1));
}

/** The shares of an account that this run did not read; the server lists them from a certain version on. */
function canList({ sharesOf, of, version }: LeaverFacts): boolean {
  const major = Number.parseInt(version ?? '', 10);
  return sharesOf?.run !== of.run && major >= LISTS_SHARES_FROM;
}

function transfer(uid: string, successor: string, path?: string): Command {
  const option = path === undefined ? [] : [`--path=${path}`];
  return ['occ', 'files:transfer-ownership', ...option, ...operands(uid, successor)];
}

/** Words that are no options, whatever they begin with. */
function operands(...words: readonly string[]): readonly string[] {
  return words.some((word) => word.startsWith('-')) ? ['--', ...words] : words;
}

/** Whether a path is the same when it is copied from what is shown. */
function isTypable(path: string): boolean {
  return visibleText(path) === path;
}

/** The things that must be moved so that all of these have another owner: none lies in another of them. */
function topmost<One extends { readonly thing: Pick<Thing, 'path'> }>(
  things: readonly One[],
): readonly One[] {
  const paths = new Set(things.map(({ thing }) => thing.path));
  const isBelow = (path: TreePath) => {
    for (let cut = path.lastIndexOf('/'); cut > 0; cut = path.lastIndexOf('/', cut - 1))
      if (paths.has(path.slice(0, cut))) return true;
    return paths.has('/') && path !== '/';
  };
  return things.filter(({ thing }) => !isBelow(thing.path));
}
