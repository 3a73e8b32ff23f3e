import type { EntryId } from '../../model/ids.ts';
import type {
  EntryStanding,
  EntryTarget,
  ListedLink,
  RegisterEntry,
  SourceReading,
} from '../../model/register/entry.ts';
import type { UtcMs } from '../../model/units.ts';

/** The register: the links that are meant to be open to the outside. Its links are known by the hash of their token. */
export interface RegisterStore {
  /** Those that have ended and were refused too; the oldest first, of one reading by purpose. */
  list(): Promise<readonly RegisterEntry[]>;
  get(id: EntryId): Promise<RegisterEntry | null>;
  add(entry: RegisterEntry): Promise<void>;
  /**
   * Changes one entry as it stands then, in one transaction.
   * @param next a pure function, such as `accepted`; null leaves the entry as it is.
   * @returns the entry as it stands now; null where there is none of this id.
   */
  change(id: EntryId, next: (entry: RegisterEntry) => RegisterEntry | null): Promise<RegisterEntry | null>;
  /** Takes over the lists of the organisation, all of them read whole; see `afterReading`. */
  saveReading(readings: readonly SourceReading[], links: readonly ListedLink[], at: UtcMs): Promise<void>;
  /** What came of the lists when all were last read. */
  readings(): Promise<readonly SourceReading[]>;
  /** How the entries came out in a run. */
  noteStandings(standings: readonly NotedStanding[], at: UtcMs): Promise<void>;
  /** By which tokens are hashed where there is no vault key; made when it is first asked for. */
  key(): Promise<Uint8Array>;
}

export interface NotedStanding {
  readonly id: EntryId;
  readonly standing: EntryStanding;
  /** What its link opens, where it was seen; stays the earlier one where it is null or the entry is dead. */
  readonly target: EntryTarget | null;
}
