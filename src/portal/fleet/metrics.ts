import { counter, gauge } from '../../report/export/metrics.ts';
import type { Place } from './sites.ts';

/** Figures of all portals of this program; those of one stand at its own `/metrics`. */
export function siteMetrics(places: readonly Place[]): string {
  const answers = places.flatMap(({ name, counted: { traffic } }) =>
    [...traffic.byClass].map(([hundred, value]) => ({
      labels: { instance: name, status: `${hundred}xx` },
      value,
    })),
  );
  const seconds = places.map(({ name, counted: { traffic } }) => ({
    labels: { instance: name },
    value: traffic.spentMs() / 1000,
  }));
  const states = places.map((place) => ({
    labels: { instance: place.name, state: stateOf(place) },
    value: 1,
  }));
  return [
    counter('menage_portal_requests', 'Answers by their status.', answers),
    counter('menage_portal_answer_seconds', 'What all answers took together.', seconds),
    gauge('menage_portal_state', 'How the portal of an instance stands.', states),
    gauge('menage_portal_memory_bytes', 'Memory of the process.', [{ value: process.memoryUsage.rss() }]),
    '# EOF\n',
  ].join('');
}

function stateOf({ site }: Place): 'open' | 'at-rest' | 'closed' {
  if (site === null) return 'closed';
  return site.isOpen() ? 'open' : 'at-rest';
}
