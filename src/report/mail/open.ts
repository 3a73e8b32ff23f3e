import type { ActionKind } from '../../model/check-info.ts';
import { nameOf } from '../../model/path/path.ts';
import type { ResultFinding, ResultShare } from '../../model/result.ts';
import { hasEnd, isPublicLink, isWayOut, lacksPassword, lastDayOf, rightsOf } from '../../model/share.ts';
import { recipientText } from '../figures/exposed-items.ts';
import { protectionOf } from '../figures/run-point.ts';
import { shownName } from '../text/shown-name.ts';
import type { MailContext } from './context.ts';
import { personCalled } from './people.ts';
import { capitalised, linkTo } from './thing-words.ts';
import type { Thing } from './things.ts';
import type { MailView, OpenRow } from './view.ts';

/** Maximum number of rows: mail programs cut a mail of more than some 100 KB. */
const MOST_ROWS = 60;
const LONGEST_NAME = 40;
const OPENNESS = { neither: 0, expiryOnly: 1, passwordOnly: 2, both: 3 } as const;

/**
 * Every way out of the member's things, the least protected and oldest first: public links and file requests, mail shares,
 * other servers, Talk conversations (which may have guests), unknown kinds. Null when there is none.
 * @param things what the cards speak of, so that each row asks for the same.
 */
export function openView(things: readonly Thing[], context: MailContext): MailView['open'] {
  const { shares, say } = context;
  const accepted = acceptedShares(context);
  const isAccepted = ({ id }: ResultShare) => accepted.has(id);
  const open = shares
    .filter(isWayOut)
    .sort(
      (a, b) =>
        Number(isAccepted(a)) - Number(isAccepted(b)) ||
        openness(a) - openness(b) ||
        (a.createdAt ?? '').localeCompare(b.createdAt ?? ''),
    );
  if (open.length === 0) return null;
  const actions = actionsByShare(things);
  const rest = open.length - MOST_ROWS;
  return {
    heading: say('open.heading'),
    intro: say('open.intro', { n: open.length }),
    what: say('open.what'),
    how: say('open.how'),
    rows: open
      .slice(0, MOST_ROWS)
      .map((share) => openRow(share, isAccepted(share), actions.get(share.id) ?? null, context)),
    more: rest > 0 ? say('open.more', { n: rest }) : null,
  };
}

/** Whoever has an account elsewhere, or in the conversation, needs no password. */
function openness(share: ResultShare): number {
  return share.type === 'federated' || share.type === 'room' ? OPENNESS.both : OPENNESS[protectionOf(share)];
}

/** What the cards ask for about each share. */
function actionsByShare(things: readonly Thing[]): ReadonlyMap<string, ActionKind> {
  return new Map(
    things.flatMap(({ findings, action }) =>
      findings.flatMap(({ subject }) => (subject.kind === 'share' ? [[subject.id, action] as const] : [])),
    ),
  );
}

/** Shares that the organisation has accepted: exceptions cover all that was found about them. */
function acceptedShares({ excepted, findings }: MailContext): ReadonlySet<string> {
  const standing = shareIds(findings);
  return new Set([...shareIds(excepted)].filter((id) => !standing.has(id)));
}

function shareIds(findings: readonly ResultFinding[]): ReadonlySet<string> {
  return new Set(findings.filter(({ subject }) => subject.kind === 'share').map(({ subject }) => subject.id));
}

function openRow(
  share: ResultShare,
  accepted: boolean,
  action: ActionKind | null,
  context: MailContext,
): OpenRow {
  const { say } = context;
  return {
    name: share.path === '/' ? say('thing.root') : shownName(nameOf(share.path), LONGEST_NAME),
    href: linkTo(share.fileId, context, true),
    way: wayText(share, context),
    made: madeText(share, context),
    protection: accepted ? say('open.accepted') : say(protectionWord(share)),
    until: untilText(share, context),
    action: say('open.action', { kind: action ?? 'other' }),
    alarming: !accepted && isOpenToAll(share),
  };
}

function isOpenToAll(share: ResultShare): boolean {
  return (isPublicLink(share) || share.type === 'mail' || share.type === 'other') && lacksPassword(share);
}

function wayText(share: ResultShare, { say }: MailContext): string {
  const who = shownName(recipientText(share), LONGEST_NAME);
  return say('open.way', { kind: wayOf(share), known: who === '' ? 'no' : 'yes', who });
}

function wayOf(share: ResultShare): string {
  if (isPublicLink(share)) return rightsOf(share) === 'drop' ? 'drop' : 'link';
  return share.type;
}

/** By whom, and since when. */
function madeText({ sharedBy, createdAt }: ResultShare, context: MailContext): string {
  const isOwn = sharedBy === context.member.id;
  return capitalised(
    context.say('open.made', {
      by: isOwn ? 'me' : 'other',
      who: isOwn ? '' : (personCalled(sharedBy, context) ?? shownName(sharedBy, LONGEST_NAME)),
      known: createdAt === null ? 'no' : 'yes',
      month: createdAt === null ? '' : context.format.shortMonth(Date.parse(createdAt)),
    }),
  );
}

function untilText(share: ResultShare, { say, format }: MailContext): string {
  const lastDay = lastDayOf(share);
  if (lastDay !== null) return say('open.until', { day: format.date(lastDay, 'shortDay') });
  return say(hasEnd(share) ? 'open.unknownEnd' : 'open.forever');
}

function protectionWord(share: ResultShare) {
  if (share.type === 'federated') return 'open.own';
  if (share.type === 'room') return 'open.ofRoom';
  if (share.hasPassword) return 'open.password';
  return lacksPassword(share) ? 'open.neither' : 'open.unknownPassword';
}
