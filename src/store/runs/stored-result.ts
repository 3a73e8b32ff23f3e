import type { LongResult } from '../../model/long-result.ts';
import {
  ResultCheck,
  ResultFinding,
  ResultMember,
  ResultShare,
  ResultSpace,
  RunResult,
} from '../../model/result.ts';
import { assertReadable, type NoteOdd, readRow, readRows, type StoredShape } from '../database/rows.ts';
import { markUnread } from '../database/shapes.ts';

const UNKNOWN_USAGE = {
  bytes: null,
  files: null,
  folders: null,
  trashBytes: null,
  trashOwnBytes: null,
  percent: null,
  source: 'none',
};

export const MEMBER: StoredShape<ResultMember> = {
  what: 'member',
  id: 'id',
  schema: ResultMember,
  unknown: new Map<string, unknown>([
    ['lastLogin', null],
    ['quota', { bytes: null, unlimited: null, source: 'none' }],
    ['usage', UNKNOWN_USAGE],
    ['reach', null],
  ]),
};
const SPACE: StoredShape<ResultSpace> = {
  what: 'space',
  id: 'id',
  schema: ResultSpace,
  unknown: new Map(
    ['bytes', 'files', 'folders', 'quota', 'groups', 'advancedPermissions'].map((field) => [field, null]),
  ),
};
export const SHARE: StoredShape<ResultShare> = {
  what: 'share',
  id: 'id',
  schema: ResultShare,
  unknown: new Map(['expires', 'lastDay', 'createdAt'].map((field) => [field, null])),
  mark: markUnread,
};
export const FINDING: StoredShape<ResultFinding> = {
  what: 'finding',
  id: 'fingerprint',
  schema: ResultFinding,
};
const CHECK: StoredShape<ResultCheck> = { what: 'check', id: 'id', schema: ResultCheck };

/** A result without its lists: without that there is none. */
const HEAD: StoredShape<unknown> = {
  what: 'result',
  id: 'schema',
  schema: RunResult.omit({ members: true, spaces: true, shares: true, findings: true, checks: true }).loose(),
  unknown: new Map([
    ['policy', null],
    ['groups', null],
  ]),
};

/** A stored result, read row by row where it is not sound; null where there is nothing left to go by. */
export function readResult(stored: unknown, note: NoteOdd): RunResult | null {
  const whole = RunResult.safeParse(stored);
  if (whole.success) return whole.data;
  const head = readRow(stored, HEAD, note);
  if (typeof head !== 'object' || head === null) return null;
  const list = (name: string): unknown => new Map<string, unknown>(Object.entries(head)).get(name) ?? [];
  const mended = RunResult.safeParse({
    ...head,
    members: readRows(list('members'), MEMBER, note),
    spaces: readRows(list('spaces'), SPACE, note),
    shares: readRows(list('shares'), SHARE, note),
    findings: readRows(list('findings'), FINDING, note),
    checks: readRows(list('checks'), CHECK, note),
  });
  return mended.success ? mended.data : null;
}

/**
 * To be called before a result is stored.
 * @throws {PartialError} naming what could not be read again.
 */
export function assertResultReadable(result: LongResult): void {
  const { members, spaces, shares, findings, checks, ...head } = result;
  const what = 'The result of this run';
  assertReadable(what, [head], HEAD);
  assertReadable(what, members, MEMBER);
  assertReadable(what, spaces, SPACE);
  assertReadable(what, shares, SHARE);
  assertReadable(what, findings, FINDING);
  assertReadable(what, checks, CHECK);
}
