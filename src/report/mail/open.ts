import { nameOf } from '../../model/path/path.ts';
import type { ResultFinding, ResultShare } from '../../model/result.ts';
import { hasEnd, isPublicLink, lacksPassword, lastDayOf } from '../../model/share.ts';
import { protectionOf } from '../figures/run-point.ts';
import { shownName } from '../text/shown-name.ts';
import type { MailContext } from './context.ts';
import type { MailView, OpenRow } from './view.ts';

const MOST_ROWS = 10;
const LONGEST_NAME = 40;
const OPENNESS = { neither: 0, expiryOnly: 1, passwordOnly: 2, both: 3 } as const;

/**
 * Every public link on the member's things, file requests and unknown kinds of share too, the least protected and oldest
 * first; null when there is none.
 */
export function openView(context: MailContext): MailView['open'] {
  const { shares, say } = context;
  const accepted = acceptedLinks(context);
  const isAccepted = ({ id }: ResultShare) => accepted.has(id);
  const links = shares
    .filter((share) => isPublicLink(share) || share.type === 'other')
    .sort(
      (a, b) =>
        Number(isAccepted(a)) - Number(isAccepted(b)) ||
        OPENNESS[protectionOf(a)] - OPENNESS[protectionOf(b)] ||
        (a.createdAt ?? '').localeCompare(b.createdAt ?? ''),
    );
  if (links.length === 0) return null;
  const rest = links.length - MOST_ROWS;
  return {
    heading: say('open.heading'),
    intro: say(links.every(isPublicLink) ? 'open.intro' : 'open.introUnknown', { n: links.length }),
    what: say('open.what'),
    how: say('open.how'),
    rows: links.slice(0, MOST_ROWS).map((link) => openRow(link, isAccepted(link), context)),
    more: rest > 0 ? say('open.more', { n: rest }) : null,
  };
}

/** Links that the organisation has accepted as public: exceptions cover all that was found about them. */
function acceptedLinks({ excepted, findings }: MailContext): ReadonlySet<string> {
  const standing = shareIds(findings);
  return new Set([...shareIds(excepted)].filter((id) => !standing.has(id)));
}

function shareIds(findings: readonly ResultFinding[]): ReadonlySet<string> {
  return new Set(findings.filter(({ subject }) => subject.kind === 'share').map(({ subject }) => subject.id));
}

function openRow(link: ResultShare, accepted: boolean, { say, format }: MailContext): OpenRow {
  const lastDay = lastDayOf(link);
  const protection = accepted ? 'open.accepted' : protectionWord(link);
  return {
    name: link.path === '/' ? say('thing.root') : shownName(nameOf(link.path), LONGEST_NAME),
    since:
      link.createdAt === null
        ? ''
        : say('open.since', { month: format.shortMonth(Date.parse(link.createdAt)) }),
    protection: say(protection),
    until:
      lastDay === null
        ? say(hasEnd(link) ? 'open.unknownEnd' : 'open.forever')
        : say('open.until', { day: format.date(lastDay, 'shortDay') }),
    alarming: !accepted && lacksPassword(link),
  };
}

function protectionWord(
  share: ResultShare,
): 'open.unknownKind' | 'open.unknownPassword' | 'open.password' | 'open.neither' {
  if (share.type === 'other') return 'open.unknownKind';
  if (share.hasPassword) return 'open.password';
  return lacksPassword(share) ? 'open.neither' : 'open.unknownPassword';
}
