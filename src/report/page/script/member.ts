import { SHOWN_STATUSES } from '../../../model/coverage.ts';
import { USAGE_LEVELS } from '../../../model/usage-level.ts';
import { MEMBER, type MemberData, type PageData } from '../common/data.ts';
import { type MemberFacts, type MemberRow, memberRow } from '../common/member-row.ts';
import { person } from './page-data.ts';
import type { TableRow } from './table-types.ts';
import { fold } from './texts.ts';
import { format, language, say } from './words.ts';

/** A member as the script works on it. */
export interface Member extends TableRow {
  readonly data: MemberData;
  readonly facts: MemberFacts;
}

/** A member of the page's data. */
export function memberFrom(packed: PageData['members'][number], at: number): Member {
  const data = MEMBER.unpack(packed);
  const { id, antenna, name } = person(data.person);
  return {
    at,
    data,
    facts: {
      ...data,
      id,
      antenna,
      name,
      used: known(data.used),
      quota: known(data.quota),
      freeable: known(data.freeable),
      linksWithoutPassword: known(data.linksWithoutPassword),
      severe: known(data.severe),
      findings: known(data.findings),
      percent: data.tenths < 0 ? null : data.tenths / 10,
      level: USAGE_LEVELS[data.level] ?? null,
      coverage: SHOWN_STATUSES[data.coverage] ?? 'failed',
    },
    severity: 'none',
    checks: new Set(data.checks.map(([check]) => check)),
    search: fold([id, name, antenna].join('\n')),
  };
}

function known(value: number): number | null {
  return value < 0 ? null : value;
}

let last: { readonly member: Member; readonly language: string; readonly cells: MemberRow } | null = null;

/** The texts of a member's cells; columns ask for them row by row. */
export function cellsOf(member: Member): MemberRow {
  if (last === null || last.member !== member || last.language !== language())
    last = { member, language: language(), cells: memberRow(member.facts, { say, format: format() }) };
  return last.cells;
}

/** Used of what, where both are known. */
export function usedOf(member: Member): string {
  const { used, quota, percent } = cellsOf(member);
  if (member.facts.used === null || member.facts.quota === null) return used;
  if (member.facts.quota === 0) return `${used} (${say('noQuota')})`;
  return say('js.usedOf', { used, quota, percent });
}
