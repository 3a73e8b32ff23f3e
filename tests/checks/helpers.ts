import { expect } from 'vitest';
import type { Check, Draft } from '../../src/judge/check.ts';
import type { MemberEvidence, ServerEvidence, Setting, UnjudgedShare } from '../../src/judge/evidence.ts';
import type { MemberGathered } from '../../src/judge/member-session.ts';
import { openRunner, type ServerGathered } from '../../src/judge/runner.ts';
import type { Verdict } from '../../src/judge/verdict.ts';
import type { Coverage } from '../../src/model/coverage.ts';
import type { Entry } from '../../src/model/entry.ts';
import { fileId, groupId, memberId, shareId } from '../../src/model/ids.ts';
import type { Account, Member } from '../../src/model/member.ts';
import { parentOf } from '../../src/model/path/path.ts';
import type { Policy } from '../../src/model/policy.ts';
import { because } from '../../src/model/reasons/reason.ts';
import { reasonSentence } from '../../src/model/reasons/sentence.ts';
import type { Share } from '../../src/model/share.ts';

export const MB = 1024 ** 2;
export const GB = 1024 ** 3;
export const DAY = 86_400_000;
/** 23 November 2026, noon in Paris. */
export const NOW = Date.UTC(2026, 10, 23, 11);

export const SETTING: Setting = {
  now: NOW,
  zone: 'Europe/Paris',
  memberGroups: [],
  quotaRule: 2 * GB,
  registerLack: null,
  isSensitive: () => false,
};

export function member(changes: Partial<Member> = {}): Member {
  return {
    id: memberId('anna'),
    name: 'Anna',
    groups: [groupId('CAPE')],
    enabled: true,
    lastLogin: NOW - DAY,
    lastLoginLack: null,
    quota: { bytes: 2 * GB, unlimited: false, source: 'server' },
    serverUsedBytes: 0,
    mail: 'anna@coop.example',
    mailLack: null,
    language: 'fr',
    antenna: 'Tours',
    ...changes,
  };
}

export function account(id: string, changes: Partial<Account> = {}): Account {
  return { id: memberId(id), name: id, enabled: true, groups: [groupId('CAPE')], ...changes };
}

let lastId = 0;

/** A file; its id counts up unless one is given. */
export function file(path: string, changes: Partial<Entry> = {}): Entry {
  return {
    fileId: fileId(String(++lastId)),
    path,
    isFolder: false,
    size: 1,
    modifiedAt: NOW - DAY,
    uploadedAt: null,
    etag: '"e"',
    checksum: null,
    ...changes,
  };
}

export function folder(path: string, changes: Partial<Entry> = {}): Entry {
  return file(path, { isFolder: true, size: 0, ...changes });
}

export function share(changes: Partial<Share> = {}): Share {
  return {
    id: shareId(String(++lastId)),
    type: 'user',
    owner: memberId('anna'),
    sharedBy: memberId('anna'),
    path: '/Devis',
    pathKnown: true,
    fileId: fileId('7'),
    isFolder: true,
    permissions: ['read'],
    hasPassword: false,
    expires: null,
    lastDay: null,
    createdAt: NOW - DAY,
    recipient: 'bruno',
    label: '',
    note: false,
    hideDownload: false,
    viewOnly: false,
    fileRequest: false,
    recipients: [],
    tokenLength: null,
    tokenHash: null,
    unread: [],
    unknownTraits: [],
    ...changes,
  };
}

/** A public link: read only, without password or end, made yesterday. */
export function link(changes: Partial<Share> = {}): Share {
  return share({
    type: 'link',
    recipient: null,
    tokenLength: 15,
    tokenHash: null,
    permissions: ['read', 'share'],
    ...changes,
  });
}

export const POLICY: Policy = {
  unknownBecause: null,
  linkPasswordEnforced: true,
  linkExpiryEnforced: true,
  linkExpiryDays: 90,
  publicUpload: false,
  resharing: false,
  federation: false,
  defaultPermissions: 1,
};

export const READ: Coverage = {
  status: 'read',
  reasons: [],
  strategy: 'search',
  requests: 3,
  unreadable: [],
};

/** What a test knows of a member; what it leaves out was gathered and is empty. */
export interface Known {
  readonly member?: Partial<Member>;
  readonly coverage?: Partial<Coverage>;
  readonly setting?: Partial<Setting>;
  readonly options?: unknown;
  readonly entries?: readonly Entry[];
  /** Where the tree stands; `/` unless it is a group folder. */
  readonly root?: string;
  readonly unreadable?: readonly string[];
  readonly evidence?: Partial<Omit<MemberEvidence, 'tree'>>;
  /** Evidence that was not gathered. */
  readonly lacking?: readonly (keyof MemberEvidence)[];
  /** Evidence that was gathered in part. */
  readonly partly?: readonly (keyof MemberEvidence)[];
}

/** Judges one member with one check, on the very runner that a run uses. */
/** A verdict with the sentences of its reasons. */
export function worded(verdict: Verdict): Verdict & { readonly reason?: string } {
  if (verdict.extent === 'none') return { ...verdict, reason: reasonSentence(verdict.reasons) };
  const unjudged = verdict.unjudged.map(wordedShare);
  if (verdict.extent === 'whole') return { ...verdict, unjudged };
  return { ...verdict, unjudged, reason: reasonSentence(verdict.reasons) };
}

