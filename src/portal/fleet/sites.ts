import type { AppContext } from '../../app/context.ts';
import type { Instance } from '../../app/fleet/registry.ts';
import type { Config } from '../../config/load.ts';
import type { Logger } from '../../log.ts';
import { groupBy } from '../../report/figures/totals.ts';
import { countedRequests } from '../http/app.ts';
import { isWithin, overlap, type PortalAddress, portalAddress } from '../http/portal-address.ts';
import type { Connection, Counted } from '../http/request.ts';
import type { PortalConfig } from '../portal.ts';
import { closedPage } from './closed-page.ts';
import { type Shared, type Site, siteOf } from './site.ts';

/** What of an instance its portal rests on. */
export type PortalInstance = Pick<Instance, 'name' | 'config' | 'problem' | 'pausedAt' | 'environment'>;

/** A config that has a portal. */
type Configured = Config & { readonly portal: PortalConfig };

/** An instance at its address. */
export interface Place {
  readonly name: PortalInstance['name'];
  readonly address: PortalAddress;
  /** Of one that is closed, as it last was. */
  readonly config: Configured;
  /** Null = paused, or it has no config that can be used. */
  readonly site: Site | null;
  /** Whoever was counted out stays so when the config changes. */
  readonly counted: Counted;
}

/** The portals of all instances, by their addresses. */
export interface Sites {
  /** Null where no portal is at this host, or none in this folder of it. */
  answer(request: Request, connection: Connection, path: string): Response | Promise<Response> | null;
  /** Whether a portal is at the host of a request, in whatever folder. */
  knowsHost(request: Request): boolean;
  list(): readonly Place[];
  /** Takes over which instances there are now, the oldest first: of two at one address the older one stays. */
  take(instances: readonly PortalInstance[]): void;
  close(): Promise<void>;
}

export function sitesOf(context: AppContext & { readonly log: Logger }, shared: Shared): Sites {
  let places: readonly Place[] = [];
  let byHost: ReadonlyMap<string, readonly Place[]> = new Map();
  const problems = new Map<string, string>();
  const closing = new Set<Promise<void>>();

  function note(name: string, problem: string | null): void {
    if (problem !== null && problems.get(name) !== problem)
      context.log.warn(`The portal of "${name}" is not served: ${problem}`);
    if (problem === null) problems.delete(name);
    else problems.set(name, problem);
  }

  /** Null where an instance has no portal, or none is known. */
  function placeOf(instance: PortalInstance, earlier: Place | undefined): Place | null {
    const { name, config: read, pausedAt, environment } = instance;
    const config = read ?? earlier?.config;
    if (config === undefined || !isConfigured(config)) return null;
    const isClosed = read === null || pausedAt !== null;
    if (earlier?.config === config && (earlier.site === null) === isClosed) return earlier;
    const place = {
      ...{ name, config, address: portalAddress(config.portal.url) },
      counted: earlier?.counted ?? countedRequests(),
    };
    if (isClosed) return { ...place, site: null };
    return { ...place, site: siteOf({ ...shared, ...place, context: { ...context, environment } }) };
  }

  /** What is under way in it may take minutes, such as a first reading: nobody waits for that. */
  function closeSoon(site: Site): void {
    const closed = site
      .close()
      .catch((error: unknown) => context.log.error({ err: error }, 'A portal could not be closed in order'))
      .finally(() => closing.delete(closed));
    closing.add(closed);
  }

  return {
    list: () => places,
    knowsHost: (request) => byHost.has(hostOf(request)),
    answer(request, connection, path) {
      const here = byHost.get(hostOf(request)) ?? [];
      // Where one portal is at a host, its proxy may take the folder off.
      const place = here.length === 1 ? here[0] : here.find(({ address }) => isWithin(address.folder, path));
      if (place === undefined) return null;
      const { site, config } = place;
      if (site !== null) return site.answer(request, connection);
      const closed = { settings: config.portal, organisation: config.organisation };
      return closedPage(closed, request, path.slice(place.address.folder.length));
    },
    take(instances) {
      const earlier = new Map(places.map((place) => [place.name, place]));
      const next: Place[] = [];
      for (const instance of instances) {
        const place = placeOf(instance, earlier.get(instance.name));
        const older = place && next.find(({ address }) => overlap(address, place.address));
        note(instance.name, older ? overlapProblem(place.config, older) : instance.problem);
        if (place !== null && !older) next.push(place);
      }
      const kept = new Set(next.map(({ site }) => site));
      for (const { site } of places) if (site !== null && !kept.has(site)) closeSoon(site);
      places = next;
      byHost = groupBy(next, ({ address }) => address.host);
    },
    async close() {
      for (const { site } of places) if (site !== null) closeSoon(site);
      await Promise.all(closing);
    },
  };
}

function hostOf(request: Request): string {
  return (request.headers.get('host') ?? '').toLowerCase();
}

function isConfigured(config: Config): config is Configured {
  return config.portal !== undefined;
}

function overlapProblem({ portal }: Configured, older: Place): string {
  return (
    `portal.url (${portal.url}) lies at the address of "${older.name}" (${older.config.portal.url}): ` +
    'give it a host name or a folder of its own.'
  );
}
