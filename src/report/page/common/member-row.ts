import type { ShownStatus } from '../../../model/coverage.ts';
import { isNearlyFull, type UsageLevel } from '../../../model/usage-level.ts';
import type { Format } from '../../text/format.ts';
import type { Say } from '../../text/words.ts';
import type { ScriptKey } from './script-keys.ts';

/** The columns of the table of members. */
export type MemberColumn =
  | 'member'
  | 'fill'
  | 'used'
  | 'quota'
  | 'freeable'
  | 'links'
  | 'severe'
  | 'findings'
  | 'coverage';

/** What the cells of a member's row are made of; null = unknown. */
export interface MemberFacts {
  readonly id: string;
  /** Empty where it is the id. */
  readonly name: string;
  readonly antenna: string;
  readonly used: number | null;
  readonly quota: number | null;
  readonly percent: number | null;
  readonly level: UsageLevel | null;
  /** Bytes. */
  readonly freeable: number | null;
  readonly linksWithoutPassword: number | null;
  /** Critical and high findings. */
  readonly severe: number | null;
  readonly findings: number | null;
  readonly coverage: ShownStatus;
}

/** Stands in a cell for 0. */
export const ZERO = '·';
/** Stands in a cell for what is not known. */
export const UNKNOWN = '–';

interface CellLanguage {
  readonly say: Say<'page', ScriptKey>;
  readonly format: Pick<Format, 'bytes' | 'usage' | 'count' | 'percent'>;
}

/** One member as the texts of the cells. */
export function memberRow(member: MemberFacts, { say, format }: CellLanguage) {
  const known = (value: number | null, text: (value: number) => string) =>
    value === null ? UNKNOWN : text(value);
  const counted = (value: number | null, text: (value: number) => string) =>
    value === 0 ? ZERO : known(value, text);
  return {
    member: member.id,
    name: member.name,
    antenna: member.antenna,
    meter: member.percent === null ? null : meterOf(member.percent, member.level),
    percent:
      member.percent === null && member.quota === 0 ? say('noQuota') : known(member.percent, format.percent),
    used: known(member.used, (used) => format.usage(used, member.quota)),
    quota: known(member.quota, format.bytes),
    freeable: counted(member.freeable, format.bytes),
    links: counted(member.linksWithoutPassword, format.count),
    severe: counted(member.severe, format.count),
    findings: counted(member.findings, format.count),
    coverage: say(`coverage.${member.coverage}`),
    status: member.coverage,
  };
}
export type MemberRow = ReturnType<typeof memberRow>;

/** The colour of a level. */
export function toneOf(level: UsageLevel | null): 'calm' | 'near' | 'full' {
  if (isNearlyFull(level)) return 'full';
  return level === 'filling' ? 'near' : 'calm';
}

const METER = 52;

/** A bar whose mark at 100 % stands at 52 of 60; what is beyond 115 % ends there. */
export function meterOf(percent: number, level: UsageLevel | null) {
  return {
    width: Math.round(Math.min(percent, 115) * METER) / 100,
    tone: toneOf(level),
    mark: METER,
  };
}
