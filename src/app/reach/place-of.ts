import { locate, peopleOf } from '../../access/people.ts';
import type { AccessModel, AccessSpace, Thing } from '../../access/types.ts';
import { UsageError } from '../../model/errors.ts';
import { fileId } from '../../model/ids.ts';
import { isWithin, type TreePath } from '../../model/path/path.ts';
import { visibleText } from '../../model/text/visible-text.ts';
import type { Store } from '../../store/store.ts';
import { nearNames } from '../near-names.ts';
import { type KnownSubjects, subjectOf } from './subject-of.ts';

/** A thing that a question names. */
export interface AskedThing {
  readonly thing: Thing;
  /** Whether a share or group folder of the run names it: else `fileId` and `isFolder` are not known. */
  readonly isKnown: boolean;
}

const SPACE = 'space:';
const HOW =
  'write it as OWNER:/path, as in anna:/Photos, or space:NAME:/path for what lies in a group folder';

/**
 * The thing that `OWNER:/path` or `space:NAME:/path` names. Nothing but shares and group folders says what there is: a
 * path is no mistake because no share stands on it.
 * @throws {UsageError} with names near it where the owner or group folder is not known.
 */
export function placeOf(word: string, model: AccessModel, known: KnownSubjects): AskedThing {
  const colon = word.indexOf(':/');
  if (colon < 1) throw new UsageError(visibleText(`"${word}" names no file or folder: ${HOW}.`));
  const path = treePath(word.slice(colon + 1));
  const tree = word.slice(0, colon);
  const at = tree.startsWith(SPACE)
    ? { place: { kind: 'space', space: spaceOf(tree.slice(SPACE.length), model).id } as const, path }
    : inTreeOf(tree, path, model, known);
  const thing = model.things().find((one) => one.path === at.path && isInSameTree(one, at));
  return thing === undefined
    ? { thing: { ...at, fileId: fileId(''), isFolder: false }, isKnown: false }
    : { thing, isKnown: true };
}

function inTreeOf(owner: string, path: TreePath, model: AccessModel, known: KnownSubjects) {
  const { subject } = subjectOf(`user:${owner}`, known);
  if (subject.kind !== 'person') throw new TypeError('user: names persons alone');
  return locate(peopleOf(model.facts), subject.id, path);
}

function spaceOf(name: string, { facts }: AccessModel): AccessSpace {
  const space = facts.spaces.find(({ path }) => path === `/${name}`);
  if (space !== undefined) return space;
  const near = nearNames(
    name,
    facts.spaces.map(({ path }) => ({ id: path.slice(1), name: path.slice(1) })),
  );
  const hint = near.length > 0 ? `near it are ${near.join(', ')}` : `it knows ${facts.spaces.length}`;
  throw new UsageError(visibleText(`This run knows no group folder "${name}": ${hint}.`));
}

/**
 * That a path on which no share stands is no mistake: it has to be in the owner's own tree, where that was read whole.
 * @throws {UsageError} with shared things near it where it is not.
 */
export async function assertInTree(
  { thing: { place, path }, isKnown }: AskedThing,
  model: AccessModel,
  { snapshots }: Pick<Store, 'snapshots'>,
): Promise<void> {
  if (isKnown || path === '/' || place.kind === 'space') return;
  const { owner } = place;
  if ((await snapshots.get(owner)) === null) return;
  for await (const entries of snapshots.entries(owner)) {
    if (entries.some((entry) => entry.path === path)) return;
  }
  const own = model.things().filter((one) => isInSameTree(one, { place }));
  const near = nearNames(
    path,
    own.map((one) => ({ id: one.path, name: one.path })),
  );
  const hint = near.length > 0 ? ` Shared near it: ${near.join(', ')}.` : '';
  throw new UsageError(
    visibleText(
      `Among the own files of ${owner}, as last read, there is no "${path}": correct the path, or ask by the owner of ` +
        `what others share with ${owner}.${hint}`,
    ),
  );
}

/** As trees have it: NFC, no slash at the end, none twice. */
function treePath(text: string): TreePath {
  return text
    .normalize('NFC')
    .replaceAll(/\/+/g, '/')
    .replace(/(?<=.)\/$/, '');
}

/** What is shared on its own inside a folder. */
export function thingsInside({ thing }: AskedThing, model: AccessModel): readonly Thing[] {
  return model
    .things()
    .filter((one) => isInSameTree(one, thing) && one.path !== thing.path && isWithin(one.path, thing.path));
}

function isInSameTree({ place: one }: Pick<Thing, 'place'>, { place: other }: Pick<Thing, 'place'>): boolean {
  if (one.kind === 'member') return other.kind === 'member' && one.owner === other.owner;
  return other.kind === 'space' && one.space === other.space;
}
