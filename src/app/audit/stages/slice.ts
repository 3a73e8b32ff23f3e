import { randomBytes } from 'node:crypto';
import type { UnsettledMember } from '../../../gather/members/unsettled-member.ts';
import type { RunId } from '../../../model/ids.ts';
import { because, hasReason, type Reason } from '../../../model/reasons/reason.ts';
import type { UtcMs } from '../../../model/units.ts';
import type { Client } from '../../../nextcloud/http/client.ts';
import { MAX_REFUSED_LOGINS } from '../../../nextcloud/http/refusal.ts';
import type { KeptSlice } from '../../../store/store.ts';
import type { ServerTraffic } from '../compose-result.ts';
import type { Learnt, Reading } from '../read-all.ts';
import type { AuditSetting } from '../setting.ts';
import { decode, encode, type Head } from './kept.ts';

/** What one call of a stage did. */
export interface Slice extends ServerTraffic {
  /** Null where it read no member. */
  readonly learnt: Learnt | null;
  readonly refusedLogins: number;
  /** Why nothing is sent any more in this run. */
  readonly stopped: Reason | null;
}

/** One call of a stage, beside what others of its run did before. */
export interface OpenSlice {
  /** As the stage is to use it: its client counts the traffic of the whole run. */
  readonly setting: AuditSetting;
  readonly learnt: Learnt | null;
  /** What is learnt by this reading is kept too. */
  readsBy(reading: Reading): void;
  note(unsettled: UnsettledMember): void;
  /** What it did so far. */
  kept(): KeptSlice;
}

/**
 * Goes on where the stages before stopped: where nothing may be sent any more, this one sends nothing either.
 * @param since what its client had counted when the stage began.
 */
export async function openSlice(
  setting: AuditSetting,
  run: RunId,
  head: Head,
  since: ServerTraffic = { ...setting.client.traffic },
): Promise<OpenSlice> {
  const { client, store, clock } = setting;
  const before = (await store.work.slices(run)).flatMap((body) => decode<Slice>(body) ?? []);
  const stopped = before.flatMap((one) => one.stopped ?? [])[0] ?? runTimeOver(client, head, clock());
  if (stopped !== null) client.stop(stopped);
  const refusedBefore = before.reduce((sum, one) => sum + one.refusedLogins, 0);
  const slice = randomBytes(8).toString('hex');
  let refusedLogins = 0;
  let reading: Reading | null = null;
  const own = (): ServerTraffic => ({
    requests: client.traffic.requests - since.requests,
    bytesReceived: client.traffic.bytesReceived - since.bytesReceived,
    peakConcurrency: client.traffic.peakConcurrency,
  });
  const traffic = () => sumOf([...before, own()]);
  return {
    setting: { ...setting, client: withTraffic(client, traffic), full: head.full, only: head.only },
    learnt: learntBy(before),
    readsBy: (now) => {
      reading = now;
    },
    note({ read: { right, coverage } }) {
      if (right !== 'own' || !hasReason(coverage.reasons, ['advice.unauthorised'])) return;
      refusedLogins++;
      if (refusedBefore + refusedLogins >= MAX_REFUSED_LOGINS)
        client.stop(because('stop.refused-logins', { logins: MAX_REFUSED_LOGINS }));
    },
    kept() {
      const learnt = reading && { memory: { ...reading.memory }, costs: reading.costs.believed() };
      const stoppedBy = lasting(client.stopped());
      return {
        slice,
        body: encode({ ...own(), learnt, refusedLogins, stopped: stoppedBy } satisfies Slice),
      };
    },
  };
}

/** One process that ends, or breaks off, is not the end of the run. */
function lasting(stopped: Reason | null): Reason | null {
  return stopped?.key === 'stop.asked' || stopped?.key === 'stop.broke-off' ? null : stopped;
}

function runTimeOver({ limits }: Client, { facts }: Head, now: UtcMs): Reason | null {
  return now - facts.startedAt > limits.runTime ? because('stop.run-time') : null;
}

function learntBy(before: readonly Slice[]): Learnt | null {
  const all = before.flatMap(({ learnt }) => learnt ?? []);
  const [first] = all;
  if (first === undefined) return null;
  const can = (what: keyof Learnt['memory']) => all.every(({ memory }) => memory[what]);
  return {
    memory: { search: can('search'), infinity: can('infinity'), pages: can('pages') },
    costs: first.costs,
  };
}

function sumOf(all: readonly ServerTraffic[]): ServerTraffic {
  return {
    requests: all.reduce((sum, { requests }) => sum + requests, 0),
    bytesReceived: all.reduce((sum, { bytesReceived }) => sum + bytesReceived, 0),
    peakConcurrency: all.reduce((most, { peakConcurrency }) => Math.max(most, peakConcurrency), 0),
  };
}

function withTraffic(client: Client, traffic: () => ServerTraffic): Client {
  return {
    ...client,
    get traffic() {
      return traffic();
    },
  };
}
