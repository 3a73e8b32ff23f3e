import type { Database } from '../database/database.ts';
import { answerStore, lookStore, messageStore } from './answers.ts';
import { flowStore, PENDING_FLOWS, readingStore } from './flows.ts';
import { journalStore } from './journal.ts';
import { linkStore } from './links.ts';
import { noticeStore } from './notices.ts';
import { peopleStore } from './people.ts';
import type { PortalStore } from './portal-store.ts';
import { purgePortal } from './retention.ts';
import { sessionStore } from './sessions.ts';
import { withdrawalStore } from './withdrawals.ts';

/** One question, for a program of many portals asks it of each every few seconds. */
const ANY_WORK = `SELECT 1 AS one WHERE EXISTS (SELECT 1 FROM portal_flows WHERE ${PENDING_FLOWS})
  OR EXISTS (SELECT 1 FROM portal_readings WHERE ended_at IS NULL)
  OR EXISTS (SELECT 1 FROM portal_notices WHERE state IN ('queued', 'deferred', 'handing-over') AND due_at <= ?)
  OR EXISTS (SELECT 1 FROM portal_revocations WHERE next_at <= ?)
  OR EXISTS (SELECT 1 FROM portal_run_names)`;

export function portalStore(database: Database): PortalStore {
  return {
    links: linkStore(database),
    sessions: sessionStore(database),
    journal: journalStore(database),
    notices: noticeStore(database),
    answers: answerStore(database),
    messages: messageStore(database),
    looks: lookStore(database),
    people: peopleStore(database),
    withdrawals: withdrawalStore(database),
    purge: (now, keptFrom) => purgePortal(database, now, keptFrom),
    flows: flowStore(database),
    readings: readingStore(database),
    hasWork: async (now) => (await database.get(ANY_WORK, now, now, now)) !== undefined,
  };
}
