export type RequestKind =
  | 'status'
  | 'capabilities'
  | 'users'
  /** One account, asked for by its id. */
  | 'account'
  | 'groups'
  | 'serverinfo'
  | 'shares'
  | 'propfind'
  | 'search'
  | 'trash'
  | 'options'
  | 'login-flow'
  /** A page or form of the server's own, which a person opens in a browser. */
  | 'web-page'
  | 'group-folders'
  /** What AppAPI answers itself. */
  | 'app-api'
  /** The content of a file that nobody has: whether a front hands such requests on. */
  | 'content-probe'
  | 'revoke'
  | 'write'
  | 'other';

/** What goes wrong. */
export type Fault =
  /** Another person's tree: everything missing, no children. */
  | 'foreign-root'
  /** A token that may not see files: an empty etag, no children. */
  | 'no-filesystem'
  | 'unauthorised'
  /** 207 without a body. */
  | 'empty-207'
  /** Half of the answer, then a regular end. */
  | 'cut-207'
  | 'empty-500'
  /** 501, as where SEARCH is off. */
  | 'not-implemented'
  /** Depth infinity answered as Depth 1. */
  | 'depth-1'
  /** The pages of a listing are not kept: each request makes up all of it, with a token of its own. */
  | 'pages-forgotten'
  /** A row of a kept page was pushed out of the cache. */
  | 'page-short'
  /** 423. */
  | 'locked'
  /** 503 without maintenance. */
  | 'unavailable'
  /** 504, as a proxy says whose server did not answer it. */
  | 'gateway'
  /** Switches maintenance on for all that follows. */
  | 'maintenance'
  /** 429. */
  | 'rate-limited'
  | 'reset'
  | 'reset-mid-body'
  /** No answer ever. */
  | 'hang'
  /** The node at the rule's path shows size −1. */
  | 'unknown-size'
  /** The node at the rule's path shows file id −1. */
  | 'unknown-id'
  | 'forbidden'
  /** The list of accounts comes without those of the rule. */
  | 'accounts-missing'
  /** It gives nothing but the id of those of the rule. */
  | 'accounts-bare'
  /** It gives those of the rule without their groups. */
  | 'accounts-groupless'
  /** A list (accounts, shares, group folders) comes empty. */
  | 'empty-list'
  /** A page of a list brings what the first one did. */
  | 'repeated-page'
  /** A page of a list brings half of what was asked for; the next one begins where it should. */
  | 'half-page'
  /** The member's root has another etag from now on, as has what lies on the way to `moves`. */
  | 'etag-changes'
  /** Right, but late. */
  | 'slow';

export interface FaultRule {
  readonly fault: Fault;
  /** Whose requests; everybody's when left out. */
  readonly member?: string;
  readonly kind?: RequestKind;
  /** In the member's tree, `/` for the root. */
  readonly path?: string;
  readonly depth?: '0' | '1' | 'infinity';
  /** How often it strikes; always when left out. */
  readonly times?: number;
  /** How many matching requests go well before. */
  readonly after?: number;
  /** Seconds told in `Retry-After`. */
  readonly retryAfter?: number;
  readonly delayMs?: number;
  /** Of the faults of the list of accounts: whom it concerns. */
  readonly accounts?: readonly string[];
  /** Only pages that begin here. */
  readonly offset?: number;
  /** Of `etag-changes`: the folder in which something changes; the root when left out. */
  readonly moves?: string;
}
