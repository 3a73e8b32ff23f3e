import { UsageError } from '../../model/errors.ts';
import { isLoopback } from '../../model/network/loopback.ts';
import type { SharedBounds, SharedFacts } from '../../model/network/shared-bounds.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import { registrationStop } from '../../model/reasons/registration-stop.ts';
import type { Login } from '../../model/secret.ts';
import type { MonotonicMs } from '../../model/units.ts';
import { type ClientState, type Session, stopClient, type Traffic } from './exchange.ts';
import { adaptiveLimiter } from './limiter.ts';
import { LIMITS, type Limits } from './limits.ts';
import { stopForRefusedLogins } from './refusal.ts';
import { MAX_TRIES } from './retry.ts';
import { openSession } from './session.ts';
import { joinShared } from './shared-bounds.ts';

export interface ClientSettings {
  readonly url: string;
  /** Upper bound of requests in flight. */
  readonly concurrency: number;
  /** A request that is silent for so long is given up. */
  readonly idleTimeoutMs: number;
  /** A file with the certificate of an own authority. */
  readonly ca?: string;
  /** Before the second try, milliseconds; doubled for each further one. 800 unless said otherwise. */
  readonly retryPauseMs?: number;
  /** How often a request is tried in all where its trouble may pass; 4 unless given. */
  readonly maxTries?: number;
  /** Allows http:// to another machine. */
  readonly insecure?: boolean;
  /** What a server may answer; the defaults stand for what is left out. */
  readonly limits?: Partial<Limits>;
  /** Where several workers ask one server: what bounds the requests of all. Without it the client bounds its own. */
  readonly shared?: SharedBounds;
}

/** The only way to the server. */
export interface Client {
  /**
   * A session with its own cookies, by AppAPI without any; null = nobody logged in. It sends nothing after `until`,
   * and waits no longer.
   */
  as(login: Login | null, until?: MonotonicMs): Session;
  readonly limits: Limits;
  readonly traffic: Readonly<Traffic>;
  /** Sends nothing more; what is in flight may still answer. The first reason stands. */
  stop(reason: Reason): void;
  /** Why nothing is sent any more, a phrase; or null. */
  stopped(): Reason | null;
  /** Sends nothing more by AppAPI; the first reason stands. */
  stopRegistration(reason: Reason): void;
  /** Why nothing is sent by AppAPI any more, a phrase; or null. */
  registrationStopped(): Reason | null;
  close(): void;
}

/** A broken server is left alone after so many second tries in one run. */
const RUN_RETRIES = 200;
const RETRY_PAUSE_MS = 800;
/** A session without an end of its own. */
const FOR_EVER: MonotonicMs = Number.POSITIVE_INFINITY;

/**
 * Opens the client to one server. Nothing is sent yet.
 * @throws {UsageError} for plain http to another machine, or a certificate that cannot be read.
 */
export async function openClient(settings: ClientSettings): Promise<Client> {
  const base = new URL(settings.url);
  if (base.protocol === 'http:' && !isLoopback(base.hostname) && settings.insecure !== true) {
    throw new UsageError(
      'http:// sends passwords in clear: use https://, or write insecure: true beside server.url.',
    );
  }
  // Loaded here: the package takes a quarter of a second, and most commands send nothing.
  const { webdavTransport } = await import('./transport.ts');
  const limits = { ...LIMITS, ...settings.limits };
  const state: ClientState = {
    base,
    limits,
    room: { rows: limits.allRows },
    server: { product: 'nextcloud' },
    idleTimeoutMs: settings.idleTimeoutMs,
    transport: webdavTransport(base, settings.concurrency, settings.ca),
    ...boundsOf(settings, (facts) => learn(state, facts)),
    budget: { left: RUN_RETRIES },
    retryPauseMs: settings.retryPauseMs ?? RETRY_PAUSE_MS,
    maxTries: settings.maxTries ?? MAX_TRIES,
    traffic: { requests: 0, bytesReceived: 0, peakConcurrency: 0 },
    inFlight: 0,
    refusedLogins: 0,
    stopReason: null,
    registrationStop: null,
    halt: new AbortController(),
  };
  const end = setTimeout(() => stopClient(state, because('stop.run-time')), limits.runTime).unref();
  return {
    as: (login, until = FOR_EVER) => openSession(state, login, until),
    limits,
    traffic: state.traffic,
    stop: (reason) => stopClient(state, reason),
    stopped: () => state.stopReason,
    stopRegistration(reason) {
      state.registrationStop ??= reason;
      state.shared?.noteStop(state.registrationStop);
    },
    registrationStopped: () => state.registrationStop,
    close: () => {
      clearTimeout(end);
      state.transport.close();
      state.shared?.leave();
    },
  };
}

function boundsOf(
  { shared, concurrency }: ClientSettings,
  learnFrom: (facts: SharedFacts) => void,
): Pick<ClientState, 'limiter' | 'shared'> {
  if (shared === undefined) return { limiter: adaptiveLimiter(concurrency), shared: null };
  const { limiter, part } = joinShared(shared, concurrency, learnFrom);
  return { limiter, shared: part };
}

/** What other workers met counts as if this client had. */
function learn(state: ClientState, { refusedLogins, stops, peakConcurrency }: SharedFacts): void {
  state.traffic.peakConcurrency = Math.max(state.traffic.peakConcurrency, peakConcurrency);
  state.refusedLogins = Math.max(state.refusedLogins, refusedLogins);
  stopForRefusedLogins(state);
  for (const reason of stops) {
    if (registrationStop([reason]) === null) stopClient(state, reason);
    else state.registrationStop ??= reason;
  }
}
