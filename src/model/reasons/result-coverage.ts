import type { Coverage } from '../coverage.ts';
import { reasonFields } from './sentence.ts';

/** The coverage as the result document holds it. */
export function resultCoverage({ status, reasons, strategy, requests, unreadable }: Coverage) {
  return { status, ...reasonFields(reasons), strategy, requests, unreadable: [...unreadable] };
}
