import { z } from 'zod';
import { RIGHTS } from './coverage.ts';
import { ANSWER_STATES, AUDIENCES, FINDING_STATES, SUBJECT_KINDS } from './finding.ts';
import { Count, Reasons, ResultCoverage, ResultGroup, ResultReach, ResultSpace } from './result-parts.ts';
import { RUN_SCOPES, RUN_STATUSES } from './run.ts';
import { SEVERITIES } from './severity.ts';
import { PERMISSIONS, SHARE_TYPES, UNREAD_FIELDS } from './share.ts';
import { LIMIT_KINDS } from './usage-level.ts';

export { ResultGroup, ResultReach, ResultReason, ResultSpace } from './result-parts.ts';

/** The result document, schema `menage/1`: the contract between judging and showing. Documented in `docs/result.md`. */
const Moment = z.iso.datetime();
const Day = z.iso.date();
/** A sum over members: it may lie beyond 2^53, where a number is exact to 16 digits. */
const Sum = z.number().min(0).refine(Number.isInteger);

/** Results of earlier versions do not tell the right. */
const MemberCoverage = ResultCoverage.extend({ right: z.enum(RIGHTS).nullable().default(null) });

export const ResultMember = z.strictObject({
  id: z.string(),
  name: z.string(),
  groups: z.array(z.string()),
  enabled: z.boolean(),
  lastLogin: Moment.nullable(),
  quota: z.union([
    z.strictObject({ bytes: Count, unlimited: z.boolean(), source: z.enum(['server', 'rule']) }),
    z.strictObject({ bytes: z.null(), unlimited: z.null(), source: z.literal('none') }),
  ]),
  usage: z.strictObject({
    bytes: Count.nullable(),
    files: Count.nullable(),
    folders: Count.nullable(),
    trashBytes: Count.nullable(),
    // Results of earlier versions do not tell it.
    trashOwnBytes: Count.nullable().default(null),
    percent: z.number().min(0).nullable(),
    source: z.enum(['crawl', 'server', 'none']),
  }),
  coverage: MemberCoverage,
  // The largest own files, largest first, of a member whose space is filling; results of earlier versions have none.
  largest: z.array(z.strictObject({ fileId: z.string(), path: z.string(), bytes: Count })).default([]),
  // Own files by who reaches them at most, each in one class; null where the tree or the shares were not read whole.
  reach: ResultReach.nullable().default(null),
});

export const ResultShare = z.strictObject({
  id: z.string(),
  type: z.enum(SHARE_TYPES),
  owner: z.string(),
  sharedBy: z.string(),
  path: z.string(),
  // Results of earlier versions lack this and what else has a default here.
  pathKnown: z.boolean().default(true),
  fileId: z.string(),
  isFolder: z.boolean(),
  permissions: z.array(z.enum(PERMISSIONS)),
  hasPassword: z.boolean(),
  expires: Day.nullable(),
  lastDay: Day.nullable().default(null),
  createdAt: Moment.nullable(),
  recipient: z.string().nullable(),
  fileRequest: z.boolean().default(false),
  recipients: z.array(z.string()).default([]),
  label: z.string(),
  note: z.boolean(),
  hideDownload: z.boolean(),
  viewOnly: z.boolean().default(false),
  unread: z.array(z.enum(UNREAD_FIELDS)).default([]),
  unknownTraits: z.array(z.string()).default([]),
  // Whether a public link is in the register; null where that is not known, there is none, or of any other share.
  registered: z.boolean().nullable().default(null),
});

export const ResultFinding = z.strictObject({
  check: z.string(),
  severity: z.enum(SEVERITIES),
  audience: z.enum(AUDIENCES),
  member: z.string().nullable(),
  subject: z.strictObject({ kind: z.enum(SUBJECT_KINDS), id: z.string(), path: z.string().nullable() }),
  actual: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])),
  bytes: Sum,
  sharedWith: z.array(z.string()),
  fingerprint: z.string(),
  state: z.enum(FINDING_STATES),
  since: Day,
  // Only where the member answered.
  answer: z.strictObject({ state: z.enum(ANSWER_STATES), until: Day }).optional(),
});

export const ResultCheck = z.strictObject({
  id: z.string(),
  status: z.enum(['ran', 'not-run', 'off']),
  reason: z.string().nullable(),
  reasons: Reasons,
  findings: Count,
  bytes: Sum,
  // Results of earlier versions do not tell them.
  limits: z.partialRecord(z.enum(LIMIT_KINDS), z.number().min(0)).nullable().default(null),
});

const ResultAcceptance = z.strictObject({
  member: z.string(),
  reason: z.string(),
  until: Day.nullable(),
});

export const RunResult = z.strictObject({
  schema: z.literal('menage/1'),
  run: z.strictObject({
    id: Count,
    startedAt: Moment,
    finishedAt: Moment,
    status: z.enum(RUN_STATUSES),
    // Results of earlier versions do not tell it.
    scope: z.enum(RUN_SCOPES).default('all'),
    server: z.strictObject({ url: z.string(), version: z.string().nullable() }),
    requests: Count,
    bytesReceived: Count,
    peakConcurrency: Count,
  }),
  policy: z
    .strictObject({
      unknownBecause: z.string().nullable().default(null),
      linkPasswordEnforced: z.boolean().nullable(),
      linkExpiryEnforced: z.boolean().nullable(),
      linkExpiryDays: z.number().int().nullable(),
      publicUpload: z.boolean().nullable(),
      resharing: z.boolean().nullable(),
      federation: z.boolean().nullable(),
    })
    .nullable(),
  coverage: z.strictObject({
    members: Count,
    read: Count,
    unchanged: Count,
    partial: Count,
    notGranted: Count,
    disabled: Count,
    failed: Count,
  }),
  members: z.array(ResultMember),
  // Results of earlier versions have none.
  accepted: z.array(ResultAcceptance).default([]),
  // Results of earlier versions have none.
  spaces: z.array(ResultSpace).default([]),
  // Null where it is not known, as in results of earlier versions.
  groups: z.array(ResultGroup).nullable().default(null),
  shares: z.array(ResultShare),
  findings: z.array(ResultFinding),
  checks: z.array(ResultCheck),
});

export type RunResult = Readonly<z.infer<typeof RunResult>>;
export type ResultMember = Readonly<z.infer<typeof ResultMember>>;
export type ResultShare = Readonly<z.infer<typeof ResultShare>>;
export type ResultFinding = Readonly<z.infer<typeof ResultFinding>>;
export type ResultCheck = Readonly<z.infer<typeof ResultCheck>>;
