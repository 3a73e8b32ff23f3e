import { z } from 'zod';
import { entryId, fileId, memberId, tokenHash } from '../../model/ids.ts';
import {
  ENTRY_FAULTS,
  ENTRY_ORIGINS,
  ENTRY_STATES,
  type RegisterEntry,
  type SourceReading,
} from '../../model/register/entry.ts';
import { ResultReason } from '../../model/result.ts';
import { PERMISSIONS } from '../../model/share.ts';
import { LATEST_MOMENT } from '../../model/time.ts';
import type { StoredShape } from '../database/rows.ts';

const Moment = z.number().min(0).max(LATEST_MOMENT);
const Person = z.string().transform(memberId).nullable();
const Day = z.iso.date().nullable();

const Target = z.object({
  owner: z.string().transform(memberId),
  fileId: z.string().transform(fileId),
  path: z.string(),
  pathKnown: z.boolean(),
  isFolder: z.boolean(),
  hasPassword: z.boolean(),
  permissions: z.array(z.enum(PERMISSIONS)),
  lastDay: Day,
});

const Standing = z.discriminatedUnion('state', [
  z.object({ state: z.literal('in-order') }),
  z.object({ state: z.literal('dead'), fault: z.enum(ENTRY_FAULTS) }),
  z.object({ state: z.literal('not-checked'), reasons: z.array(ResultReason) }),
]);

const Entry = z.object({
  id: z.string().transform(entryId),
  origin: z.enum(ENTRY_ORIGINS),
  state: z.enum(ENTRY_STATES),
  tokenHash: z.string().transform(tokenHash).nullable(),
  fileId: z.string().transform(fileId).nullable(),
  purpose: z.string(),
  licence: z.string().nullable(),
  owner: z.string().nullable(),
  until: Day,
  proposedBy: Person,
  decidedBy: Person,
  refusal: z.string().nullable(),
  createdAt: Moment,
  decidedAt: Moment.nullable(),
  endedAt: Moment.nullable(),
  target: Target.nullable(),
  seenAt: Moment.nullable(),
  standing: Standing.nullable(),
  checkedAt: Moment.nullable(),
});

export const ENTRY: StoredShape<RegisterEntry> = {
  what: 'register entry',
  id: 'id',
  schema: Entry,
  // Without an end a link may stay open that should not: an entry whose end cannot be read is left out.
  unknown: new Map<string, unknown>(
    ['licence', 'owner', 'target', 'seenAt', 'standing', 'checkedAt'].map((field) => [field, null]),
  ),
};

export const READING: StoredShape<SourceReading> = {
  what: 'list of the register',
  id: 'source',
  schema: z.object({
    source: z.string(),
    kind: z.enum(['csv', 'page']),
    readAt: Moment,
    links: z.number().int().min(0),
    others: z.number().int().min(0),
  }),
};
