import type { CheckInfo } from '../../model/check-info.ts';
import type { ResultFinding, RunResult } from '../../model/result.ts';
import type { Bytes } from '../../model/units.ts';
import { covering } from './covering.ts';
import { knowsMembers } from './run-kind.ts';

/** What acting on findings would free, and in how many files, folders and sets. */
export interface Freeable {
  readonly bytes: Bytes;
  readonly items: number;
}

/** Whether a finding stands now: not fixed, not excepted. */
export function isStanding({ state }: Pick<ResultFinding, 'state'>): boolean {
  return state === 'new' || state === 'open';
}

/**
 * What acting on all standing findings would free, bytes. Each byte counts once: two findings on one file count as
 * one, and what lies below a folder that is itself a finding is part of that folder.
 */
export function freeable(findings: readonly ResultFinding[]): Freeable {
  const freeing = findings.filter((finding) => isStanding(finding) && finding.bytes > 0);
  let bytes = 0;
  let items = 0;
  for (const own of groupBy(freeing, ({ member }) => member).values()) {
    for (const finding of withoutOverlap(own)) {
      bytes += finding.bytes;
      items += 1;
    }
  }
  return { bytes, items };
}

/**
 * One finding per thing, the one that frees most; nothing below a folder that is counted already; of a set of
 * duplicates only the copies that no other finding counts.
 */
function withoutOverlap(findings: readonly ResultFinding[]): readonly Freed[] {
  const single = findings.filter((finding) => copiesOf(finding) === null);
  const perThing = new Map<string, ResultFinding>();
  for (const finding of single) {
    const { kind, id } = finding.subject;
    const key = kind === 'member' ? `${kind}:${finding.check}` : `${kind}:${id}`;
    const known = perThing.get(key);
    if (known === undefined || known.bytes < finding.bytes) perThing.set(key, finding);
  }
  const all = [...perThing.values()];
  const folders = all.filter(({ subject }) => subject.kind === 'folder');
  const foldersOver = covering(folders, ({ subject }) => subject);
  const counted = all.filter(
    (finding) => !foldersOver(finding.subject.path).some((folder) => folder !== finding),
  );
  const countedOver = covering(counted, ({ subject }) => subject);
  const sets = findings.flatMap((finding) => {
    const copies = copiesOf(finding);
    if (copies === null) return [];
    const gone = copies.paths.filter((path) => countedOver(path).length > 0).length;
    // Whoever acts on everything keeps one copy, unless all of them go for other reasons.
    return [{ bytes: Math.max(0, finding.bytes - gone * copies.size) }];
  });
  return [...counted, ...sets.filter(({ bytes }) => bytes > 0)];
}

type Freed = Pick<ResultFinding, 'bytes'>;

/** The paths of a set of duplicates, as far as the finding names them, and the size of one; null for other findings. */
export function copiesOf({
  subject,
  actual,
}: ResultFinding): { readonly paths: readonly string[]; readonly size: Bytes } | null {
  const { otherPaths, sizeBytes } = actual;
  if (!Array.isArray(otherPaths) || typeof sizeBytes !== 'number' || subject.path === null) return null;
  return { paths: [subject.path, ...otherPaths], size: sizeBytes };
}

/**
 * Whether links and findings are unknown altogether: nobody's files or shares could be read, and nothing is known from
 * before. Then no view says 0.
 */
export function nothingIsKnown(result: RunResult): boolean {
  if (!knowsMembers(result)) return true;
  const { coverage, shares, findings } = result;
  const { read, unchanged, partial, notGranted, failed } = coverage;
  if (read + unchanged + partial > 0 || notGranted + failed === 0) return false;
  return shares.length === 0 && findings.every(({ bytes }) => bytes === 0);
}

/** How one check came out over all members. */
export interface CheckTotals {
  readonly standing: number;
  readonly excepted: number;
  readonly freeable: Freeable;
}

/** The findings of each check, counted; checks without one are missing. */
export function totalsByCheck(findings: readonly ResultFinding[]): ReadonlyMap<string, CheckTotals> {
  return new Map([...groupBy(findings, ({ check }) => check)].map(([check, own]) => [check, countedOf(own)]));
}

function countedOf(findings: readonly ResultFinding[]): CheckTotals {
  return {
    standing: findings.filter(isStanding).length,
    excepted: findings.filter(({ state }) => state === 'excepted').length,
    freeable: freeable(findings),
  };
}

/** Groups in the order of first sight. */
export function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** The checks whose findings admins see as totals only: what they name is private to the member. */
export function storageChecks(checks: readonly CheckInfo[]): ReadonlySet<string> {
  return new Set(checks.filter(({ area }) => area === 'storage').map(({ id }) => id));
}
