import type { ReadMember } from '../../gather/members/member-as-read.ts';
import type { Check } from '../../judge/check.ts';
import type { Exception } from '../../judge/exceptions.ts';
import type { Coverage } from '../../model/coverage.ts';
import type { MemberId } from '../../model/ids.ts';
import { pathTest } from '../../model/path/glob.ts';
import type { Reason } from '../../model/reasons/reason.ts';

/** An incompleteness that the organisation accepts, perhaps until a day, inclusive. */
export interface Acceptance {
  readonly member: string;
  /** A pattern for the folders that need not be read, as `pathTest` reads it; `**` = nothing of the member need be. */
  readonly path: string;
  readonly reason: string;
  readonly until?: string | undefined;
}

/** What of a run's incompleteness the config accepts. */
export interface AcceptedGaps {
  readonly of: ReadonlyMap<MemberId, Acceptance>;
  /** Whether nothing is missing but what is accepted. */
  readonly coverAll: boolean;
  /** On acceptances that are over while something is still missing; one English sentence each. */
  readonly warnings: readonly string[];
  /** On those that have nothing to accept, likewise. */
  readonly notes: readonly string[];
}

export const NOTHING_ACCEPTED: AcceptedGaps = { of: new Map(), coverAll: false, warnings: [], notes: [] };

/**
 * Finds for each member who was not read whole the acceptance that covers all of what is missing; one that has ended
 * covers nothing.
 * @param today `YYYY-MM-DD` in the organisation's zone.
 * @param short why the list of accounts is not whole: no acceptance covers that.
 */
export function acceptedGaps(
  acceptances: readonly Acceptance[],
  members: readonly Pick<ReadMember, 'member' | 'coverage'>[],
  { today, short, only }: AcceptanceSetting,
): AcceptedGaps {
  const valid = acceptances.filter(({ until }) => until === undefined || until >= today);
  const lacking = members.filter(({ coverage }) => isLacking(coverage));
  const of = new Map(
    lacking.flatMap(({ member, coverage }) => {
      const accepted = valid.find((one) => one.member === member.id && covers(one, coverage));
      return accepted === undefined ? [] : [[member.id, accepted] as const];
    }),
  );
  const used = new Set(of.values());
  const unused = acceptances.filter((one) => !used.has(one) && (only === null || only.has(one.member)));
  const isOver = (one: Acceptance) => !valid.includes(one);
  const isMissing = (one: Acceptance) =>
    isOver(one) && lacking.some(({ member }) => member.id === one.member && !of.has(member.id));
  return {
    of,
    coverAll: short === null && of.size === lacking.length,
    warnings: unused.filter(isMissing).map((one) => noteOn(one, true)),
    notes: unused.filter((one) => !isMissing(one)).map((one) => noteOn(one, isOver(one))),
  };
}

interface AcceptanceSetting {
  readonly today: string;
  readonly short: Reason | null;
  readonly only: ReadonlySet<string> | null;
}

function isLacking({ status }: Coverage): boolean {
  return status === 'partial' || status === 'failed';
}

/** Reasons that name nothing but the folders in `unreadable`. */
const OF_FOLDERS: readonly Reason['key'][] = ['tree.gaps', 'tree.folders-unread'];

function covers({ path }: Acceptance, { status, reasons, unreadable }: Coverage): boolean {
  if (path === '**') return true;
  const isMeant = pathTest(path) ?? (() => false);
  return (
    status === 'partial' &&
    unreadable.length > 0 &&
    unreadable.every(isMeant) &&
    reasons.every(({ key }) => OF_FOLDERS.includes(key))
  );
}

function noteOn({ member, path, until }: Acceptance, isOver: boolean): string {
  const what = `"accept" of ${member}${path === '**' ? '' : `, ${path}`}`;
  if (isOver) return `${what} ended on ${until}: set a later "until" in the config, or delete it.`;
  return `${what} had nothing to accept in this run: correct its member or path, or delete it where that is read again.`;
}

/** The check that reports what was not read finds the same again: there it is an exception. */
export function asExceptions(
  accepted: AcceptedGaps,
  checks: readonly Check[],
  today: string,
): readonly Exception[] {
  const reporting = checks.filter(({ traits }) => traits.reportsCoverage === true);
  return [...accepted.of.keys()].flatMap((member) =>
    reporting.map(({ id }) => ({ check: id, member, path: '**', until: today })),
  );
}
