import { teamFacts } from '../app/portal/team/facts.ts';
import { isWithAccess } from '../app/portal/team/people.ts';
import { counter, gauge, type Sample, sample } from '../report/export/metrics.ts';
import { groupBy } from '../report/figures/totals.ts';
import { DELIVERY_STATES } from '../store/delivery.ts';
import type { Visit } from './access/visit.ts';
import type { Reply } from './http/reply.ts';
import { notFound } from './pages/errors.ts';

export const METRICS_FORMAT = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

/** Figures for monitoring, without a name; for programs of this machine alone, everybody else finds no such page. */
export async function metricsPage(visit: Visit): Promise<Reply> {
  if (!visit.asker.isLocal) return notFound(visit);
  const families = [...trafficFamilies(visit), ...(await storeFamilies(visit))];
  return { kind: 'text', status: 200, body: `${families.join('')}# EOF\n`, type: METRICS_FORMAT };
}

function trafficFamilies({ traffic }: Visit): readonly string[] {
  const classes = [...traffic.byClass].map(([hundred, n]) => sample('status', `${hundred}xx`, n));
  return [
    counter('menage_portal_requests', 'Answers by their status.', classes),
    counter('menage_portal_answer_seconds', 'What all answers took together.', one(traffic.spentMs() / 1000)),
    gauge('menage_portal_memory_bytes', 'Memory of the process.', one(process.memoryUsage.rss())),
  ];
}

async function storeFamilies({ portal, now }: Visit): Promise<readonly string[]> {
  const { store, config, vault } = portal;
  const facts = await teamFacts(store, config, vault, now);
  const states = groupBy(facts.people, ({ state }) => state);
  const notices = groupBy(await store.portal.notices.list(), ({ state }) => state);
  return [
    gauge(
      'menage_portal_members_with_access',
      'Members whom menage may read.',
      one(facts.people.filter(isWithAccess).length),
    ),
    gauge(
      'menage_portal_members',
      'Members by how their access stands.',
      [...states].map(([state, all]) => sample('state', state, all.length)),
    ),
    gauge(
      'menage_portal_answers_waiting',
      "Members' answers that wait for an admin.",
      one(facts.answers.length),
    ),
    gauge(
      'menage_portal_messages_open',
      'Messages of members that are not closed.',
      one(facts.messages.length),
    ),
    gauge(
      'menage_portal_notices',
      'Mails of the portal by their state.',
      DELIVERY_STATES.map((state) => sample('state', state, notices.get(state)?.length ?? 0)),
    ),
    gauge('menage_portal_mails_held', 'Mails of a run that wait for a release.', one(facts.held.length)),
    gauge('menage_portal_register_entries', 'Entries of the register.', [
      sample('state', 'accepted', facts.register.accepted),
      sample('state', 'proposed', facts.register.proposed),
      sample('state', 'dead', facts.register.allDead),
    ]),
  ];
}

function one(value: number): readonly Sample[] {
  return [{ value }];
}
