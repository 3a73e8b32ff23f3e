import { LockedError, MenageError, ServerUnusableError } from '../../model/errors.ts';
import type { MemberId } from '../../model/ids.ts';
import type { RunResult } from '../../model/result.ts';
import { acquireLock } from '../../store/open.ts';
import type { ReadingOutcome, StoredReading } from '../../store/portal/flow-store.ts';
import { auditByConfig } from '../audit/by-config.ts';
import { storeLocation } from '../store-location.ts';
import type { PortalSetting } from './setting.ts';

/** Reads those who gave access a moment ago, one after the other, so that each sees the own progress. */
export interface FirstReadings {
  /** One turn: the one who waits longest is read. False where nobody waits, or another run holds the lock. */
  turn(): Promise<boolean>;
  /** Files and folders read so far; null = not under way. */
  progressOf(member: MemberId): number | null;
}

/** A reading that does not succeed for so long is left to the run of the month. */
const PATIENCE_MS = 86_400_000;

/** A server that cannot be used now is asked again after this. */
const PAUSE_MS = 300_000;

export function firstReadings(portal: PortalSetting): FirstReadings {
  const progress = new Map<MemberId, number>();
  let notBefore = Number.NEGATIVE_INFINITY;
  return {
    progressOf: (member) => progress.get(member) ?? null,
    async turn() {
      const [first] = await portal.store.portal.readings.open();
      if (first === undefined || portal.context.stop.aborted || performance.now() < notBefore) return false;
      const lock = await lockOf(portal);
      if (lock === null) return false;
      try {
        progress.set(first.member, 0);
        const isOver = await readOne(portal, first, (entries) => progress.set(first.member, entries));
        if (!isOver) notBefore = performance.now() + PAUSE_MS;
        return isOver;
      } finally {
        progress.delete(first.member);
        await lock.release();
      }
    },
  };
}

/** Null while a run is under way: two would ask the server twice. */
async function lockOf({ config, context }: PortalSetting) {
  try {
    return await acquireLock(storeLocation(config, context.environment), 'menage serve', context.now());
  } catch (error) {
    if (error instanceof LockedError) return null;
    throw error;
  }
}

/** False where it is to be tried again later. */
async function readOne(
  portal: PortalSetting,
  { member, askedAt }: StoredReading,
  onEntries: (entries: number) => void,
): Promise<boolean> {
  const { store, config, context } = portal;
  const { readings } = store.portal;
  const outcome = await auditOf(portal, member, onEntries);
  if (outcome === 'later' && context.now() - askedAt < PATIENCE_MS) return false;
  await readings.end(member, context.now(), outcome === 'later' ? 'failed' : outcome);
  if (outcome !== 'whole' && outcome !== 'part')
    context.log.warn(`The first reading of a member did not succeed: look at the run in ${config.store}`);
  return true;
}

async function auditOf(
  { store, config, context }: PortalSetting,
  member: MemberId,
  onEntries: (entries: number) => void,
): Promise<ReadingOutcome | 'later'> {
  try {
    const { result, problem } = await auditByConfig(store, config, context, {
      only: new Set([member]),
      full: false,
      onProgress: ({ entries }) => onEntries(entries),
      onBroken: async () => {},
    });
    if (problem instanceof ServerUnusableError || result.run.status === 'interrupted') return 'later';
    return outcomeOf(result, member);
  } catch (error) {
    if (!(error instanceof MenageError)) throw error;
    context.log.warn({ err: error }, 'A first reading broke off');
    return error instanceof ServerUnusableError ? 'later' : 'failed';
  }
}

function outcomeOf({ members }: RunResult, member: MemberId): ReadingOutcome {
  const status = members.find(({ id }) => id === member)?.coverage.status;
  if (status === 'read' || status === 'unchanged') return 'whole';
  return status === 'partial' ? 'part' : 'failed';
}
