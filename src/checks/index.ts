import type { Check } from './check.ts';
import { impossibleDate } from './impossible-date.ts';
import { largeStaleFile } from './large-stale-file.ts';

/** Every check, in the order in which they are listed everywhere. */
export const CHECKS: readonly Check[] = [largeStaleFile, impossibleDate];
