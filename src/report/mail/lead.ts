import { bySeverity, type Severity } from '../../model/severity.ts';
import { isPublicLink, lacksPassword } from '../../model/share.ts';
import type { MailContext } from './context.ts';
import { progressOf } from './since.ts';
import { excessOf, sizesOf, titleOf } from './state.ts';
import type { Thing } from './things.ts';
import type { Occasion } from './view.ts';

/** The one thing that a mail is about: its subject and its headline. */
export interface Lead {
  readonly subject: string;
  readonly title: string;
}

const WORTH_FREEING = 50 * 1024 ** 2;

/**
 * Chooses the one thing by severity; where space and an open link weigh the same, it is the space.
 * @param things of the cards: what the subject counts.
 */
export function leadOf(occasion: Occasion, things: readonly Thing[], context: MailContext): Lead {
  if (occasion === 'unread')
    return { subject: context.say('subject.unread'), title: context.say('title.unread') };
  if (occasion === 'thanks') return { subject: thanksSubject(context), title: context.say('title.thanks') };
  if (occasion === 'hello')
    return { subject: context.say('subject.hello'), title: context.say('title.hello') };
  const open = things.filter(({ share, urgent }) => share !== null && urgent);
  const space = context.findings.find((finding) => context.traits(finding).usage === 'level');
  if (space !== undefined && !isHeavier(open, space.severity)) return spaceLead(things, context);
  if (open.length > 0) return linksLead(open, context);
  return restLead(things, context);
}

function isHeavier(open: readonly Thing[], than: Severity): boolean {
  return open.some(({ findings: [first] }) => bySeverity(first.severity, than) < 0);
}

function spaceLead(things: readonly Thing[], context: MailContext): Lead {
  const title = context.say(titleOf(context) ?? 'title.calm');
  const sizes = sizesOf(context);
  const files = things.filter(({ share, bytes }) => share === null && bytes > 0).length;
  const excess = excessOf(context);
  if (files > 0) return { subject: context.say('subject.spaceAndFiles', { ...sizes, n: files }), title };
  if (excess === null) return { subject: context.say('subject.space', sizes), title };
  const bytes = context.format.bytes(excess);
  return { subject: context.say('subject.mustGo', { ...sizes, bytes }), title };
}

function linksLead(open: readonly Thing[], { say }: MailContext): Lead {
  const unlocked = open.filter(({ share }) => share !== null && isPublicLink(share) && lacksPassword(share));
  const [only] = unlocked;
  if (only === undefined || unlocked.length < open.length) {
    const n = open.length;
    return { subject: say('subject.checkShares', { n }), title: say('title.checkShares', { n }) };
  }
  const n = unlocked.length;
  const params = { kind: only.isFolder ? 'folder' : 'file', n };
  return n <= 1
    ? { subject: say('subject.openDoor', params), title: say('title.openDoor', params) }
    : { subject: say('subject.openDoors', params), title: say('title.openDoors', params) };
}

/** Neither a full space nor an open link: what can be freed, or what deserves a look. */
function restLead(things: readonly Thing[], { say, format, findings }: MailContext): Lead {
  const bytes = things.reduce((sum, thing) => sum + thing.bytes, 0);
  const shares = things.filter(({ share }) => share !== null).length;
  const isSmall = findings.every(({ severity }) => severity === 'low' || severity === 'info');
  if (isSmall)
    return { subject: say('subject.small', { n: Math.max(1, things.length) }), title: say('title.small') };
  if (bytes >= WORTH_FREEING || shares === 0) {
    const params = { bytes: format.bytes(bytes) };
    return { subject: say('subject.toFree', params), title: say('title.toFree', params) };
  }
  const params = { n: shares };
  return { subject: say('subject.checkShares', params), title: say('title.checkShares', params) };
}

function thanksSubject(context: MailContext): string {
  const { closedLinks, protectedLinks, grownBy } = progressOf(context);
  const freed = grownBy === null ? 0 : -grownBy;
  if (freed >= WORTH_FREEING)
    return context.say('subject.thanksFreed', { bytes: context.format.bytes(freed) });
  const links = closedLinks + protectedLinks;
  return links > 0 ? context.say('subject.thanksClosed', { n: links }) : context.say('subject.thanksSettled');
}
