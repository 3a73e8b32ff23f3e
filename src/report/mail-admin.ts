import type { Language } from '../model/member.ts';
import { formatter } from './format.ts';
import type { ReportInput } from './input.ts';
import { type Line, line } from './mail-view.ts';
import { freeable, isStanding, linkCounts, linksWithoutPassword, nearlyFull, usedBytes } from './totals.ts';
import { partsSpeaker, type Say, type SayParts, speaker } from './words.ts';
import type { AdminKey } from './words-admin-fr.ts';

/** What both parts of an admin's mail say. */
export interface AdminMailView {
  readonly language: Language;
  readonly subject: string;
  readonly preheader: string;
  readonly sender: string;
  readonly month: string;
  readonly hello: string;
  readonly title: string;
  readonly trust: string;
  /** Why mails to members were held back; null when none were. */
  readonly held: {
    readonly heading: string;
    readonly reasons: readonly string[];
    readonly how: string;
  } | null;
  readonly lines: readonly Line[];
  readonly where: Line;
  readonly why: string;
}

/** The short mail to one admin. */
export interface AdminMail {
  readonly kind: 'admin';
  /** From 1, in the order of the config. */
  readonly number: number;
  readonly run: { readonly id: number; readonly startedAt: string };
  readonly to: string;
  readonly replyTo: string | null;
  readonly stopSubject: string;
  readonly view: AdminMailView;
}

export interface AdminMailParts {
  readonly number: number;
  readonly to: string;
  /** Path or address of the report; null when it is not known. */
  readonly where: string | null;
  /** Why mails to members were held back. */
  readonly held: readonly string[];
}

interface Admin {
  readonly input: ReportInput;
  readonly say: Say<AdminKey>;
  readonly parts: SayParts<AdminKey>;
}

/** How far the numbers can be trusted, five lines, and where the report is: no file names, no members. */
export function adminMailFor(input: ReportInput, { number, to, where, held }: AdminMailParts): AdminMail {
  const { language, replyTo } = input.organisation;
  const { admin: words } = input.words;
  const admin = { input, say: speaker(words, language), parts: partsSpeaker(words, language) };
  const { id, startedAt } = input.result.run;
  return {
    kind: 'admin',
    number,
    run: { id, startedAt },
    to,
    replyTo,
    stopSubject: admin.say('stop.subject'),
    view: adminView(admin, where, held),
  };
}

function adminView(admin: Admin, where: string | null, held: readonly string[]): AdminMailView {
  const { input, say, parts } = admin;
  const { name, language, timezone } = input.organisation;
  const { members, read, unchanged } = input.result.coverage;
  const month = formatter(language, timezone).month(Date.parse(input.result.run.startedAt));
  const counts = { month, read: read + unchanged, members };
  const trust = trustLine(admin);
  return {
    language,
    subject: say(held.length > 0 ? 'subject.held' : 'subject.audit', counts),
    preheader: trust,
    sender: name === '' || name === 'Nextcloud' ? say('sender.plain') : say('sender.named', { name }),
    month: month.charAt(0).toUpperCase() + month.slice(1),
    hello: say('hello'),
    title: say('title.read', counts),
    trust,
    held: held.length === 0 ? null : { heading: say('held.heading'), reasons: held, how: say('held.how') },
    lines: fiveLines(admin),
    where: line(where === null ? parts('where.unknown') : parts('where.known', { where })),
    why: say('why.mail'),
  };
}

function trustLine({ input, say }: Admin): string {
  const { partial, failed, notGranted } = input.result.coverage;
  if (partial + failed + notGranted === 0) return say('trust.whole');
  return say('trust.gaps', { partial, failed, notGranted }).trim();
}

function fiveLines(admin: Admin): readonly Line[] {
  const { input, parts } = admin;
  const { result } = input;
  const format = formatter(input.organisation.language, input.organisation.timezone);
  const free = freeable(result.findings);
  const standing = result.findings.filter(isStanding);
  const count = (severity: string) => standing.filter((finding) => finding.severity === severity).length;
  const inState = (state: string) => result.findings.filter((finding) => finding.state === state).length;
  return [
    line(parts('line.space', { used: format.bytes(usedBytes(result)), n: nearlyFull(result).length })),
    line(linksLine(admin)),
    line(parts('line.free', { bytes: format.bytes(free.bytes), n: free.items })),
    line(parts('line.severity', { critical: count('critical'), high: count('high') })),
    line(parts('line.change', { fresh: inState('new'), fixed: inState('fixed') })),
  ];
}

function linksLine({ input, parts }: Admin) {
  const n = linksWithoutPassword(linkCounts(input.result.shares));
  const before = input.previous === null ? n : linksWithoutPassword(linkCounts(input.previous.shares));
  const difference = n > before ? `+${n - before}` : `\u2212${before - n}`;
  return parts('line.links', { n, change: n === before ? 'none' : 'some', difference });
}
