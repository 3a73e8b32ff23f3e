import type { Progress } from '../gather/setting.ts';
import type { Context } from './context.ts';

/** At most ten lines a second: a terminal over a slow line must not brake the reading. */
const SHOWN_EVERY_MS = 100;
/** A rate over less time says nothing. */
const RATE_FROM_SECONDS = 0.5;
const NUMBER = new Intl.NumberFormat('en');

/** Shows on the terminal how far an audit is. */
export function progressLine(context: Context): (progress: Progress) => void {
  const began = performance.now();
  let shown = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const now = performance.now();
    if (now - shown < SHOWN_EVERY_MS) return;
    shown = now;
    context.progress(progressText(progress, (now - began) / 1000));
  };
}

/** `12/40 members, 58 requests, 3,999 entries, 1,333/s, about 7 s left`; the rate is that of entries. */
export function progressText(progress: Progress, seconds: number): string {
  const { members, membersDone, requests, entries } = progress;
  const counted = [
    `${membersDone}/${members} members`,
    `${NUMBER.format(requests)} requests`,
    `${NUMBER.format(entries)} entries`,
  ];
  if (seconds >= RATE_FROM_SECONDS) counted.push(`${NUMBER.format(Math.round(entries / seconds))}/s`);
  if (membersDone > 0)
    counted.push(`about ${timeOf((seconds / membersDone) * (members - membersDone))} left`);
  return counted.join(', ');
}

function timeOf(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} s`;
  return `${Math.ceil(seconds / 60)} min`;
}
