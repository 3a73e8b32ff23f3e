import pg from 'pg';
import { z } from 'zod';
import type { InstanceName, RunId } from '../../model/ids.ts';
import type { SharedFacts, SlotUse } from '../../model/network/shared-bounds.ts';
import { because, type Reason, type ReasonKey } from '../../model/reasons/reason.ts';
import type { PostgresPlace } from '../database/postgres-place.ts';
import type { Ask } from '../postgres-lock.ts';
import { askingInTime } from './ask-in-time.ts';
import { fleetPlace } from './migrate.ts';

/** What one client of a worker asks to keep, and for. */
export interface Renewal {
  readonly instance: InstanceName;
  readonly run: RunId | null;
  /** Of the client; a new one where it lost what it held. */
  readonly holder: string;
  /** Counts from 1. */
  readonly number: number;
  /** `server.concurrency`. */
  readonly most: number;
  readonly use: SlotUse;
}

/** What one worker tells the others of a run. */
export interface Note {
  readonly instance: InstanceName;
  readonly run: RunId;
  /** An id of its own, or the reason of a stop: written twice, it counts once. */
  readonly what: { readonly refusal: string } | { readonly stop: Reason };
}

/** The tables of the slots over a connection of their own: a renewal must not wait for those who write. */
export interface SlotsTable {
  write(note: Note): Promise<void>;
  /** The slots granted by holder; null for one that has lost what it held. */
  renew(renewals: readonly Renewal[], worker: string): Promise<ReadonlyMap<string, number | null>>;
  /** What is known of each run, in the order asked. */
  look(runs: readonly RunOf[]): Promise<readonly SharedFacts[]>;
  leave(holders: readonly Pick<Renewal, 'instance' | 'holder'>[]): Promise<void>;
  close(): void;
}

export interface RunOf {
  readonly instance: InstanceName;
  readonly run: RunId;
}

export interface SlotsConnection {
  readonly leaseMs: number;
  /** A question without an answer for so long is given up, here and there. */
  readonly silentMs: number;
  /** The others of an instance have something to give, to take or to say. */
  readonly onNotice: (instance: string) => void;
  readonly onBroken: (error: unknown) => void;
}

const CHANNEL = 'menage_slots';
/** What is kept of runs that ended. */
const KEPT = "INTERVAL '7 days'";

/** Stops that hold for all who ask the server; each is a phrase without parameters. */
const SHARED_STOPS = [
  'advice.maintenance',
  'advice.upgrade',
  'stop.registration-refused',
  'stop.registration-off',
  'stop.no-app-api',
  'stop.registration-locked-out',
] as const satisfies readonly ReasonKey[];

const Granted = z.array(z.object({ holder: z.string(), granted: z.int().nullable() }));
const Looked = z.array(
  z.object({ refusals: z.coerce.number(), stops: z.array(z.string()), peak: z.int().nullable() }),
);

/** @throws what the driver throws where the server cannot be reached. */
export async function connectSlots(place: PostgresPlace, how: SlotsConnection): Promise<SlotsTable> {
  const { config, schema } = fleetPlace(place);
  const client = new pg.Client({
    ...config,
    options: `-c search_path=${pg.escapeIdentifier(schema)} -c client_min_messages=warning -c statement_timeout=${how.silentMs}`,
    application_name: 'menage slots',
    connectionTimeoutMillis: how.silentMs,
    keepAlive: true,
  });
  let isOpen = true;
  const broken = (error: unknown = new Error('The connection was closed.')) => {
    if (isOpen) how.onBroken(error);
  };
  client.on('error', broken).on('end', () => broken());
  client.on('notification', ({ payload }) => how.onNotice(payload ?? ''));
  const close = () => {
    isOpen = false;
    client.end().catch(() => undefined);
  };
  const ask = askingInTime(client, how.silentMs);
  try {
    await client.connect();
    await ask(`LISTEN ${CHANNEL}`);
  } catch (error) {
    close();
    throw error;
  }
  return {
    write: (note) => write(ask, note),
    renew: (renewals, worker) => renew(ask, renewals, { worker, leaseMs: how.leaseMs }),
    look: (runs) => look(ask, runs),
    async leave(holders) {
      await ask(
        `DELETE FROM slots USING unnest($1::TEXT[], $2::TEXT[]) AS gone (instance, holder)
         WHERE slots.instance = gone.instance AND slots.holder = gone.holder`,
        [holders.map(({ instance }) => instance), holders.map(({ holder }) => holder)],
      );
    },
    close,
  };
}

