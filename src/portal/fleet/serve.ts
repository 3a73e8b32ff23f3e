import pLimit from 'p-limit';
import type { AppContext } from '../../app/context.ts';
import { trustedRanges } from '../../config/portal.ts';
import type { Logger } from '../../log.ts';
import { messageOf } from '../../model/errors.ts';
import { portalApp } from '../http/app.ts';
import { askerOf } from '../http/client-address.ts';
import { pathOf } from '../http/portal-address.ts';
import type { Connection } from '../http/request.ts';
import { bareResponse } from '../http/respond.ts';
import { listenAt, PATIENCE } from '../http/server.ts';
import { METRICS_FORMAT } from '../metrics.ts';
import type { Pace } from '../open.ts';
import { ROUTES } from '../routes.ts';
import { siteMetrics } from './metrics.ts';
import { type Place, type PortalInstance, sitesOf } from './sites.ts';

export interface RunningPortals {
  /** Where it listens, `host:port`. */
  readonly address: string;
  /** The instances that have a portal. */
  places(): readonly Place[];
  /** Takes over which instances there are now; it happens by itself as well, twice a minute. */
  refresh(): Promise<void>;
  /** Lets answers and work under way end. */
  close(): Promise<void>;
}

/** The section `portal` of the fleet's config. */
interface Listening {
  readonly listen: string;
  readonly trustedProxies: readonly string[];
}

/** How often it looks which instances there are, and for work of portals that nobody asks; the rest is bounded. */
interface Often extends Omit<Pace, 'readingInTurn' | 'mailsInTurn'> {
  readonly refreshMs?: number;
  readonly lookMs?: number;
  readonly openForMs?: number;
}

const REFRESH_MS = 30_000;
const LOOK_MS = 15_000;
const OPEN_FOR_MS = 2 * 60_000;
/** An open portal asks its store this often. */
const IDLE_MS = 15_000;
/** Maximum number of portals that do the same at once, each with connections, memory and work of its own. */
const AT_ONCE = { looks: 4, openings: 2, readings: 2, mails: 4 } as const;

/**
 * Serves the portals of all instances of a fleet: which one a request is for, its host name and the folder of its path
 * say. One that is broken or paused stops no other.
 * @param list every instance, the oldest first, as it stands now.
 * @throws {UsageError} when it cannot listen, or the instances cannot be read at the start.
 */
export async function startPortals(
  list: () => Promise<readonly PortalInstance[]>,
  { listen, trustedProxies }: Listening,
  context: AppContext & { readonly log: Logger },
  { refreshMs = REFRESH_MS, lookMs = LOOK_MS, openForMs = OPEN_FOR_MS, ...pauses }: Often = {},
): Promise<RunningPortals> {
  const trusted = trustedRanges(trustedProxies);
  const sites = sitesOf(context, {
    ...{ app: portalApp(ROUTES, PATIENCE.bodyMs), trusted, openForMs },
    pace: {
      idleMs: IDLE_MS,
      ...pauses,
      readingInTurn: pLimit(AT_ONCE.readings),
      mailsInTurn: pLimit(AT_ONCE.mails),
    },
    openInTurn: pLimit(AT_ONCE.openings),
  });

  function answer(request: Request, connection: Connection): Response | Promise<Response> {
    const path = pathOf(request);
    const answered = sites.answer(request, connection, path);
    if (answered !== null) return answered;
    // Asked for by programs on this machine, by whatever name they reach it.
    if (path === '/healthz') return bareResponse(200, 'ok\n');
    const { remoteAddress = '' } = connection.incoming.socket;
    const { isLocal } = askerOf(remoteAddress, (name) => request.headers.get(name) ?? undefined, trusted);
    if (path === '/metrics' && isLocal) return bareResponse(200, siteMetrics(sites.list()), METRICS_FORMAT);
    return bareResponse(sites.knowsHost(request) ? 404 : 421, '');
  }

  async function refresh(): Promise<void> {
    sites.take(await list());
  }

  const inTurn = pLimit(AT_ONCE.looks);
  const lookAtAll = async () => {
    await Promise.all(sites.list().map(({ site }) => inTurn(async () => site?.look())));
  };
  await refresh();
  const server = await listenAt(listen, answer, PATIENCE);
  const loops = [
    every(refreshMs, refresh, (error) =>
      context.log.error(
        `Which instances there are cannot be read, so all stays as it was: ${messageOf(error)}`,
      ),
    ),
    every(lookMs, lookAtAll, (error) => context.log.error({ err: error }, 'Work of a portal failed'), 0),
  ];
  return {
    address: server.address,
    places: sites.list,
    refresh,
    async close() {
      await server.close();
      await Promise.all(loops.map((stop) => stop()));
      await sites.close();
    },
  };
}

/** Does `work` again and again, a pause after each; gives back what ends it. */
function every(
  pauseMs: number,
  work: () => Promise<void>,
  onError: (error: unknown) => void,
  firstMs = pauseMs,
): () => Promise<void> {
  let isStopped = false;
  let current = Promise.resolve();
  let timer: NodeJS.Timeout;
  const next = (ms: number) => {
    timer = setTimeout(() => {
      current = work()
        .catch(onError)
        .then(() => {
          if (!isStopped) next(pauseMs);
        });
    }, ms);
  };
  next(firstMs);
  return () => {
    isStopped = true;
    clearTimeout(timer);
    return current;
  };
}
