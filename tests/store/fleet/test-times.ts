import type { LeaseTimes } from '../../../src/store/fleet/slot-part.ts';

/** Short, for tests that wait for the end of a lease; what a machine that stands still for a second bears. */
export const TEST_TIMES: LeaseTimes = {
  ...{ renewMs: 200, leaseMs: 4_000, marginMs: 2_000, silentMs: 1_000, hurryMs: 50 },
};
