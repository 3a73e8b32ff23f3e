import type { MemberId } from '../../model/ids.ts';
import type { UtcMs } from '../../model/units.ts';

/** What a person proves to Nextcloud for: to let menage read, or to be let in here. */
export const FLOW_PURPOSES = ['grant', 'sign-in'] as const;
export type FlowPurpose = (typeof FLOW_PURPOSES)[number];

/**
 * How far a flow is: nobody granted yet; a key came, whose account it opens is not known yet; it is the person's own; it is
 * somebody else's; the server did not know the key any more; the person cancelled; another flow of the same person was
 * granted first; twenty minutes are over.
 */
export const FLOW_STATES = [
  'waiting',
  'checking',
  'done',
  'wrong-account',
  'refused',
  'cancelled',
  'superseded',
  'over',
] as const;
export type FlowState = (typeof FLOW_STATES)[number];

export const ASKING = ['no', 'now', 'lost'] as const;
type Asking = (typeof ASKING)[number];

/** One sign-in through Nextcloud (Login Flow v2). What is sealed opens with a key that is derived from the vault's. */
export interface StoredFlow {
  /** Random; stands in the page's address. */
  readonly id: string;
  readonly member: MemberId;
  readonly purpose: FlowPurpose;
  readonly state: FlowState;
  /** As "K4 7Q": shows in Nextcloud that it is this flow. */
  readonly code: string;
  /** What Nextcloud calls the key. */
  readonly keyName: string;
  /** SHA-256 of the cookie of the browser that began it, hex. */
  readonly cookie: string;
  /** The session that this browser has once it is done. */
  readonly session: string;
  readonly browser: string;
  /** The page to go on to, by name; null = the usual one. */
  readonly page: string | null;
  readonly begunAt: UtcMs;
  readonly endsAt: UtcMs;
  /** The address in Nextcloud, sealed. */
  readonly login: string;
  /** By what Nextcloud is asked whether access was granted, sealed. */
  readonly poll: string;
  /** Whether Nextcloud is being asked now; "lost" = once no answer came to the question, which may have been the key. */
  readonly asking: Asking;
  /** Nextcloud gives the key once: afterwards there is nothing to ask for. */
  readonly isHandedOver: boolean;
  /** The key, sealed, until it stands in the vault or is revoked. */
  readonly given: string | null;
  /** An earlier key of the person, sealed, until it is revoked. */
  readonly older: string | null;
  /** How often a key of this flow could not be revoked. */
  readonly tries: number;
}

type Changing = 'state' | 'asking' | 'isHandedOver' | 'given' | 'older' | 'tries';
export type FlowChange = Partial<Pick<StoredFlow, Changing>>;

export interface FlowStore {
  begin(flow: StoredFlow): Promise<void>;
  get(id: string): Promise<StoredFlow | null>;
  /** Flows that may still be granted, or have a key to check or to revoke; the oldest first. */
  pending(now: UtcMs): Promise<readonly StoredFlow[]>;
  /** Changes a flow that is in one of these states, in one transaction; null where it is in another, or gone. */
  change(id: string, from: readonly FlowState[], change: FlowChange): Promise<StoredFlow | null>;
  /** Ends the other flows of a person that wait for the same. */
  supersede(flow: Pick<StoredFlow, 'id' | 'member' | 'purpose'>): Promise<void>;
  /** Number of flows of a person in this state that began since. */
  count(member: MemberId, state: FlowState, since: UtcMs): Promise<number>;
}

/** A first reading that a person waits for. */
export interface StoredReading {
  readonly member: MemberId;
  readonly askedAt: UtcMs;
  /** Null = not yet. */
  readonly endedAt: UtcMs | null;
  /** Null until it ended. */
  readonly outcome: ReadingOutcome | null;
}

export const READING_OUTCOMES = ['whole', 'part', 'failed'] as const;
export type ReadingOutcome = (typeof READING_OUTCOMES)[number];

export interface ReadingStore {
  /** Asks for one, in the place of an earlier one. */
  ask(member: MemberId, at: UtcMs): Promise<void>;
  get(member: MemberId): Promise<StoredReading | null>;
  /** Those that did not end yet, the oldest first. */
  open(): Promise<readonly StoredReading[]>;
  end(member: MemberId, at: UtcMs, outcome: ReadingOutcome): Promise<void>;
}
