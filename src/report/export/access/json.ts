import { z } from 'zod';
import type { AccessSubject, Way } from '../../../access/types.ts';
import type { Reason } from '../../../model/reasons/reason.ts';
import { reasonSentence } from '../../../model/reasons/sentence.ts';
import { ResultReason } from '../../../model/result.ts';
import { lastDayOf, PERMISSIONS, RIGHTS, rightsOf, SHARE_TYPES } from '../../../model/share.ts';
import { isoOrNull, isoUtc } from '../../../model/time.ts';

import {
  type AccessAnswer,
  type AnswerPlace,
  type AnswerRow,
  type AnswerRun,
  subjectId,
  treeOf,
} from './answer.ts';

const Count = z.number().int().min(0);
const Moment = z.iso.datetime();
const Day = z.iso.date();
const SUBJECT_KINDS = [
  ...(['person', 'group', 'mail', 'federated', 'domain', 'anyone'] as const),
  ...(['circle', 'room', 'deck', 'other'] as const),
] as const satisfies readonly AccessSubject['kind'][];

const Run = z.strictObject({ id: Count, startedAt: Moment });
const Subject = z.strictObject({ kind: z.enum(SUBJECT_KINDS), id: z.string().nullable() });
/** Either of a person or of a group folder. */
const Place = z.strictObject({
  owner: z.string().nullable(),
  space: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  path: z.string(),
});
const Gap = z.strictObject({ sentence: z.string(), reason: ResultReason });

const AccessWay = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('share'),
    id: z.string(),
    type: z.enum(SHARE_TYPES),
    sharedBy: z.string(),
    recipient: z.string().nullable(),
    // The group by which a person is reached; null where the share names the subject itself.
    group: z.string().nullable(),
    // The folder above on which it stands; null where it stands on the thing.
    above: z.string().nullable(),
    // Null where that is not known.
    hasPassword: z.boolean().nullable(),
    since: Moment.nullable(),
    until: Day.nullable(),
  }),
  z.strictObject({ kind: z.literal('space'), space: z.string(), group: z.string().nullable() }),
  z.strictObject({ kind: z.literal('owner') }),
]);

const Row = z.strictObject({
  // Against `since`; null where no earlier run was asked for.
  change: z.enum(['added', 'removed', 'changed']).nullable(),
  subject: Subject,
  disabled: z.boolean(),
  ...Place.shape,
  isFolder: z.boolean().nullable(),
  rights: z.enum(RIGHTS),
  permissions: z.array(z.enum(PERMISSIONS)),
  ways: z.array(AccessWay).min(1),
  since: Moment.nullable(),
  until: Day.nullable(),
});

/** An answer as JSON, schema `menage-access/1`. Documented in `docs/exports.md`. */
export const AccessDocument = z.strictObject({
  schema: z.literal('menage-access/1'),
  run: Run,
  since: Run.nullable(),
  question: z.strictObject({ subject: Subject.nullable(), place: Place.nullable() }),
  rows: z.array(Row),
  inside: z.array(z.strictObject({ ...Place.shape, isFolder: z.boolean() })),
  known: z.strictObject({ read: Count, of: Count, gaps: z.array(Gap), notComparable: z.array(Gap) }),
});
export type AccessDocument = Readonly<z.infer<typeof AccessDocument>>;

/** The answer for programs. */
export function accessDocument(answer: AccessAnswer): AccessDocument {
  const { question, facts, known, since } = answer;
  const isOfSubject = question.kind === 'subject';
  return {
    schema: 'menage-access/1',
    run: runOf(answer.run),
    since: since === null ? null : runOf(since),
    question: {
      subject: isOfSubject ? subjectOf(question.subject) : null,
      place: isOfSubject ? null : placeOf(question.place, facts),
    },
    rows: answer.rows.map((row) => rowOf(row, answer)),
    inside: answer.inside.map((thing) => ({ ...placeOf(thing, facts), isFolder: thing.isFolder })),
    known: {
      read: known.read,
      of: known.of,
      gaps: known.gaps.map(gapOf),
      notComparable: (since?.notComparable ?? []).map(gapOf),
    },
  };
}

function runOf({ id, at }: AnswerRun) {
  return { id, startedAt: isoUtc(at) };
}

function subjectOf(subject: AccessSubject) {
  return { kind: subject.kind, id: subjectId(subject) };
}

function placeOf(at: AnswerPlace, facts: AccessAnswer['facts']) {
  const { name } = treeOf(at, facts);
  const { place, path } = at;
  return place.kind === 'member'
    ? { owner: name, space: null, path }
    : { owner: null, space: { id: place.space, name }, path };
}

function rowOf({ change, subject, isSuspended, place, isFolder, grant }: AnswerRow, { facts }: AccessAnswer) {
  return {
    change,
    subject: subjectOf(subject),
    disabled: isSuspended,
    ...placeOf(place, facts),
    isFolder,
    rights: rightsOf(grant),
    permissions: [...grant.permissions],
    ways: grant.ways.map(wayOf),
    since: isoOrNull(grant.since),
    until: grant.until,
  };
}

function wayOf(way: Way): z.infer<typeof AccessWay> {
  if (way.kind === 'owner') return { kind: 'owner' };
  if (way.kind === 'space') return { kind: 'space', space: way.space.id, group: way.group };
  const { share, group, above } = way;
  const { id, type, sharedBy, recipient } = share;
  return {
    ...{ kind: 'share', id, type, sharedBy, recipient, group, above },
    hasPassword: share.unread.includes('password') ? null : share.hasPassword,
    since: isoOrNull(share.createdAt),
    until: lastDayOf(share),
  };
}

function gapOf(reason: Reason): z.infer<typeof Gap> {
  return { sentence: reasonSentence([reason]), reason: { ...reason, params: { ...reason.params } } };
}
