import type { GroupId, MemberId } from './ids.ts';
import type { Bytes, UtcMs } from './units.ts';

export interface Quota {
  readonly bytes: Bytes;
  /** The server sets none: `bytes` is then the house rule. */
  readonly unlimited: boolean;
  readonly source: 'server' | 'rule';
}

/** An account of the configured groups, as known before its tree is read. */
export interface Member {
  readonly id: MemberId;
  readonly name: string;
  readonly groups: readonly GroupId[];
  readonly enabled: boolean;
  /** As before our first request with a member's token; null = never. */
  readonly lastLogin: UtcMs | null;
  readonly quota: Quota;
  /** The server's own figure of use; null where it gave none. */
  readonly serverUsedBytes: Bytes | null;
  readonly mail: string | null;
  readonly language: Language;
  /** The local branch a member belongs to; null when unknown. */
  readonly antenna: string | null;
}

export const LANGUAGES = ['fr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Every account of the server, also those that are not audited. */
export interface Account {
  readonly id: MemberId;
  readonly name: string;
  readonly enabled: boolean;
  readonly groups: readonly GroupId[];
}
