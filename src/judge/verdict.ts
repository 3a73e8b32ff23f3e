import type { MemberId } from '../model/ids.ts';
import { because, type Reason, type Reasons } from '../model/reasons/reason.ts';
import type { Check, Draft } from './check.ts';
import type { Gathered, UnjudgedShare } from './evidence.ts';

/** What one check concluded about one member (null = the server), or why it could not. */
export type Verdict = {
  readonly check: Check;
  readonly member: MemberId | null;
} & (
  | {
      readonly extent: 'whole';
      readonly drafts: readonly Draft[];
      /** Shares that it says nothing of: what was found on them earlier is neither listed nor fixed. */
      readonly unjudged: readonly UnjudgedShare[];
      /** See `Watcher.undecided`. */
      readonly undecided?: readonly string[];
    }
  | {
      readonly extent: 'part';
      readonly drafts: readonly Draft[];
      readonly reasons: Reasons;
      readonly unjudged: readonly UnjudgedShare[];
    }
  | { readonly extent: 'none'; readonly reasons: Reasons }
);

/** Runs the one part that may be wrong in a check; what it throws becomes a value. */
export function guarded<T>(work: () => T): T | Error {
  try {
    return work();
  } catch (error) {
    return asError(error);
  }
}

export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

type AnyGathered = Readonly<Record<string, Gathered<unknown>>>;

export function missing(gathered: AnyGathered, needs: readonly string[]): Reasons | null {
  for (const need of needs) {
    const one = gathered[need];
    if (one === undefined || one.known === 'none')
      return one?.reasons ?? [because('evidence.not-gathered', { need })];
  }
  return null;
}

export function evidenceOf(gathered: AnyGathered, needs: readonly string[]): Record<string, unknown> {
  const evidence: Record<string, unknown> = {};
  for (const need of needs) {
    const one = gathered[need];
    if (one !== undefined && one.known !== 'none') evidence[need] = one.value;
  }
  return evidence;
}

interface Judge {
  judge(evidence: Record<string, unknown>): readonly Draft[];
  /** Whether evidence gathered in part is enough. */
  settled(evidence: Record<string, unknown>): boolean;
  /** See `Watcher.undecided`. */
  undecided?(): readonly string[];
  /** Why nothing at all can be concluded from evidence that was gathered; null where something can. */
  unknown(evidence: Record<string, unknown>): Reason | null;
}

/** Judges with what was gathered: whole, in part (then nothing is fixed), or not at all. */
export function judged(
  check: Check,
  member: MemberId | null,
  gathered: AnyGathered,
  needs: readonly string[],
  { judge, settled, undecided, unknown }: Judge,
  unjudged: readonly UnjudgedShare[],
): Verdict {
  const lacking = missing(gathered, needs);
  if (lacking !== null) return { check, member, extent: 'none', reasons: lacking };
  const evidence = evidenceOf(gathered, needs);
  const part = needs.map((need) => gathered[need]).find((one) => one?.known === 'part');
  const judgement = guarded(() => {
    const nothing = unknown(evidence);
    if (nothing !== null) return { nothing };
    const drafts = judge(evidence);
    return { drafts, whole: part === undefined || settled(evidence), unsure: undecided?.() ?? [] };
  });
  if (judgement instanceof Error)
    return {
      check,
      member,
      extent: 'none',
      reasons: [because('check.error', { message: judgement.message })],
    };
  if ('nothing' in judgement) return { check, member, extent: 'none', reasons: [judgement.nothing] };
  const { drafts, whole, unsure } = judgement;
  if (part?.known !== 'part' || whole)
    return { check, member, extent: 'whole', drafts, unjudged, undecided: unsure };
  return { check, member, extent: 'part', drafts, reasons: part.reasons, unjudged };
}
