import type { ReportInput } from '../../report/input.ts';
import type { Store } from '../../store/store.ts';

/** Reports that are held in memory, by a key of their run: the latest run's, and those of the mails before it. */
const MOST_HELD = 3;
const held = new WeakMap<Store, Map<string, Promise<ReportInput>>>();

/** A report that is held, else as it is read now. */
export function heldReport(
  store: Store,
  key: string,
  read: () => Promise<ReportInput>,
): Promise<ReportInput> {
  const reports = held.get(store) ?? new Map<string, Promise<ReportInput>>();
  held.set(store, reports);
  const reading = reports.get(key) ?? read();
  reports.delete(key);
  reports.set(key, reading);
  const [oldest] = reports.keys();
  if (reports.size > MOST_HELD && oldest !== undefined) reports.delete(oldest);
  // What could not be read is tried anew.
  reading.catch(() => reports.delete(key));
  return reading;
}

/** Once somebody left: what is held may name their things, also where the store does not any more. */
export function forgetHeldReports(store: Store): void {
  held.delete(store);
}
