import type { ReasonData } from './kinds.ts';
import { because, hasReason, type Reason } from './reason.ts';

const STOPS = [
  'stop.registration-refused',
  'stop.registration-off',
  'stop.no-app-api',
  'stop.registration-locked-out',
] as const;

/** Why nothing is sent by AppAPI any more: one failure for all who would be read by it. Null where these are others. */
export function registrationStop(reasons: readonly ReasonData[]): Reason | null {
  const key = STOPS.find((one) => hasReason(reasons, [one]));
  return key === undefined ? null : because(key);
}
