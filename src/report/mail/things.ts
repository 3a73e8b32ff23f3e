import type { ResultFinding, ResultShare } from '../../model/result.ts';
import { bySeverity } from '../../model/severity.ts';
import type { Bytes } from '../../model/units.ts';
import { covering } from '../figures/covering.ts';
import { copiesOf, groupBy } from '../figures/totals.ts';
import { isUrgent, type MailContext } from './context.ts';
import { type MailHistory, mailHistory } from './mail-history.ts';

/** One file, folder or place of the member with everything that was found about it: one entry of the mail. */
export interface Thing extends MailHistory {
  readonly key: string;
  /** The sharpest first; never empty. */
  readonly findings: readonly [ResultFinding, ...ResultFinding[]];
  /** What removing it frees, each byte in one thing only. */
  readonly bytes: Bytes;
  /** A critical or high risk. */
  readonly urgent: boolean;
  readonly path: string | null;
  /** Null for places without one, such as the trash bin. */
  readonly fileId: string | null;
  readonly isFolder: boolean;
  /** The share that a finding of Sharing speaks of. */
  readonly share: ResultShare | null;
}

/** What the member can do something about, in the order of the mail; information only is left out. */
export function thingsToDo(context: MailContext): readonly Thing[] {
  const toDo = context.findings.filter(
    (finding) => finding.severity !== 'info' && context.traits(finding).usage !== 'level',
  );
  const things = [...groupBy(toDo, (finding) => keyOf(finding, context))].flatMap(([key, findings]) =>
    thing(key, findings, context),
  );
  return countedOnce(things, context).sort(byEffect);
}

/** What is only good to know, the largest first, of things that no action speaks of already. */
export function thingsToKnow(context: MailContext, toDo: readonly Thing[]): readonly Thing[] {
  const spoken = new Set(toDo.map(({ key }) => key));
  return context.findings
    .filter((finding) => finding.severity === 'info' && context.traits(finding).usage !== 'forecast')
    .flatMap((finding) => thing(keyOf(finding, context), [finding], context))
    .filter(({ key }) => !spoken.has(key));
}

/** At most `most`: the first ones, but a critical or high risk is never among those left out for a lesser thing. */
export function chosen(things: readonly Thing[], most: number): readonly Thing[] {
  const urgent = things
    .filter((one) => one.urgent)
    .sort((a, b) => bySeverity(a.findings[0].severity, b.findings[0].severity))
    .slice(0, most);
  const others = things.filter((one) => !one.urgent).slice(0, most - urgent.length);
  const kept = new Set([...urgent, ...others]);
  return things.filter((one) => kept.has(one));
}

/** The file behind a share and the file itself are one thing. */
function keyOf({ check, subject }: ResultFinding, context: MailContext): string {
  if (subject.kind === 'member') return `member:${check}`;
  if (subject.kind !== 'share') return `file:${subject.id}`;
  const share = context.shareOf(subject.id);
  return share === undefined ? `share:${subject.id}` : `file:${share.fileId}`;
}

function thing(key: string, findings: readonly ResultFinding[], context: MailContext): readonly Thing[] {
  const [sharpest, ...rest] = [...findings].sort((a, b) => bySharpness(a, b, context));
  if (sharpest === undefined) return [];
  const { kind, id, path } = sharpest.subject;
  const shareFinding = [sharpest, ...rest].find(({ subject }) => subject.kind === 'share');
  const share = shareFinding === undefined ? null : (context.shareOf(shareFinding.subject.id) ?? null);
  const isFile = kind === 'file' || kind === 'folder';
  return [
    {
      key,
      findings: [sharpest, ...rest],
      bytes: findings.reduce((most, { bytes }) => Math.max(most, bytes), 0),
      urgent: findings.some(isUrgent),
      ...mailHistory(context, sharpest.since),
      path: share?.path ?? path,
      fileId: share?.fileId ?? (isFile ? id : null),
      isFolder: share?.isFolder ?? kind === 'folder',
      share,
    },
  ];
}

function bySharpness(a: ResultFinding, b: ResultFinding, { rank, traits }: MailContext): number {
  const sharpness = (finding: ResultFinding) => (traits(finding).confidential ? -1 : rank(finding.check));
  return bySeverity(a.severity, b.severity) || sharpness(a) - sharpness(b) || b.bytes - a.bytes;
}

/**
 * What lies below a folder that is to be tidied is part of it, and of a set of copies only those count that go with
 * nothing else: the same sum as in `freeable`.
 */
function countedOnce(things: readonly Thing[], context: MailContext): Thing[] {
  const folders = things.filter(({ isFolder, bytes }) => isFolder && bytes > 0);
  const foldersOver = covering(folders, ({ path }) => ({ kind: 'folder', path }));
  const isPart = ({ key, path }: Thing) => foldersOver(path).some((folder) => folder.key !== key);
  const freedOver = covering(
    things.filter((one) => !isPart(one)).flatMap(freedWhole),
    ({ subject }) => subject,
  );
  return things.flatMap((one) => {
    const goesAnyway = (path: string) => freedOver(path).some(({ key }) => key !== one.key);
    const left = one.findings.flatMap((finding) => {
      if (finding.bytes === 0) return [finding];
      return copiesOf(finding) === null ? (isPart(one) ? [] : [finding]) : withoutCopies(finding, goesAnyway);
    });
    return thing(one.key, left, context);
  });
}

/** A thing that goes as it is, not only as one of several copies. */
interface Freed {
  readonly key: string;
  readonly subject: ResultFinding['subject'];
}

function freedWhole({ key, findings }: Thing): readonly Freed[] {
  const found = findings.find((finding) => finding.bytes > 0 && copiesOf(finding) === null);
  return found === undefined ? [] : [{ key, subject: found.subject }];
}

/** The set with what it frees beside the copies that go with other things; empty when nothing is left. */
function withoutCopies(set: ResultFinding, goesAnyway: (path: string) => boolean): readonly ResultFinding[] {
  const copies = copiesOf(set);
  if (copies === null) return [set];
  const gone = copies.paths.filter(goesAnyway).length;
  const bytes = set.bytes - gone * copies.size;
  return bytes > 0 ? [{ ...set, bytes }] : [];
}

/** Risk first, then what removing frees; what was said often without effect comes last. */
function byEffect(a: Thing, b: Thing): number {
  const [first, second] = [a.findings[0], b.findings[0]];
  return (
    Number(a.repeated) - Number(b.repeated) ||
    Number(b.urgent) - Number(a.urgent) ||
    (a.urgent ? bySeverity(first.severity, second.severity) : 0) ||
    b.bytes - a.bytes ||
    bySeverity(first.severity, second.severity) ||
    first.since.localeCompare(second.since) ||
    a.key.localeCompare(b.key)
  );
}
