import { z } from 'zod';
import { COVERAGE_STATUSES, STRATEGIES } from './coverage.ts';
import type { ReasonData } from './reasons/kinds.ts';
import { PERMISSIONS, type ReachClass } from './share.ts';

/** Parts of the result document, see `result.ts`. */
export const Count = z.number().int().min(0);

/** A reason as data; results of earlier versions have the sentence alone. */
export const ResultReason: z.ZodType<ReasonData> = z.strictObject({
  key: z.string(),
  params: z.record(
    z.string(),
    z.union([z.string(), z.number(), z.array(z.string()), z.lazy(() => z.array(ResultReason))]),
  ),
});
export const Reasons = z.array(ResultReason).default([]);

export const ResultCoverage = z.strictObject({
  status: z.enum(COVERAGE_STATUSES),
  reason: z.string().nullable(),
  reasons: Reasons,
  strategy: z.enum(STRATEGIES),
  requests: Count,
  unreadable: z.array(z.string()),
});

export const ResultSpace = z.strictObject({
  id: z.string(),
  name: z.string(),
  bytes: Count.nullable(),
  files: Count.nullable(),
  folders: Count.nullable(),
  quota: z.strictObject({ bytes: Count.nullable(), unlimited: z.boolean() }).nullable(),
  members: z.array(z.string()),
  // Where it stands in trees of members that have it elsewhere than at `name`.
  places: z.array(z.strictObject({ member: z.string(), path: z.string() })).default([]),
  // As its app names them; null where it did not tell.
  groups: z
    .array(z.strictObject({ id: z.string(), permissions: z.array(z.enum(PERMISSIONS)) }))
    .nullable()
    .default(null),
  // Whether rules of its own may take rights away inside.
  advancedPermissions: z.boolean().nullable().default(null),
  coverage: ResultCoverage,
});

/** A group of the server, and how many enabled accounts in it the audit leaves out. */
export const ResultGroup = z.strictObject({ id: z.string(), others: Count });

const Reached = z.strictObject({ files: Count, bytes: Count });
/** Own files by who reaches them at most, each in one class. */
export const ResultReach = z.strictObject({
  owner: Reached,
  colleagues: Reached,
  named: Reached,
  anyone: Reached,
} satisfies Record<ReachClass, typeof Reached>);

export type ResultReach = Readonly<z.infer<typeof ResultReach>>;
export type ResultGroup = Readonly<z.infer<typeof ResultGroup>>;
export type ResultSpace = Readonly<z.infer<typeof ResultSpace>>;