async function write(ask: Ask, { instance, run, what }: Note): Promise<void> {
  const [table, column, value] =
    'stop' in what ? ['run_stops', 'reason', what.stop.key] : ['run_refusals', 'id', what.refusal];
  await ask(
    `INSERT INTO ${table} (instance, run, ${column}, at) VALUES ($1, $2, $3, clock_timestamp()) ON CONFLICT DO NOTHING`,
    [instance, run, value],
  );
  await ask('SELECT pg_notify($1, $2)', [CHANNEL, instance]);
  await ask(`DELETE FROM ${table} WHERE instance = $1 AND at < clock_timestamp() - ${KEPT}`, [instance]);
}

async function renew(
  ask: Ask,
  renewals: readonly Renewal[],
  { worker, leaseMs }: { readonly worker: string; readonly leaseMs: number },
): Promise<ReadonlyMap<string, number | null>> {
  // In one order for all workers: each server's row stays locked to the end of the statement.
  const sorted = renewals.toSorted((a, b) =>
    a.instance < b.instance ? -1 : Number(a.instance > b.instance),
  );
  const column = <T>(of: (renewal: Renewal) => T) => sorted.map(of);
  const { rows } = await ask(
    `SELECT asked.holder, renewed.granted
     FROM unnest($1::TEXT[], $2::TEXT[], $3::BIGINT[], $4::BIGINT[], $5::INTEGER[], $6::INTEGER[], $7::INTEGER[],
       $8::INTEGER[], $9::INTEGER[], $10::INTEGER[], $11::BOOLEAN[])
       AS asked (instance, holder, run, number, most, holds, wanted, peak, successes, slow, overloaded)
     CROSS JOIN LATERAL renew_slots(asked.instance, asked.holder, $12, asked.run, asked.number, asked.most, asked.holds,
       asked.wanted, asked.peak, asked.successes, asked.slow, asked.overloaded, $13::INTERVAL) AS renewed (granted)`,
    [
      ...[column((one) => one.instance), column((one) => one.holder), column((one) => one.run)],
      ...[column((one) => one.number), column((one) => one.most), column(({ use }) => use.holds)],
      ...[column(({ use }) => use.wanted), column(({ use }) => use.peak), column(({ use }) => use.successes)],
      ...[
        column(({ use }) => use.slow),
        column(({ use }) => use.overloaded),
        worker,
        `${leaseMs} milliseconds`,
      ],
    ],
  );
  return new Map(Granted.parse(rows).map(({ holder, granted }) => [holder, granted]));
}

async function look(ask: Ask, runs: readonly RunOf[]): Promise<readonly SharedFacts[]> {
  const { rows } = await ask(
    `SELECT
       (SELECT count(*) FROM run_refusals AS r WHERE r.instance = asked.instance AND r.run = asked.run) AS refusals,
       ARRAY(SELECT reason FROM run_stops AS s WHERE s.instance = asked.instance AND s.run = asked.run ORDER BY at)
         AS stops,
       (SELECT peak FROM run_peaks AS p WHERE p.instance = asked.instance AND p.run = asked.run) AS peak
     FROM unnest($1::TEXT[], $2::BIGINT[]) WITH ORDINALITY AS asked (instance, run, place) ORDER BY asked.place`,
    [runs.map(({ instance }) => instance), runs.map(({ run }) => run)],
  );
  return Looked.parse(rows).map(({ refusals, stops, peak }) => ({
    refusedLogins: refusals,
    stops: stops.map(stopOf),
    peakConcurrency: peak ?? 0,
  }));
}

/** A worker of another version may stop for what is not known here. */
function stopOf(key: string): Reason {
  const known = SHARED_STOPS.find((one) => one === key);
  return because(known ?? 'stop.broke-off');
}
