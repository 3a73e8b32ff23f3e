import { bySeverity, type Severity } from '../../model/severity.ts';
import { isPublicLink, lacksPassword, rightsOf } from '../../model/share.ts';
import { bytesOf, type Card, thingsThat } from './cards.ts';
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
 * Chooses the one thing by severity; where space and an open link weigh the same, it is the space. A number in it counts
 * the things of whole cards.
 */
export function leadOf(occasion: Occasion, cards: readonly Card[], context: MailContext): Lead {
  const { say } = context;
  if (occasion === 'unread') return { subject: say('subject.unread'), title: say('title.unread') };
  if (occasion === 'thanks') return { subject: thanksSubject(context), title: say('title.thanks') };
  if (occasion === 'hello') return { subject: say('subject.hello'), title: say('title.hello') };
  const open = cards.filter(({ things }) => things.some(({ share, urgent }) => share !== null && urgent));
  const space = context.findings.find((finding) => context.traits(finding).usage === 'level');
  if (space !== undefined && !isHeavier(open, space.severity)) return spaceLead(cards, context);
  if (open.length > 0) return linksLead(open, cards, context);
  return restLead(cards, context);
}

function isHeavier(open: readonly Card[], than: Severity): boolean {
  return open.some(({ things }) =>
    things.some(({ findings: [first] }) => bySeverity(first.severity, than) < 0),
  );
}

function spaceLead(cards: readonly Card[], context: MailContext): Lead {
  const title = context.say(titleOf(context) ?? 'title.calm');
  const sizes = sizesOf(context);
  const files = thingsThat('makeRoom', cards).length;
  const excess = excessOf(context);
  if (files > 0) return { subject: context.say('subject.spaceAndFiles', { ...sizes, n: files }), title };
  if (excess === null) return { subject: context.say('subject.space', sizes), title };
  const bytes = context.format.bytes(excess);
  return { subject: context.say('subject.mustGo', { ...sizes, bytes }), title };
}

function linksLead(open: readonly Card[], cards: readonly Card[], { say }: MailContext): Lead {
  const things = open.flatMap((card) => card.things);
  const isUnlocked = ({ share }: Thing) => share !== null && isPublicLink(share) && lacksPassword(share);
  const [only] = things;
  if (only === undefined || !things.every(isUnlocked)) return sharesLead(cards, say);
  const n = things.length;
  const params = { kind: isDrop(only) ? 'drop' : only.isFolder ? 'folder' : 'file', n };
  return n === 1
    ? { subject: say('subject.openDoor', params), title: say('title.openDoor', params) }
    : { subject: say('subject.openDoors', params), title: say('title.openDoors', params) };
}

/** Whoever has the link puts files in, and sees none. */
function isDrop({ share }: Thing): boolean {
  return share !== null && rightsOf(share) === 'drop';
}

function sharesLead(cards: readonly Card[], say: MailContext['say']): Lead {
  const params = { n: thingsThat('protect', cards).length };
  return { subject: say('subject.checkShares', params), title: say('title.checkShares', params) };
}

/** Neither a full space nor an open link: what can be freed, or what deserves a look. */
function restLead(cards: readonly Card[], { say, format, findings }: MailContext): Lead {
  const things = cards.flatMap((card) => card.things);
  const isSmall = findings.every(({ severity }) => severity === 'low' || severity === 'info');
  if (isSmall)
    return { subject: say('subject.small', { n: Math.max(1, things.length) }), title: say('title.small') };
  const bytes = bytesOf(things);
  if (bytes < WORTH_FREEING && thingsThat('protect', cards).length > 0) return sharesLead(cards, say);
  const params = { bytes: format.bytes(bytes) };
  return { subject: say('subject.toFree', params), title: say('title.toFree', params) };
}

function thanksSubject(context: MailContext): string {
  const { closedLinks, protectedLinks, grownBy } = progressOf(context);
  const freed = grownBy === null ? 0 : -grownBy;
  if (freed >= WORTH_FREEING)
    return context.say('subject.thanksFreed', { bytes: context.format.bytes(freed) });
  const links = closedLinks + protectedLinks;
  return links > 0 ? context.say('subject.thanksClosed', { n: links }) : context.say('subject.thanksSettled');
}
