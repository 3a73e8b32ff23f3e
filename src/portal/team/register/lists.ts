import { type TeamFacts, teamFacts } from '../../../app/portal/team/facts.ts';
import { organisationOf } from '../../../app/report/input.ts';
import { CHECKS } from '../../../checks/index.ts';
import type { RegisterEntry } from '../../../model/register/entry.ts';
import type { ResultShare } from '../../../model/result.ts';
import { isoUtc } from '../../../model/time.ts';
import { csv } from '../../../report/export/csv-cells.ts';
import type { Reply } from '../../http/reply.ts';
import type { TeamVisit } from '../frame.ts';

/** What the register's page and its download show. */
export interface RegisterLists {
  readonly facts: TeamFacts;
  /** The lines of the register. */
  readonly entries: readonly RegisterEntry[];
  readonly proposed: readonly RegisterEntry[];
  /** Links that a check found to be open and without a line. */
  readonly absent: readonly ResultShare[];
}

/** The checks that find open links without an entry. */
const UNREGISTERED: ReadonlySet<string> = new Set(
  CHECKS.filter(({ traits }) => traits.unregistered === true).map(({ id }) => id),
);

export async function registerLists({ portal, now }: TeamVisit): Promise<RegisterLists> {
  const { store, config, vault } = portal;
  const facts = await teamFacts(store, config, vault, now);
  const all = await store.register.list();
  return {
    facts,
    entries: all.filter(({ state }) => state === 'accepted'),
    proposed: all.filter(({ state }) => state === 'proposed'),
    absent: absentIn(facts),
  };
}

function absentIn({ result }: TeamFacts): readonly ResultShare[] {
  const found = new Set(
    result?.findings
      .filter(({ check, state }) => UNREGISTERED.has(check) && (state === 'new' || state === 'open'))
      .map(({ subject }) => subject.id),
  );
  return result?.shares.filter(({ id, registered }) => registered === false && found.has(id)) ?? [];
}

/** What is open behind a proposal; undefined where the latest run did not see it. */
export function proposedShare({ result }: TeamFacts, { fileId }: RegisterEntry): ResultShare | undefined {
  return result?.shares.find((one) => one.fileId === fileId);
}

const COLUMNS = [
  ...['list', 'state', 'purpose', 'licence', 'path', 'owner', 'has_password', 'permissions', 'until'],
  ...['origin', 'proposed_by', 'seen_at'],
];

/** `/admin/register.csv`: the three lists of the page as one table. */
export async function registerCsv(visit: TeamVisit): Promise<Reply> {
  const { output } = visit.portal.config;
  const { facts, entries, proposed, absent } = await registerLists(visit);
  const rows = [
    ...entries.map((entry) => entryRow('registered', entry, entry.target)),
    ...proposed.map((entry) => entryRow('proposed', entry, proposedShare(facts, entry))),
    ...absent.map((share) => [
      ...['absent', '', '', '', share.path, share.owner, share.hasPassword, share.permissions.join(' ')],
      ...[share.lastDay ?? share.expires, '', '', share.createdAt],
    ]),
  ];
  return {
    ...{ kind: 'text', status: 200, type: 'text/csv; charset=utf-8', fileName: 'register.csv' },
    body: csv(COLUMNS, rows, {
      organisation: organisationOf(visit.portal.config),
      ...(output.csvDialect !== undefined && { csvDialect: output.csvDialect }),
    }),
  };
}

type Seen = Pick<ResultShare, 'path' | 'owner' | 'hasPassword' | 'permissions'>;

function entryRow(
  list: 'registered' | 'proposed',
  entry: RegisterEntry,
  seen: Seen | RegisterEntry['target'] | undefined,
) {
  const { standing, purpose, licence, owner, until, origin, proposedBy, seenAt } = entry;
  const state = standing?.state === 'dead' ? standing.fault : (standing?.state ?? '');
  return [
    ...[list, state, purpose, licence, seen?.path ?? null, owner ?? seen?.owner ?? null],
    ...[seen?.hasPassword ?? null, seen?.permissions.join(' ') ?? '', until, origin, proposedBy],
    seenAt === null ? null : isoUtc(seenAt),
  ];
}
