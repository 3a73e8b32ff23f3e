import { formatter } from './format.ts';
import type { ReportInput } from './input.ts';
import { keyFigures, signed } from './key-figures.ts';
import { markdown } from './summary.ts';
import { nearlyFull } from './totals.ts';
import { speaker } from './words.ts';
import { WORDS_EXPORT } from './words-export.ts';

export interface ChatOptions {
  /** Whether members may be named; off unless the config says so. */
  readonly nameMembers: boolean;
  /** Where the report lies, for people. */
  readonly link: string | null;
}

const MOST_NAMES = 10;

/** One message for the admins' channel (Mattermost Markdown): figures, and nobody by name unless asked for. */
export function chatMessage(input: ReportInput, options: ChatOptions): string {
  const { organisation, result } = input;
  const say = speaker(WORDS_EXPORT, organisation.language);
  const format = formatter(organisation.language, organisation.timezone);
  const figures = keyFigures(input);
  const month = format.month(Date.parse(result.run.startedAt));
  const first = [
    `**Nextcloud, ${month}**`,
    say('read', { read: figures.read, members: figures.members }),
    say('nearlyFull', { count: figures.nearlyFull }),
    say('openLinks', { count: figures.openLinks, change: signed(figures.openLinksChange) }),
    say('freeable', { bytes: format.bytes(figures.freeableBytes) }),
  ].join(' · ');
  const second = [
    say('critical', { count: figures.critical }),
    ...(figures.notReadWhole > 0 ? [say('failed', { count: figures.notReadWhole })] : []),
    ...(options.link === null ? [] : [`[${say('report')}](${encodeURI(options.link)})`]),
  ].join(' · ');
  const names = nearlyFull(result)
    .slice(0, MOST_NAMES)
    .map(({ id }) => markdown(id));
  return [
    first,
    second,
    ...(options.nameMembers && names.length > 0 ? [`≥ 90 % : ${names.join(', ')}`] : []),
  ].join('\n');
}
