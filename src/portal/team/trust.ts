import type { TeamFacts } from '../../app/portal/team/facts.ts';
import { isWithAccess, type PersonAccess } from '../../app/portal/team/people.ts';
import type { TeamLocale } from './frame.ts';

/**
 * The line that stands before any number: when was read, how many of these people, who was not.
 * @param side what stands at its end.
 */
export function trustLine(
  { result }: Pick<TeamFacts, 'result'>,
  people: readonly PersonAccess[],
  { say, format }: TeamLocale,
  side: string,
) {
  if (result === null) return { read: say('trust.never'), missing: [], side };
  const read = people.filter(({ member }) => ['read', 'unchanged'].includes(member.coverage.status)).length;
  const inState = (state: PersonAccess['state']) => people.filter((one) => one.state === state).length;
  const counts = [
    ['without', people.filter((one) => !isWithAccess(one)).length],
    ['partial', inState('partial')],
    ['failed', inState('failed')],
    ['granted', inState('granted')],
  ] as const;
  return {
    read: say('trust.read', {
      ...{ day: format.day(Date.parse(result.run.startedAt)) },
      ...{ read, all: people.length },
    }),
    missing: counts.flatMap(([kind, n]) => (n === 0 ? [] : [say(`trust.${kind}`, { n })])),
    side,
  };
}
