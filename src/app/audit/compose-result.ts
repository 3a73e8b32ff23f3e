import { hasWholeTree, type ReadMember } from '../../gather/members/member-as-read.ts';
import type { RunId } from '../../model/ids.ts';
import { derived } from '../../model/lists/derived.ts';
import type { LongResult } from '../../model/long-result.ts';
import type { Quota } from '../../model/member.ts';
import type { Policy } from '../../model/policy.ts';
import { resultCoverage } from '../../model/reasons/result-coverage.ts';
import { reasonSentence } from '../../model/reasons/sentence.ts';
import type {
  ResultCheck,
  ResultFinding,
  ResultGroup,
  ResultMember,
  ResultReach,
  ResultShare,
  ResultSpace,
  RunResult,
} from '../../model/result.ts';
import type { RunScope } from '../../model/run.ts';
import type { Share } from '../../model/share.ts';
import { isoOrNull, isoUtc } from '../../model/time.ts';
import type { Bytes, UtcMs } from '../../model/units.ts';
import type { AcceptedGaps } from './acceptance.ts';

/** What the client counted over the whole run. */
export interface ServerTraffic {
  readonly requests: number;
  readonly bytesReceived: Bytes;
  readonly peakConcurrency: number;
}

export interface ResultParts {
  readonly run: RunId;
  readonly startedAt: UtcMs;
  readonly finishedAt: UtcMs;
  readonly status: RunResult['run']['status'];
  readonly scope: RunScope;
  readonly url: string;
  readonly version: string | null;
  readonly traffic: ServerTraffic;
  readonly policy: Policy | null;
  readonly coverage: RunResult['coverage'];
  readonly members: Iterable<ResultMember>;
  readonly accepted: AcceptedGaps['of'];
  readonly spaces: readonly ResultSpace[];
  /** Null where accounts may be missing. */
  readonly groups: readonly ResultGroup[] | null;
  readonly shares: readonly Share[];
  /** Whether a public link is in the register; null where that is not known, or there is none. */
  readonly registered: (share: Share) => boolean | null;
  readonly findings: Iterable<ResultFinding>;
  readonly checks: readonly ResultCheck[];
}

/** Puts the result document together, schema `menage/1`. */
export function composeResult(parts: ResultParts): LongResult {
  const { traffic } = parts;
  return {
    schema: 'menage/1',
    run: {
      id: parts.run,
      startedAt: isoUtc(parts.startedAt),
      finishedAt: isoUtc(parts.finishedAt),
      status: parts.status,
      scope: parts.scope,
      server: { url: parts.url, version: parts.version },
      requests: traffic.requests,
      bytesReceived: traffic.bytesReceived,
      peakConcurrency: traffic.peakConcurrency,
    },
    policy: parts.policy === null ? null : policyOf(parts.policy),
    coverage: parts.coverage,
    members: parts.members,
    accepted: [...parts.accepted].map(([member, { reason, until = null }]) => ({ member, reason, until })),
    spaces: [...parts.spaces],
    groups: parts.groups === null ? null : [...parts.groups],
    shares: derived(parts.shares, (share) => [shareOf(share, parts.registered(share))]),
    findings: parts.findings,
    checks: [...parts.checks],
  };
}

function policyOf(policy: Policy): RunResult['policy'] {
  const { defaultPermissions: _, ...known } = policy;
  const reason = policy.unknownBecause;
  return { ...known, unknownBecause: reason === null ? null : reasonSentence([reason]) };
}

/** Counts each member in exactly one field. */
export function countCoverage(all: Iterable<Pick<ReadMember, 'coverage'>>): RunResult['coverage'] {
  const counts = { read: 0, unchanged: 0, partial: 0, 'not-granted': 0, disabled: 0, failed: 0 };
  let members = 0;
  for (const { coverage } of all) {
    members += 1;
    counts[coverage.status] += 1;
  }
  const { 'not-granted': notGranted, ...rest } = counts;
  return { members, ...rest, notGranted };
}

/** @param reach null where not all is known of who reaches the member's files. */
export function memberRow(read: ReadMember, reach: ResultReach | null = null): ResultMember {
  const { member, coverage, right } = read;
  return {
    id: member.id,
    name: member.name,
    groups: [...member.groups],
    enabled: member.enabled,
    lastLogin: member.lastLogin === null ? null : isoUtc(member.lastLogin),
    quota: quotaOf(member.quota),
    usage: usageOf(read),
    coverage: { ...resultCoverage(coverage), right },
    largest: [],
    reach,
  };
}

/** Why it is not known stands with the checks that needed it. */
function quotaOf(quota: Quota): ResultMember['quota'] {
  if (quota.source === 'none') return { bytes: null, unlimited: null, source: 'none' };
  return { ...quota };
}

/** From the entries where the tree is whole; else the server's own figure, which knows no files. */
export function usageOf(read: ReadMember): ResultMember['usage'] {
  const { totals, member } = read;
  if (totals !== null && hasWholeTree(read)) {
    const trash = 'value' in read.trash ? read.trash.value : null;
    return {
      ...totals,
      trashBytes: trash?.bytes ?? null,
      trashOwnBytes: trash?.ownBytes ?? null,
      percent: percentOf(totals.bytes, member.quota.bytes),
      source: 'crawl',
    };
  }
  const bytes = member.serverUsedBytes;
  return {
    bytes,
    files: null,
    folders: null,
    trashBytes: null,
    trashOwnBytes: null,
    percent: bytes === null ? null : percentOf(bytes, member.quota.bytes),
    source: bytes === null ? 'none' : 'server',
  };
}

/** Null of a quota that is not known, and of one of 0: nothing is a share of it. */
function percentOf(bytes: Bytes, quota: Bytes | null): number | null {
  return quota === null || quota === 0 ? null : (100 * bytes) / quota;
}

function shareOf(
  { tokenLength: _, tokenHash: __, ...share }: Share,
  registered: boolean | null,
): ResultShare {
  return {
    ...share,
    permissions: [...share.permissions],
    createdAt: isoOrNull(share.createdAt),
    recipients: [...share.recipients],
    unread: [...share.unread],
    unknownTraits: [...share.unknownTraits],
    registered,
  };
}
