import { linesIn, type TerminalLanguage, terminalLanguage } from '../app/terminal.ts';
import type { Progress } from '../gather/setting.ts';
import { formatter } from '../report/text/format.ts';
import type { Context } from './context.ts';

/** At most ten lines a second: a terminal over a slow line must not brake the reading. */
const SHOWN_EVERY_MS = 100;
/** A rate over less time says nothing. */
const RATE_FROM_SECONDS = 0.5;

/** Shows on the terminal how far an audit is. */
export function progressLine(context: Context): (progress: Progress) => void {
  const language = terminalLanguage(context);
  const began = performance.now();
  let shown = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const now = performance.now();
    if (now - shown < SHOWN_EVERY_MS) return;
    shown = now;
    context.progress(progressText(progress, (now - began) / 1000, language));
  };
}

/** `12/40 members, 58 requests, 3,999 entries, 1,333/s, about 7 s left`; the rate is that of entries. */
export function progressText(progress: Progress, seconds: number, language: TerminalLanguage = 'en'): string {
  const { members, membersDone, requests, entries } = progress;
  const say = linesIn(language);
  const { count } = formatter(language, 'UTC');
  const counts = { requests: count(requests), entries: count(entries) };
  const counted = [say('progress.counted', { done: membersDone, members, ...counts })];
  if (seconds >= RATE_FROM_SECONDS) counted.push(`${count(Math.round(entries / seconds))}/s`);
  if (membersDone > 0) {
    const time = timeOf((seconds / membersDone) * (members - membersDone));
    counted.push(say('progress.left', { time }));
  }
  return counted.join(', ');
}

function timeOf(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} s`;
  return `${Math.ceil(seconds / 60)} min`;
}
