import type { EvidenceBounds } from '../model/entry.ts';
import type { Check } from './check.ts';
import { type CheckSettings, isOff, optionsOf } from './runner.ts';

/** Larger than any file. */
const NEVER = Number.MAX_SAFE_INTEGER;

/**
 * What the checks declare. Of checksums the smallest bound counts, and a check that is off counts with its defaults: trees
 * that have not changed are not read again when it is switched on. Upload times are asked for at any time, so there only
 * checks that are on count.
 */
export function evidenceBounds(checks: readonly Check[], settings: CheckSettings): EvidenceBounds {
  const declared = checks.map((check) => {
    const off = isOff(check, settings);
    return { isOff: off, ...check.boundsWith(optionsOf(check, off ? {} : settings)) };
  });
  return {
    checksumsFrom: Math.min(NEVER, ...declared.map(({ checksumsFrom }) => checksumsFrom ?? NEVER)),
    uploadTimes: declared.flatMap(({ isOff, uploadTimes }) =>
      isOff || uploadTimes === undefined ? [] : [uploadTimes],
    ),
  };
}
