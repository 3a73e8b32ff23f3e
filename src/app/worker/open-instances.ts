import { existsSync } from 'node:fs';
import type { Config } from '../../config/load.ts';
import type { Vault } from '../../credentials/vault.ts';
import type { Logger } from '../../log.ts';
import type { InstanceName } from '../../model/ids.ts';
import { oddRecords } from '../../model/odd-record.ts';
import { isSameSecret, type Secret } from '../../model/secret.ts';
import type { PostgresPlace } from '../../store/database/postgres-place.ts';
import { openStore } from '../../store/open.ts';
import type { Store } from '../../store/store.ts';
import type { AppContext } from '../context.ts';
import type { Instance } from '../fleet/registry.ts';
import { existingVaultOf, vaultKey } from '../open.ts';

/** What the jobs of one instance use one after the other. */
export interface OpenInstance {
  readonly store: Store;
  /** As its file is now; null where there is none. */
  readonly vault: () => Promise<Vault | null>;
}

/** An instance whose config can be used. */
export type UsableInstance = Instance & { readonly config: Config; readonly place: PostgresPlace };

/**
 * Keeps open, for a short while, what a job of an instance opens: the next one finds its store and its vault open. Each is lent
 * to jobs of its own instance alone.
 */
export interface OpenInstances {
  /**
   * Whether what is open of an instance may be used on, as far as its store says: false where it was erased, copied into or
   * brought up to date meanwhile, and nothing of it is open any more.
   */
  stands(name: InstanceName): Promise<boolean>;
  /**
   * Lends it to a job, opened anew where the config is another. Where the job fails it is closed, and the next opens it anew.
   * @throws {UsageError} as `openStore`.
   */
  lend<T>(instance: UsableInstance, work: (open: OpenInstance) => Promise<T>): Promise<T>;
  /** How many are open. */
  size(): number;
  /** Closes all once the jobs that use them have ended. */
  close(): Promise<void>;
}

export interface OpenInstancesOptions {
  /** Maximum number that are open while no job uses them. */
  readonly most?: number;
  /** How long one stays open that no job uses, milliseconds. */
  readonly idleMs?: number;
}

/** The next job of a run comes within seconds, the next run not before the next night. */
const IDLE_MS = 15_000;
const MOST = 16;

interface Kept {
  readonly instance: UsableInstance;
  readonly opened: Promise<OpenInstance>;
  users: number;
  /** To be closed once no job uses it. */
  isOver: boolean;
  idle: NodeJS.Timeout | undefined;
  /** How much of what is not readable in its store was reported. */
  reported: number;
}

export function openInstances(
  context: AppContext & { readonly log: Logger },
  { most = MOST, idleMs = IDLE_MS }: OpenInstancesOptions = {},
): OpenInstances {
  /** Those used last stand last. */
  const kept = new Map<InstanceName, Kept>();
  const closing = new Set<Promise<void>>();

  async function open({ name, config, environment, place }: UsableInstance): Promise<OpenInstance> {
    const own = { ...context, environment, log: context.log.child({ instance: name }) };
    return { store: await openStore(place), vault: keptVault(config, own) };
  }

  function take(instance: UsableInstance): Kept {
    const { name } = instance;
    const known = kept.get(name);
    if (known !== undefined && !isAsBefore(known.instance, instance)) retire(known);
    const one = kept.get(name) ?? {
      ...{ instance, opened: open(instance), users: 0, isOver: false, idle: undefined, reported: 0 },
    };
    clearTimeout(one.idle);
    one.users++;
    kept.delete(name);
    kept.set(name, one);
    return one;
  }

  function giveBack(one: Kept): void {
    one.users--;
    if (one.users > 0) return;
    if (one.isOver) {
      shut(one);
      return;
    }
    one.idle = setTimeout(() => retire(one), idleMs).unref();
    const unused = [...kept.values()].filter(({ users }) => users === 0);
    for (const oldest of unused.slice(0, Math.max(0, unused.length - most))) retire(oldest);
  }

  function retire(one: Kept): void {
    const { name } = one.instance;
    if (kept.get(name) === one) kept.delete(name);
    if (one.isOver) return;
    one.isOver = true;
    clearTimeout(one.idle);
    if (one.users === 0) shut(one);
  }

  function shut({ opened }: Kept): void {
    const closed = opened
      .then(({ store }) => store.close())
      // What could not be opened, or was lost, is closed.
      .catch(() => undefined)
      .finally(() => closing.delete(closed));
    closing.add(closed);
  }

  function report(one: Kept, { store }: OpenInstance): void {
    const odd = store.unreadable();
    if (odd.length > one.reported)
      context.log.warn(
        { instance: one.instance.name },
        `Not readable in its store: ${oddRecords(odd)}. All else was used.`,
      );
    one.reported = odd.length;
  }

  return {
    async stands(name) {
      const known = kept.get(name);
      if (known === undefined) return true;
      const { store } = await known.opened;
      if (await store.isCurrent()) return true;
      retire(known);
      return false;
    },
    async lend(instance, work) {
      const one = take(instance);
      try {
        const opened = await one.opened;
        try {
          return await work(opened);
        } finally {
          report(one, opened);
        }
      } catch (error) {
        retire(one);
        throw error;
      } finally {
        giveBack(one);
      }
    },
    size: () => kept.size,
    async close() {
      for (const one of kept.values()) retire(one);
      await Promise.all(closing);
    },
  };
}

/** A config that was read anew is another object. */
function isAsBefore(before: UsableInstance, now: UsableInstance): boolean {
  return before.config === now.config && before.place.schema === now.place.schema;
}

/** The vault of an instance, opened once for each key: a passphrase costs half a second. */
function keptVault(config: Config, context: AppContext): OpenInstance['vault'] {
  let known: { readonly key: Secret; readonly vault: Vault } | null = null;
  return async () => {
    if (!existsSync(config.credentials.vault)) {
      known = null;
      return null;
    }
    const key = vaultKey(config, context);
    if (known !== null && isSameSecret(known.key, key)) {
      await known.vault.reload();
      return known.vault;
    }
    const vault = await existingVaultOf(config, context);
    known = vault && { key, vault };
    return vault;
  };
}