function wordedShare(share: UnjudgedShare): UnjudgedShare & { readonly reason: string } {
  return { ...share, reason: reasonSentence(share.reasons) };
}

export function judge(check: Check, known: Known = {}): Verdict {
  const [verdict] = sessionOf(check, known).conclude();
  if (verdict === undefined) throw new Error(`${check.id} does not speak of this member, or is blocked`);
  return worded(verdict);
}

/** One member before one check, all entries seen. */
export function sessionOf(check: Check, known: Known = {}) {
  const runner = openRunner(
    [check],
    { [check.id]: check.options.parse(known.options ?? {}) },
    { ...SETTING, ...known.setting },
  );
  const coverage = { ...READ, unreadable: known.unreadable ?? [], ...known.coverage };
  const session = runner.member(member(known.member), coverage, gathered(known));
  for (const entry of withFolders(known.entries ?? [], known.evidence?.shares ?? [])) session.see(entry);
  return session;
}

/** The findings of one member; fails when the check was not run. */
export function draftsOf(check: Check, known: Known = {}): readonly Draft[] {
  const verdict = judge(check, known);
  if (verdict.extent === 'none') throw new Error(reasonSentence(verdict.reasons));
  for (const draft of verdict.drafts) sameFactsAsExample(check, draft);
  return verdict.drafts;
}

/** Judges the server with one check. */
export function judgeServer(
  check: Check,
  evidence: Partial<ServerEvidence>,
  { options, setting }: Pick<Known, 'options' | 'setting'> = {},
): readonly Draft[] {
  const runner = openRunner(
    [check],
    { [check.id]: check.options.parse(options ?? {}) },
    { ...SETTING, ...setting },
  );
  const whole = { policy: POLICY, members: [], shares: [], accounts: [], register: [], ...evidence };
  const gathered = Object.fromEntries(
    Object.entries(whole).map(([key, value]) => [key, { known: 'whole', value }]),
  );
  // Every key of ServerEvidence stands in `whole`.
  const [verdict] = runner.server(gathered as unknown as ServerGathered);
  if (verdict === undefined || verdict.extent === 'none') throw new Error(`${check.id} was not run`);
  for (const draft of verdict.drafts) sameFactsAsExample(check, draft);
  return verdict.drafts;
}

/** The example tells which facts a finding of this check carries: pages and words rest on it. */
function sameFactsAsExample(check: Check, { actual }: Draft): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(check.example).sort());
}

/** Why a check cannot run with these options and settings, or null. */
export function blockedBy(
  check: Check,
  { options, setting }: Pick<Known, 'options' | 'setting'> = {},
): string | null {
  const runner = openRunner(
    [check],
    { [check.id]: check.options.parse(options ?? {}) },
    { ...SETTING, ...setting },
  );
  const reason = runner.blocked.get(check.id);
  return reason === undefined ? null : reasonSentence([reason]);
}

/** All evidence on a member, as the audit hands it over. */
export function gathered(known: Known = {}): MemberGathered {
  const all = { ...gather(known.evidence ?? {}, known), tree: gatherTree(known) };
  // Every key is set by gather and gatherTree.
  return all as MemberGathered;
}

function gather(evidence: Partial<Omit<MemberEvidence, 'tree'>>, known: Known) {
  const whole = {
    usage: { bytes: 0, files: 0, source: 'crawl' },
    shares: [],
    knownShares: [],
    trash: { bytes: 0, ownBytes: 0 },
    quota: member(known.member).quota,
    lastLogin: member(known.member).lastLogin,
    mailAddress: member(known.member).mail,
    account: account('anna'),
    accounts: new Map(['anna', 'bruno'].map((id) => [memberId(id), account(id)])),
    gone: new Set(),
    groups: new Map(),
    policy: POLICY,
    registered: { tokens: new Set(), files: new Set() },
    groupFolders: [],
    widerFolders: [],
    growth: { sinceOn: '2026-10-23', things: [] },
    history: { usage: [], shares: [] },
    ...evidence,
  };
  return Object.fromEntries(
    Object.entries(whole).map(([key, value]) => [key, gatheredAs(key, value, known)]),
  );
}

function gatherTree(known: Known) {
  return gatheredAs('tree', { root: known.root ?? '/', unreadable: known.unreadable ?? [] }, known);
}

function gatheredAs(key: string, value: unknown, { lacking = [], partly = [] }: Known) {
  if (lacking.some((one) => one === key))
    return { known: 'none', reasons: [because('problem', { message: `${key} was not read.` })] };
  if (partly.some((one) => one === key))
    return { known: 'part', value, reasons: [because('problem', { message: `${key} was read in part.` })] };
  return { known: 'whole', value };
}

/** The folders that files lie in are always there, as on a server; a shared one has the id that the share names. */
function withFolders(entries: readonly Entry[], shares: readonly Share[]): readonly Entry[] {
  const ids = new Map(shares.map((one) => [one.path, one.fileId]));
  const there = new Set(entries.filter(({ isFolder }) => isFolder).map(({ path }) => path));
  const missing: Entry[] = [];
  for (const { path } of entries) {
    for (let at = parentOf(path); at !== '/'; at = parentOf(at)) {
      if (there.has(at)) continue;
      there.add(at);
      const id = ids.get(at);
      missing.push(folder(at, id === undefined ? {} : { fileId: id }));
    }
  }
  return [...missing, ...entries];
}
