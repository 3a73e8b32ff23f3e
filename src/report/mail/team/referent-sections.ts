import { nameOf } from '../../../model/path/path.ts';
import { hasReason } from '../../../model/reasons/reason.ts';
import type { ResultMember, ResultShare } from '../../../model/result.ts';
import { hasEnd, lastDayOf, rightsOf } from '../../../model/share.ts';
import { isRead } from '../../figures/coverage-marks.ts';
import { madeAt } from '../../figures/exposed-items.ts';
import { figuresOf } from '../../figures/figures.ts';
import { sumOfKnown } from '../../figures/run-point.ts';
import { freeable } from '../../figures/totals.ts';
import type { ReportInput } from '../../input.ts';
import type { Format } from '../../text/format.ts';
import { shownName } from '../../text/shown-name.ts';
import type { Say, SayParts } from '../../text/words.ts';
import { indexOf } from '../context.ts';
import { type Line, line } from '../view.ts';
import type { Antenna } from './antenna.ts';
import { plainPart, type SectionView, writeTo } from './section.ts';

const MOST_ROWS = 20;
const LONGEST_NAME = 40;

/** What a referent's mail is made with. */
export interface ReferentContext {
  readonly input: ReportInput;
  readonly antenna: Antenna;
  readonly say: Say<'referent'>;
  readonly parts: SayParts<'referent'>;
  readonly format: Format;
}

/** The antenna in totals, as far as it is known. */
export function totalLines({ input, antenna, parts, format }: ReferentContext): readonly Line[] {
  const { members, openToAll } = antenna;
  const read = members.filter(({ coverage }) => isRead(coverage.status)).length;
  if (members.length === 0) return [];
  const inAll = line(parts('total.read', { read, members: members.length }));
  const usedBytes = sumOfKnown(members.map(({ usage }) => usage.bytes));
  if (read === 0 || usedBytes === null) return [inAll];
  const ids = new Set<string | null>(members.map(({ id }) => id));
  const { bytes, items: n } = freeable(input.result.findings.filter(({ member }) => ids.has(member)));
  const own = figuresOf(input).members;
  const links = members.reduce((sum, { id }) => sum + (own.get(id)?.links.all ?? 0), 0);
  return [
    inAll,
    line(parts('total.used', { used: format.bytes(usedBytes), bytes: format.bytes(bytes), n })),
    line(parts('total.links', { n: links, open: openToAll.length })),
  ];
}

/** Who needs a hand, in what; matters without anybody are left out. */
export function referentSections(context: ReferentContext): readonly SectionView[] {
  return [fullSection(context), openSection(context), accessSection(context), leftSection(context)].filter(
    (section) => section.lines.length > 0,
  );
}

function fullSection(context: ReferentContext): SectionView {
  const { input, antenna, say, format } = context;
  const limit = format.percent(figuresOf(input).bounds.nearly);
  return {
    heading: say('full.heading'),
    intro: say('full.intro', { limit }),
    ...listed(
      antenna.nearlyFull.map(({ id, usage, quota }) => () => {
        const used = format.usage(usage.bytes ?? 0, quota.bytes);
        const percent = format.percent(usage.percent ?? 0);
        const of = format.bytes(quota.bytes ?? 0);
        return personLine(id, say('full.what', { used, quota: of, percent }), context);
      }),
      context,
    ),
  };
}

function openSection(context: ReferentContext): SectionView {
  const { antenna, say } = context;
  return {
    heading: say('open.heading'),
    intro: say('open.intro'),
    ...listed(
      antenna.openToAll.map(
        ({ share }) =>
          () =>
            personLine(share.owner, openText(share, context), context),
      ),
      context,
    ),
  };
}

/** The thing as whoever has its address sees it: by its own name, without the folders above it. */
function openText(share: ResultShare, { say, format }: ReferentContext): string {
  const at = madeAt(share);
  const lastDay = lastDayOf(share);
  return say('open.what', {
    name: share.path === '/' ? say('open.root') : shownName(nameOf(share.path), LONGEST_NAME),
    kind: rightsOf(share) === 'drop' ? 'drop' : 'link',
    since: at === null ? 'none' : format.shortMonth(at),
    until: lastDay !== null ? format.date(lastDay, 'shortDay') : hasEnd(share) ? 'unknown' : 'never',
  });
}

function accessSection(context: ReferentContext): SectionView {
  const { antenna, say } = context;
  const { withoutAccess, declined } = antenna;
  const section = listed(
    withoutAccess.map((member) => () => personLine(member.id, accessText(member, context), context)),
    context,
  );
  // Whoever said no is not to be asked again: a number, and only beside others.
  const ofDeclined = declined === 0 ? [] : [line([plainPart(say('access.declined', { n: declined }))])];
  return {
    heading: say('access.heading'),
    intro: say('access.intro'),
    lines: section.lines.length === 0 ? [] : [...section.lines, ...ofDeclined],
    more: section.more,
  };
}

function accessText({ coverage }: ResultMember, { say }: ReferentContext): string {
  const isNew = hasReason(coverage.reasons, ['member.never-logged-in', 'member.maybe-never-logged-in']);
  return say(isNew ? 'access.never' : 'access.not');
}

function leftSection(context: ReferentContext): SectionView {
  const { antenna, say, format } = context;
  return {
    heading: say('left.heading'),
    intro: say('left.intro'),
    ...listed(
      antenna.left.map(({ id, usage: { bytes } }) => () => {
        const known = bytes === null ? 'no' : 'yes';
        const used = bytes === null ? '' : format.bytes(bytes);
        return personLine(id, say('left.what', { known, used }), context);
      }),
      context,
    ),
  };
}

function listed(
  rows: readonly (() => Line)[],
  { say }: ReferentContext,
): Pick<SectionView, 'lines' | 'more'> {
  const rest = rows.length - MOST_ROWS;
  return {
    lines: rows.slice(0, MOST_ROWS).map((row) => row()),
    more: rest > 0 ? say('more', { n: rest }) : null,
  };
}

/** A member by the name that Nextcloud shows, with the link that begins a mail to them. */
function personLine(id: string, what: string, { input, parts }: ReferentContext): Line {
  const person = indexOf(input.result).members.get(id);
  const name = shownName(person === undefined || person.name === '' ? id : person.name, LONGEST_NAME);
  const mail = writeTo(input, id);
  return line(
    mail === null ? parts('row.plain', { name, what }) : parts('row.linked', { name, what }, { mail }),
  );
}
