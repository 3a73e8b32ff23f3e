import type { SharedPart } from '../../model/network/shared-bounds.ts';
import type { Reason } from '../../model/reasons/reason.ts';
import type { Bytes, MonotonicMs } from '../../model/units.ts';
import type { LockedRequest, ReadingRequest } from './guard.ts';
import type { Limiter } from './limiter.ts';
import type { Limits } from './limits.ts';
import type { RetryBudget } from './retry.ts';
import type { Transport } from './transport.ts';

/** What was sent and received through the client so far. */
export interface Traffic {
  requests: number;
  bytesReceived: Bytes;
  peakConcurrency: number;
}

/** What answers at `server.url`, as far as its `status.php` tells. */
export type Product = 'nextcloud' | 'owncloud' | 'infinite-scale' | 'opencloud';

/** What a client knows of its server: a Nextcloud until its status says otherwise. */
export interface KnownServer {
  product: Product;
}

/** One login. At most one of its requests is in flight at a time. */
export interface Session {
  /** What stands before every path of the server: `/cloud` where it is installed in a folder, else empty. */
  readonly prefix: string;
  /** Scheme, host and port of the server. */
  readonly origin: string;
  readonly limits: Limits;
  /** How many rows of lists may still be kept, over all sessions of the client. */
  readonly room: { rows: number };
  readonly server: KnownServer;
  /** HTTP requests sent, retries included. */
  requests(): number;
  /**
   * Sends a request and lets `consume` read the answer (a status below 300) while the slot is held.
   * @throws {RequestError} for everything else, after the retries that are worth it.
   */
  ask<T>(request: ReadingRequest | LockedRequest, consume: (answer: Answer) => Promise<T>): Promise<T>;
}

export interface Answer {
  readonly status: number;
  /** When its request was sent. */
  readonly requestedAt: MonotonicMs;
  readonly limits: Limits;
  header(name: string): string | null;
  /** Unpacked, counted and bounded; breaks off when the server falls silent. */
  readonly body: AsyncIterable<Buffer>;
}

/** What all sessions of a client share. */
export interface ClientState {
  readonly base: URL;
  readonly idleTimeoutMs: number;
  readonly limits: Limits;
  readonly room: { rows: number };
  readonly server: KnownServer;
  readonly transport: Transport;
  readonly limiter: Limiter;
  /** Where several workers ask the server. */
  readonly shared: SharedPart | null;
  readonly budget: RetryBudget;
  readonly retryPauseMs: number;
  readonly maxTries: number;
  readonly traffic: Traffic;
  inFlight: number;
  refusedLogins: number;
  stopReason: Reason | null;
  /** Why nothing is sent by AppAPI any more. */
  registrationStop: Reason | null;
  /** Aborted when the client stops: ends the waits between tries. */
  readonly halt: AbortController;
}

/** Sends nothing more through this client; the first reason stands. */
export function stopClient(client: ClientState, reason: Reason): void {
  client.stopReason ??= reason;
  client.halt.abort();
  client.limiter.end();
}

/** The path of the server's base address, without the last slash. */
export function prefixOf({ base }: ClientState): string {
  return base.pathname.replace(/\/$/, '');
}
