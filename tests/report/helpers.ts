import { ownMessages } from '../../src/app/report/locales.ts';
import type { CheckInfo } from '../../src/model/check-info.ts';
import type { ResultFinding, ResultMember, ResultShare, RunResult } from '../../src/model/result.ts';
import { runPoint } from '../../src/report/figures/run-point.ts';
import type { Contact, ReportInput } from '../../src/report/input.ts';

const GB = 1024 ** 3;
export const RULE = 2 * GB;
export const STARTED = '2026-11-23T03:12:00.000Z';

/** The 20 nastiest names: each must be shown as text everywhere. */
export const NASTY_NAMES: readonly string[] = [
  '<script>alert(1)</script>',
  '</script><script>alert(2)</script>',
  '<img src=x onerror=alert(3)>',
  '"><svg onload=alert(4)>',
  `'"\`&amp;&lt;`,
  '=HYPERLINK("http://evil.example","x")',
  '+1+cmd|calc',
  '-2+3',
  '@SUM(A1)',
  '\tTab first',
  '\rCR first',
  'two\r\nlines\r\nBcc: x@evil.example',
  '\u202Egnp.exe\u202C rtl',
  '\u001b[31mred\u001b[0m\u0007',
  '\u009b2J c1 control',
  '\u2028line\u2029paragraph',
  '[link](http://evil.example) **bold** | cell `code`',
  '{{constructor}} {{{raw}}} {name, plural, other{x}}',
  '@all @channel :tada: <!-- comment',
  `${'é'.repeat(120)}.txt`,
];

/** Builds a member; what is not said is a quiet one that was read. */
export function member(id: string, parts: Partial<ResultMember> & { bytes?: number } = {}): ResultMember {
  const { bytes = GB, ...rest } = parts;
  return {
    id,
    name: id,
    groups: ['CAPE'],
    enabled: true,
    lastLogin: '2026-11-20T08:00:00.000Z',
    quota: { bytes: RULE, unlimited: false, source: 'server' },
    usage: {
      bytes,
      files: 120,
      folders: 12,
      trashBytes: 0,
      trashOwnBytes: 0,
      percent: (100 * bytes) / RULE,
      source: 'crawl',
    },
    coverage: {
      status: 'read',
      reason: null,
      reasons: [],
      strategy: 'search',
      right: 'own',
      requests: 3,
      unreadable: [],
    },
    largest: [],
    reach: null,
    ...rest,
  };
}

/** Builds a share; what is not said makes it a read-only public link without password and end. */
export function share(
  id: string,
  owner: string,
  path: string,
  parts: Partial<ResultShare> = {},
): ResultShare {
  return {
    id,
    type: 'link',
    owner,
    sharedBy: owner,
    path,
    fileId: `9${id}`,
    isFolder: true,
    permissions: ['read'],
    hasPassword: false,
    expires: null,
    lastDay: null,
    createdAt: '2025-09-14T09:00:00.000Z',
    recipient: null,
    label: '',
    note: false,
    hideDownload: false,
    pathKnown: true,
    fileRequest: false,
    recipients: [],
    viewOnly: false,
    unread: [],
    unknownTraits: [],
    registered: null,
    ...parts,
  };
}

/** Builds a finding; what is not said makes it an open one of medium severity. */
export function finding(
  check: string,
  owner: string | null,
  subject: ResultFinding['subject'],
  parts: Partial<ResultFinding> = {},
): ResultFinding {
  return {
    check,
    severity: 'medium',
    audience: 'member',
    member: owner,
    subject,
    actual: {},
    bytes: 0,
    sharedWith: [],
    fingerprint: `${check}:${subject.kind}:${subject.id}`,
    state: 'open',
    since: '2026-10-23',
    ...parts,
  };
}

/** A result around members, shares and findings; its counts follow from them. */
export function resultOf(
  parts: Pick<RunResult, 'members' | 'shares' | 'findings'> & Partial<RunResult>,
  checks: readonly CheckInfo[] = [],
): RunResult {
  const count = (status: ResultMember['coverage']['status']) =>
    parts.members.filter(({ coverage }) => coverage.status === status).length;
  const failed = count('failed') + count('partial');
  return {
    schema: 'menage/1',
    run: {
      id: 12,
      startedAt: STARTED,
      finishedAt: '2026-11-23T03:12:41.000Z',
      status: failed === 0 ? 'complete' : 'partial',
      scope: 'all',
      server: { url: 'https://cloud.example.org', version: '31.0.6' },
      requests: 338,
      bytesReceived: 4_200_000,
      peakConcurrency: 4,
    },
    policy: {
      unknownBecause: null,
      linkPasswordEnforced: false,
      linkExpiryEnforced: false,
      linkExpiryDays: null,
      publicUpload: true,
      resharing: true,
      federation: true,
    },
    accepted: [],
    groups: null,
    coverage: {
      members: parts.members.length,
      read: count('read'),
      unchanged: count('unchanged'),
      partial: count('partial'),
      notGranted: count('not-granted'),
      disabled: count('disabled'),
      failed: count('failed'),
    },
    spaces: [],
    checks: checks.map(({ id }) => {
      const own = parts.findings.filter((one) => one.check === id && one.state !== 'fixed');
      const bytes = own.reduce((sum, one) => sum + one.bytes, 0);
      const row = { id, status: 'ran' as const, reason: null, reasons: [], limits: null };
      return { ...row, findings: own.length, bytes };
    }),
    ...parts,
  };
}

/** The input of the views around results, oldest first; the last one is shown. */
export function inputOf(
  results: readonly [RunResult, ...RunResult[]],
  parts: Partial<ReportInput> = {},
): ReportInput {
  const result = results.at(-1) ?? results[0];
  const contact = ({ id }: ResultMember): readonly [string, Contact] => [
    id,
    { mail: `${encodeURIComponent(id)}@example.org`, language: 'fr', antenna: 'Tours' },
  ];
  const history = results.map(runPoint);
  const previous = results.at(-2) ?? null;
  // As if every member had got a mail after each earlier run.
  const sentAt = history.slice(0, -1).map(({ at }) => at);
  const input: Omit<ReportInput, 'period'> & Partial<Pick<ReportInput, 'period'>> = {
    result,
    previous,
    history,
    usage: new Map(),
    mailed: new Map(result.members.map(({ id }) => [id, { sentAt, thanksAt: [] }])),
    delivery: { held: [], undelivered: [] },
    retention: { amount: 24, unit: 'months' as const },
    csvDialect: 'comma',
    words: ownMessages,
    checks: [],
    organisation: {
      name: 'Coopérative',
      language: 'fr',
      timezone: 'Europe/Paris',
      help: 'https://aide.example.org/nextcloud',
      replyTo: null,
    },
    contacts: new Map(result.members.map(contact)),
    referents: [{ group: 'Tours', name: 'Référente', mail: 'tours@example.org' }],
    exceptions: [],
    ...parts,
  };
  // One run in its period.
  return {
    period: { result: input.result, previous: input.previous, history: input.history, usage: input.usage },
    ...input,
  };
}
