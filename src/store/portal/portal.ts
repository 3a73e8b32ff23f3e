import type { Database } from '../database/database.ts';
import { answerStore, lookStore, messageStore } from './answers.ts';
import { flowStore, readingStore } from './flows.ts';
import { journalStore } from './journal.ts';
import { linkStore } from './links.ts';
import { noticeStore } from './notices.ts';
import { peopleStore } from './people.ts';
import type { PortalStore } from './portal-store.ts';
import { purgePortal } from './retention.ts';
import { sessionStore } from './sessions.ts';
import { withdrawalStore } from './withdrawals.ts';

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
  };
}
