import type { RequestKind } from './kinds.ts';
import type { Asked } from './request.ts';

/** What the embedded server saw. */
export interface Counters {
  requests: number;
  byKind: Partial<Record<RequestKind, number>>;
  byMember: Map<string, number>;
  inFlight: number;
  peakInFlight: number;
  /** Most requests of one member at the same time, over all members. */
  peakPerMember: number;
  /** Requests that would have changed something; each was refused, but for those of an external app, which left no trace. */
  writes: number;
  /** Those, and all that an auditor has no business with, such as the contents of files: method and path. */
  refused: string[];
  /** PHP sessions begun: one for each request without a session cookie. */
  sessions: number;
  /** Refused logins; those of external apps are counted apart. */
  failures: number;
  /** Requests that sent a cookie. */
  cookies: number;
}

export interface Tally {
  readonly counters: Counters;
  /** Counts a request from now until the function it gives back is called. */
  begin(member: string | null, asked: Pick<Asked, 'kind' | 'method' | 'segments' | 'header'>): () => void;
}

export function makeTally(): Tally {
  const counters: Counters = {
    requests: 0,
    byKind: {},
    byMember: new Map(),
    inFlight: 0,
    peakInFlight: 0,
    peakPerMember: 0,
    writes: 0,
    refused: [],
    sessions: 0,
    failures: 0,
    cookies: 0,
  };
  const perMember = new Map<string, number>();
  const move = (member: string | null, by: 1 | -1) => {
    counters.inFlight += by;
    counters.peakInFlight = Math.max(counters.peakInFlight, counters.inFlight);
    if (member === null) return;
    const now = (perMember.get(member) ?? 0) + by;
    perMember.set(member, now);
    counters.peakPerMember = Math.max(counters.peakPerMember, now);
  };
  return {
    counters,
    begin: (member, { kind, method, segments, header }) => {
      counters.requests++;
      if (header('cookie') !== undefined) counters.cookies++;
      counters.byKind[kind] = (counters.byKind[kind] ?? 0) + 1;
      if (member !== null) counters.byMember.set(member, (counters.byMember.get(member) ?? 0) + 1);
      if (kind === 'write') counters.writes++;
      if (kind === 'write' || kind === 'other') counters.refused.push(`${method} /${segments.join('/')}`);
      move(member, 1);
      let open = true;
      return () => {
        if (open) move(member, -1);
        open = false;
      };
    },
  };
}
