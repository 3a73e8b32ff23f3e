import type { Subject } from '../../model/finding.ts';
import type { TreePath } from '../../model/path/path.ts';
import { fileAt, folderAt, type Registry } from '../nextcloud/world/tree.ts';
import type { World, WorldFile, WorldFolder, WorldUser } from '../nextcloud/world/world.ts';
import type { Held } from './planned-case.ts';
import { ago, momentOf, type Times } from './relative-dates.ts';
import type { ExceptionTruth, Fact } from './truth.ts';

/** Where cases go: the world under construction, and the facts and exceptions of it so far. */
export interface WorldBuilder {
  readonly world: World;
  readonly times: Times;
  readonly registry: Registry;
  /** Role → the first member who has it. */
  readonly roles: Map<string, WorldUser>;
  /** Replaced as a whole by the story of the second month. */
  facts: Fact[];
  readonly exceptions: ExceptionTruth[];
}

/** What a planned case became: the ids that its checks speak of. */
export interface BuiltCase {
  readonly file?: Subject;
  readonly folder?: Subject;
  readonly share?: Subject;
  /** What deleting it frees, where it is plain. */
  readonly bytes: number;
}

/** The folder at `path` with these files in it. */
export function hold(
  builder: WorldBuilder,
  user: WorldUser,
  path: TreePath,
  holds: readonly Held[],
): WorldFolder {
  const oldest = momentOf(ago('50 months'), builder.times);
  const folder = folderAt(builder.registry, user.home, path, oldest);
  for (const [name, size, touched] of holds) {
    const at = momentOf(touched ?? ago('2 months'), builder.times);
    fileAt(builder.registry, user.home, `${path}/${name}`, { size, modifiedAt: at, uploadedAt: at });
  }
  return folder;
}

export function subjectOf(node: WorldFile | WorldFolder, path: TreePath): Subject {
  return { kind: node.kind, id: node.fileId, path };
}
