import { changesOf, comparisonOf, isOfSome } from '../figures/comparison.ts';
import { figuresOf } from '../figures/figures.ts';
import { linksWithoutPassword } from '../figures/run-point.ts';
import type { ReportInput } from '../input.ts';
import { deliveryView } from '../text/delivery.ts';
import { formatter } from '../text/format.ts';
import { shownName } from '../text/shown-name.ts';
import { type Say, speaker } from '../text/words.ts';

export interface ChatOptions {
  /** Whether nearly full members are named; nobody is, unless the organisation wants it. */
  readonly nameMembers: boolean;
  /** Where the report can be read; null = no link. */
  readonly link: string | null;
}

const MOST_NAMED = 10;

/** At most five lines and a link for a Mattermost channel, in the organisation's language. */
export function chatMessage(input: ReportInput, { nameMembers, link }: ChatOptions): string {
  const { result, organisation } = input;
  const say = speaker(input.words, 'export', organisation.language);
  const format = formatter(organisation.language, organisation.timezone);
  const { members, read, unchanged, disabled, notGranted, partial, failed } = result.coverage;
  const { nearlyFull, nearlyFullCount, bounds, nothingIsKnown, links, freeable, bySeverity, severe } =
    figuresOf(input);
  const month = format.monthName(Date.parse(result.run.startedAt));
  const limit = format.percent(bounds.nearly);
  const lines = [
    [
      `**${say('chat.title', { name: 'Nextcloud', month })}**`,
      say('chat.read', { read: read + unchanged, all: members - disabled }),
      say('chat.full', { n: nearlyFullCount === null ? '–' : format.count(nearlyFullCount), limit }),
      ...(nothingIsKnown
        ? [say('chat.unknown')]
        : [
            say('chat.links', { n: links.withoutPassword }) + linksChange(input),
            say('chat.freeable', { bytes: format.bytes(freeable.bytes), n: freeable.items }),
          ]),
    ].join(' · '),
    [
      ...(nothingIsKnown && severe === 0
        ? []
        : [say('chat.severe', { critical: bySeverity.critical, high: bySeverity.high })]),
      ...mailsWords(input),
    ].join(' · '),
    changesWords(input, say),
    say('chat.unread', {
      notGranted,
      failed: failed + partial,
      both: String(notGranted > 0 && failed + partial > 0),
    }),
    nameMembers && nearlyFull.length > 0
      ? say('chat.named', { names: namesOf(nearlyFull.map(({ id }) => id)), limit })
      : '',
    link === null ? '' : `[${say('chat.report')}](${link.replaceAll(/[\s()<>[\]\\]/g, percentEncoded)})`,
  ];
  return lines.filter((line) => line !== '').join('\n');
}

/** How many mails wait or were not handed over, without a name. */
function mailsWords(input: ReportInput): readonly string[] {
  const { held, undelivered, stopped } = deliveryView(input, input.organisation.language);
  const cause = stopped === null ? '' : `${stopped.short}: ${asCode(stopped.reply)}`;
  return [undelivered?.heading ?? '', cause, held?.short ?? ''].filter((words) => words !== '');
}

/** What is new and what was fixed, and over whom all changes of the message are. */
function changesWords(input: ReportInput, say: Say<'export'>): string {
  if (input.previous === null) return '';
  const changes = changesOf(input);
  const { fresh, fixed, members: n, of: all } = changes;
  const words = n === 0 ? '' : say('chat.changes', { fresh, fixed });
  const over = isOfSome(changes) ? say('chat.compared', { n, all }) : '';
  return [words, over].filter((text) => text !== '').join(' · ');
}

function linksChange(input: ReportInput): string {
  const comparison = comparisonOf(input);
  const [now, before] = [comparison?.now.links, comparison?.before.links];
  if (now == null || before == null) return '';
  const step = linksWithoutPassword(now) - linksWithoutPassword(before);
  return step === 0 ? '' : ` (${step > 0 ? '+' : '\u2212'}${Math.abs(step)})`;
}

/** What would end a Markdown link; encodeURIComponent leaves parentheses as they are. */
function percentEncoded(character: string): string {
  return encodeURIComponent(character).replace('(', '%28').replace(')', '%29');
}

/** As code, in which Mattermost neither formats nor notifies anybody. */
function asCode(text: string): string {
  return `\`${text.replaceAll('`', '\u02cb')}\``;
}

function namesOf(ids: readonly string[]): string {
  const named = ids.slice(0, MOST_NAMED).map((id) => asCode(shownName(id, 40)));
  return named.join(', ') + (ids.length > MOST_NAMED ? ', …' : '');
}
