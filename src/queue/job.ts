import { z } from 'zod';
import { type InstanceName, isInstanceName, type RunId, runId } from '../model/ids.ts';

/** Why an instance is read: "reading" keeps what is known of it fresh, "mails" ends in reports and mails. */
export const PURPOSES = ['reading', 'mails'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** What a worker does in one piece. Each may be done again: what was done by then is found, and not done twice. */
export type Job =
  /** Asks who the members are, and begins a run. */
  | { readonly kind: 'inventory'; readonly instance: InstanceName; readonly purpose: Purpose }
  /** Reads members of one batch for the length of a time slice. */
  | {
      readonly kind: 'read';
      readonly instance: InstanceName;
      readonly run: RunId;
      /** From 0. */
      readonly batch: number;
      /** Of the run. */
      readonly batches: number;
      readonly purpose: Purpose;
    }
  /** Judges what was read, stores the result, and decides which mails leave. */
  | {
      readonly kind: 'judge';
      readonly instance: InstanceName;
      readonly run: RunId;
      readonly purpose: Purpose;
    }
  /** Hands over the mails that a run queued. */
  | { readonly kind: 'deliver'; readonly instance: InstanceName; readonly run: RunId }
  /** Looks at the state of every instance, and mails the host what became trouble, or well again. */
  | { readonly kind: 'alert' };

export type JobKind = Job['kind'];
export type JobOf<Kind extends JobKind> = Extract<Job, { readonly kind: Kind }>;

const Instance = z.string().refine(isInstanceName);
const Run = z.int().positive().transform(runId);
const Batch = z.int().nonnegative();
const WhyRead = z.enum(PURPOSES);

/** What is kept of a job beside its kind. */
const PAYLOADS = {
  inventory: z.object({ instance: Instance, purpose: WhyRead }),
  read: z.object({ instance: Instance, run: Run, batch: Batch, batches: Batch, purpose: WhyRead }),
  judge: z.object({ instance: Instance, run: Run, purpose: WhyRead }),
  deliver: z.object({ instance: Instance, run: Run }),
  alert: z.object({}),
} as const satisfies Readonly<Record<JobKind, z.ZodType>>;

/**
 * Part of the task's name: a worker takes only the tasks that it knows. Raised when a payload changes its meaning, so that
 * a worker of an earlier version leaves it to those that understand it; who raises it lets workers know the earlier tasks
 * too, which are still queued.
 */
const PAYLOAD_VERSION = 1;

export const JOB_KINDS = [
  'inventory',
  'read',
  'judge',
  'deliver',
  'alert',
] as const satisfies readonly JobKind[];

/** The name under which the queue knows a kind of job. */
export function taskOf(kind: JobKind): string {
  return `${kind}.${PAYLOAD_VERSION}`;
}

/** The kind of job that has such a task, of whatever version. */
export function kindOf(task: string): JobKind | null {
  const [name] = task.split('.');
  return JOB_KINDS.find((kind) => kind === name) ?? null;
}

/** What of a job stands in the queue; `jobOf` reads it. */
export function payloadOf({ kind: _, ...payload }: Job): string {
  return JSON.stringify(payload);
}

/**
 * The job that a payload of the queue describes.
 * @throws {z.ZodError} when it is none that this version wrote.
 */
export function jobOf(kind: JobKind, payload: unknown): Job {
  switch (kind) {
    case 'inventory':
      return { kind, ...PAYLOADS.inventory.parse(payload) };
    case 'read':
      return { kind, ...PAYLOADS.read.parse(payload) };
    case 'judge':
      return { kind, ...PAYLOADS.judge.parse(payload) };
    case 'deliver':
      return { kind, ...PAYLOADS.deliver.parse(payload) };
    case 'alert':
      return { kind, ...PAYLOADS.alert.parse(payload) };
  }
}

/**
 * By what the queue knows two jobs as the same one: it holds one of a key. No name of an instance has a colon, so that
 * the jobs of one are found by `keysOf`.
 */
export function keyOf(job: Job): string {
  switch (job.kind) {
    case 'inventory':
      // One that is due for mails must not give way to a reading that comes later.
      return `${job.instance}:inventory:${job.purpose}`;
    case 'read':
      return `${job.instance}:read:${job.run}:${job.batch}`;
    case 'judge':
    case 'deliver':
      return `${job.instance}:${job.kind}:${job.run}`;
    case 'alert':
      return 'alert';
  }
}
