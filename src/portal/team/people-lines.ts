import { ACCESS_STATES, type AccessState, type PersonAccess } from '../../app/portal/team/people.ts';
import type { TeamLocale } from './frame.ts';

const WIDTH = 1000;
/** What a few people take at least: they must not drown among many. */
const NARROWEST = 10;
const GAP = 3;

/** How many people are in each state, as one bar and as numbers that add up. */
export function peopleLines(people: readonly PersonAccess[], locale: TeamLocale) {
  const counted = ACCESS_STATES.map((state) => ({
    state,
    of: people.filter((one) => one.state === state),
  })).filter(({ of }) => of.length > 0);
  const room = counted.map(({ of }) => Math.max(NARROWEST, (WIDTH * of.length) / people.length));
  const all = room.reduce((sum, width) => sum + width, 0);
  let x = 0;
  const bars = counted.map(({ state }, at) => {
    const width = ((room[at] ?? 0) * WIDTH) / all;
    const bar = { state, x: Math.round(x), width: Math.max(1, Math.round(width) - GAP) };
    x += width;
    return bar;
  });
  return {
    bars,
    lines: counted.map(({ state, of }) => ({ text: stateLine(state, of, locale), number: of.length })),
  };
}

/** « Sans réponse, prochain rappel le 12 décembre »: the nearest where they are several. */
function stateLine(state: AccessState, of: readonly PersonAccess[], { say, format }: TeamLocale): string {
  if (state !== 'invited') return say(`state.${state}`);
  const days = of.flatMap(({ nextReminderAt }) => (nextReminderAt === null ? [] : [nextReminderAt]));
  return say('state.invited', { day: format.day(Math.min(...days)), n: of.length });
}
