import { nameOf } from '../../model/path/path.ts';
import type { Bytes } from '../../model/units.ts';
import { isNearlyFull, type UsageLevel } from '../../model/usage-level.ts';
import { forecastDay, usageBounds } from '../figures/usage.ts';
import { firstSound, shownName } from '../text/shown-name.ts';
import type { MailContext } from './context.ts';
import type { GaugeView, Tone } from './view.ts';

const BAR_CELLS = 20;
/** Of the quota: less room than this is taken again by the next file. */
const LEAST_EXCESS_SHARE = 0.01;
const TONES: Readonly<Record<UsageLevel, Tone>> = {
  calm: 'calm',
  filling: 'amber',
  nearly: 'red',
  full: 'red',
};

/** The sentence for how full a space is. Where the server sets no bound, nothing is ever full: only the rule is passed. */
export function titleOf({ member, level }: MailContext) {
  if (level === null) return null;
  return level === 'full' && member.quota.unlimited ? 'title.over' : (`title.${level}` as const);
}

/** Used and quota as the subject and the gauge say them: what is not full never reads as full. */
export function sizesOf({ member, say, format }: MailContext): {
  readonly used: string;
  readonly quota: string;
} {
  const { usage, quota } = member;
  const quotaText = quota.bytes === null ? say('state.unknown') : format.bytes(quota.bytes);
  return { used: format.usage(usage.bytes ?? 0, quota.bytes), quota: quotaText };
}

export function gaugeView(context: MailContext): GaugeView | null {
  const { member, level, say, format } = context;
  const { percent } = member.usage;
  if (level === null || percent === null) return null;
  const { used, quota } = sizesOf(context);
  const share = Math.max(0, Math.min(100, Math.floor(percent)));
  const cells = Math.floor((share / 100) * BAR_CELLS);
  const params = { used, quota, percent: format.percent(percent) };
  return {
    used,
    of: say('gauge.of', params),
    chip: say('gauge.chip', params),
    tone: TONES[level],
    filled: share,
    empty: 100 - share,
    alt: say('gauge.alt', params),
    bar: `[${'#'.repeat(cells)}${'.'.repeat(BAR_CELLS - cells)}]`,
  };
}

/** What the gauge means: what is left, until when, and what could not be read. */
export function stateLines(context: MailContext): readonly string[] {
  const [room = '', ...goal] = roomLines(context);
  return [room, ...goal, helpLine(context), coverageLine(context)].filter((text) => text !== '');
}

/** What is left, until when, and what must go. */
export function roomLines(context: MailContext): readonly string[] {
  const room = [roomLine(context), forecastLine(context)].filter((text) => text !== '').join(' ');
  return [room, goalLine(context)].filter((text) => text !== '');
}

function roomLine({ member, say, format }: MailContext): string {
  const { usage, quota } = member;
  if (usage.bytes === null) return '';
  const used = format.bytes(usage.bytes);
  if (quota.bytes === null) return say('state.usedOnly', { used });
  if (quota.bytes === 0) return say(usage.bytes === 0 ? 'state.noRoom' : 'state.noMoreRoom', { used });
  const left = quota.bytes - usage.bytes;
  if (left > 0) return say('state.left', { left: format.bytes(left) });
  if (quota.unlimited) return say('state.over');
  return say('state.full');
}

/** How much must go, where the space is nearly full or full, so that it is neither any more; null where it is not short. */
export function excessOf({ member, level, input }: MailContext): Bytes | null {
  const { usage, quota } = member;
  if (!isNearlyFull(level) || usage.bytes === null || quota.bytes === null || quota.bytes === 0) return null;
  const { nearly } = usageBounds(input.result);
  const excess = usage.bytes - (nearly / 100) * quota.bytes;
  return Math.ceil(Math.max(LEAST_EXCESS_SHARE * quota.bytes, excess));
}

function goalLine(context: MailContext): string {
  const { say, format, input } = context;
  const bytes = excessOf(context);
  if (bytes === null) return '';
  const { nearly } = usageBounds(input.result);
  return say('state.mustGo', { limit: format.percent(nearly), bytes: format.bytes(bytes) });
}

/** Who helps when nothing fits in any more. */
function helpLine({ member, level, replies, say }: MailContext): string {
  if (level !== 'full' || member.quota.unlimited) return '';
  return say('state.helper', {
    known: replies.address === null ? 'no' : 'yes',
    address: replies.address ?? '',
  });
}

/** Only where the check found it: three runs or more, within sixty days. */
function forecastLine({ findings, traits, say, format }: MailContext): string {
  const forecast = findings.find((finding) => traits(finding).usage === 'forecast');
  const day = forecast === undefined ? null : forecastDay(forecast);
  if (day === null) return '';
  const dayOfMonth = Number(day.slice(8, 10));
  const name = format.date(day, 'monthName');
  return say('state.forecast', {
    part: dayOfMonth <= 10 ? 'start' : dayOfMonth <= 20 ? 'middle' : 'end',
    sound: firstSound(name),
    name,
  });
}

function coverageLine({ member, say }: MailContext): string {
  const { status, unreadable } = member.coverage;
  if (status === 'not-granted') return say('state.notGranted');
  if (status === 'failed') return say('state.failed');
  if (status !== 'partial') return '';
  const [first] = unreadable;
  const folder = first === undefined ? '' : shownName(nameOf(first));
  return say('state.partial', { n: Math.min(2, unreadable.length), folder, rest: unreadable.length - 1 });
}
