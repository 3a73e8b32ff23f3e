import type { ActionKind } from '../../model/check-info.ts';
import type { ResultFinding, ResultShare } from '../../model/result.ts';
import { bySeverity } from '../../model/severity.ts';
import { isPublicLink, lacksPassword } from '../../model/share.ts';
import type { Bytes } from '../../model/units.ts';
import { covering } from '../figures/covering.ts';
import { bySharpness, leadOf } from '../figures/lead.ts';
import { copiesOf, groupBy } from '../figures/totals.ts';
import { isPressing, isUrgent, type MailContext } from './context.ts';
import { type MailHistory, mailHistory } from './mail-history.ts';

/** One file, folder or place of the member with everything that was found about it: one entry of the mail. */
export interface Thing extends MailHistory {
  readonly key: string;
  /** The sharpest first; never empty. */
  readonly findings: readonly [ResultFinding, ...ResultFinding[]];
  /** The finding whose words stand for all of them. */
  readonly lead: ResultFinding;
  /** What is to be done about it. */
  readonly action: ActionKind;
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
  const lead = leadOf(sharpest, rest, context);
  return [
    {
      key,
      findings: [sharpest, ...rest],
      lead,
      action: context.traits(lead).action ?? 'review',
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

/** Whether everybody who has its address gets in, or it is a critical or high risk of another kind. */
function isOpenToAll({ share, urgent, findings: [sharpest] }: Thing): boolean {
  if (share === null || urgent) return urgent;
  return isPublicLink(share) && lacksPassword(share) && isPressing(sharpest);
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

/** What is open to everybody first, then what removing frees; what was said often without effect comes last of its like. */
function byEffect(a: Thing, b: Thing): number {
  const [first, second] = [a.findings[0], b.findings[0]];
  return (
    Number(isOpenToAll(b)) - Number(isOpenToAll(a)) ||
    (isOpenToAll(a) ? bySeverity(first.severity, second.severity) : 0) ||
    Number(a.repeated) - Number(b.repeated) ||
    b.bytes - a.bytes ||
    bySeverity(first.severity, second.severity) ||
    first.since.localeCompare(second.since) ||
    a.key.localeCompare(b.key)
  );
}
