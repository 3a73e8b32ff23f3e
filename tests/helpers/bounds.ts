import { expect } from 'vitest';
import { type DemoServer, type DemoServerOptions, startServer } from '../../src/demo/nextcloud/server.ts';
import type { World } from '../../src/demo/nextcloud/world/world.ts';

/** The bound of every test: the default of `server.concurrency`. */
export const CONCURRENCY = 4;

/**
 * Starts the embedded server; when it closes, what holds in every run is asserted by its own count: never more requests
 * in flight than the bound, never two of one member, none that writes, none that an auditor has no business with.
 */
export async function startCountedServer(world: World, options: DemoServerOptions = {}): Promise<DemoServer> {
  const server = await startServer(world, options);
  return {
    ...server,
    async close() {
      await server.close();
      const { peakInFlight, peakPerMember, writes, refused } = server.counters;
      expect(peakInFlight, 'requests in flight').toBeLessThanOrEqual(CONCURRENCY);
      expect(peakPerMember, 'requests of one member in flight').toBeLessThanOrEqual(1);
      expect({ writes, refused }).toEqual({ writes: 0, refused: [] });
    },
  };
}
