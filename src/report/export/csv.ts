import { SEVERITIES } from '../../model/severity.ts';
import { figuresOf } from '../figures/figures.ts';
import { ifKnown } from '../figures/population.ts';
import type { ReportInput } from '../input.ts';
import { plainReason } from '../text/reasons.ts';
import { type Cell, csv } from './csv-cells.ts';
import { type FindingRow, findingRows } from './csv-findings.ts';
import { SHARE_COLUMNS, shareRow } from './csv-shares.ts';

const MEMBER_COLUMNS = [
  'member',
  'name',
  'antenna',
  'groups',
  'enabled',
  'last_login',
  'coverage',
  'reason',
  'unreadable_folders',
  'used_bytes',
  'quota_bytes',
  'quota_source',
  'used_percent',
  'usage_source',
  'files',
  'folders',
  'trash_bytes',
  'freeable_bytes',
  'freeable_items',
  'links',
  'links_without_password',
  'critical',
  'high',
  'medium',
  'low',
  'info',
] as const;

/** `members.csv`: one row per member, totals only. Columns: see `docs/exports.md`. */
export function membersCsv(input: ReportInput): string {
  const { result, contacts } = input;
  const figures = figuresOf(input);
  const rows = result.members.map((member) => {
    const { id, usage, quota, coverage } = member;
    const own = figures.members.get(id);
    const known = (figure = 0) => ifKnown(figure, member);
    return [
      id,
      member.name,
      contacts.get(id)?.antenna ?? '',
      member.groups.join('; '),
      member.enabled,
      member.lastLogin,
      coverage.status,
      coverage.reason === null ? null : plainReason(coverage),
      coverage.unreadable.length,
      usage.bytes,
      quota.bytes,
      quota.source,
      usage.percent,
      usage.source,
      usage.files,
      usage.folders,
      usage.trashBytes,
      known(own?.freeable.bytes),
      known(own?.freeable.items),
      known(own?.links.all),
      known(own?.links.withoutPassword),
      ...SEVERITIES.map((severity) => known(own?.bySeverity[severity])),
    ];
  });
  return csv(MEMBER_COLUMNS, rows, input);
}

/** `shares.csv`: every share that was seen, with the worst that is to be said about it. */
export function sharesCsv(input: ReportInput): string {
  return csv(
    SHARE_COLUMNS,
    figuresOf(input).shares.map((item) => shareRow(item, input)),
    input,
  );
}

const FINDING_COLUMNS = [
  'check',
  'title',
  'area',
  'severity',
  'audience',
  'member',
  'state',
  'since',
  'count',
  'bytes',
  'subject',
  'subject_id',
  'path',
] as const;

/** `findings.csv`: storage findings as member, check, count and bytes; the others one by one. */
export function findingsCsv(input: ReportInput): string {
  const cells = (row: FindingRow): readonly Cell[] => [
    row.check,
    row.title,
    row.area,
    row.severity,
    row.audience,
    row.member,
    row.state,
    row.since,
    row.count,
    row.bytes,
    row.subject,
    row.subjectId,
    row.path,
  ];
  return csv(FINDING_COLUMNS, findingRows(input).map(cells), input);
}
