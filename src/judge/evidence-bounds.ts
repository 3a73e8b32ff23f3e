import type { EvidenceBounds } from '../model/entry.ts';
import type { Check } from './check.ts';
import { type CheckSettings, optionsOf } from './runner.ts';

/** Larger than any file. */
const NEVER = Number.MAX_SAFE_INTEGER;

/**
 * The smallest of the bounds that the checks declare. One that is off counts with its defaults: trees that have not
 * changed are not read again when it is switched on.
 */
export function evidenceBounds(checks: readonly Check[], settings: CheckSettings): EvidenceBounds {
  const declared = checks.map((check) =>
    check.boundsWith(optionsOf(check, settings[check.id] === 'off' ? {} : settings)),
  );
  const smallest = (key: keyof EvidenceBounds) =>
    Math.min(NEVER, ...declared.map((one) => one[key] ?? NEVER));
  return { checksumsFrom: smallest('checksumsFrom'), uploadTimesFrom: smallest('uploadTimesFrom') };
}
