import { z } from 'zod';
import type { Policy } from '../../model/policy.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import type { Session } from '../http/exchange.ts';
import { isOwnCloud } from '../http/owncloud.ts';
import { askOcs } from './request.ts';

/** A thousand years: what lies beyond is no number of days. */
const LONGEST_DAYS = 365_000;

const Flag = z.boolean().optional().catch(undefined);

/** What is no object of this shape is not known: PHP writes an empty object as []. One odd rule costs no other. */
function part<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(shape).optional().catch(undefined);
}

// PHP leaves what follows out of a rule that is off (Nextcloud API notes, 4.3).
const Rule = part({ enabled: Flag, enforced: Flag, days: z.unknown().optional() });
const Days = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .pipe(z.number().int().min(0).max(LONGEST_DAYS))
  .optional();
/** ownCloud enforces passwords by kind of link, and says beside it what holds for reading alone. */
const PasswordRule = part({
  enforced: Flag,
  enforced_for: part({ read_only: Flag, read_write: Flag, upload_only: Flag, read_write_delete: Flag }),
});
const Capabilities = part({
  capabilities: part({
    files_sharing: part({
      public: part({ enabled: Flag, password: PasswordRule, expire_date: Rule, upload: Flag }),
      resharing: Flag,
      default_permissions: z.number().int().optional().catch(undefined),
      federation: part({ outgoing: Flag }),
    }),
    dav: part({ search_supports_upload_time: Flag, propfind: part({ depth_infinity: Flag }) }),
    bruteforce: part({ delay: z.number().optional().catch(undefined), 'allow-listed': Flag }),
  }),
});

export interface ServerCapabilities {
  readonly policy: Policy;
  /** Whether SEARCH tells when a file was uploaded; without this capability its 0 says nothing (API notes, 9b). */
  readonly searchHasUploads: boolean;
  /** Whether there is a SEARCH at all. */
  readonly hasSearch: boolean;
  /** Whether a whole tree comes by Depth infinity; a Nextcloud does not say, and gives it. */
  readonly listsTrees: boolean;
  /** Whether the server knows when files were uploaded. */
  readonly knowsUploads: boolean;
  /** Whether the server's brute-force protection lets this machine through; null when it does not say. */
  readonly allowListed: boolean | null;
  /** Milliseconds by which it slows us down at present. */
  readonly bruteForceDelay: number;
}

/** The server's sharing policy, as it holds for the account that asks, and what the server can do. */
export async function readCapabilities(session: Session): Promise<ServerCapabilities> {
  const answer = await askOcs(session, '/cloud/capabilities', {}, Capabilities);
  return {
    policy: policyOf(answer?.capabilities?.files_sharing),
    searchHasUploads: answer?.capabilities?.dav?.search_supports_upload_time ?? false,
    hasSearch: !isOwnCloud(session),
    listsTrees: answer?.capabilities?.dav?.propfind?.depth_infinity ?? !isOwnCloud(session),
    knowsUploads: !isOwnCloud(session),
    allowListed: answer?.capabilities?.bruteforce?.['allow-listed'] ?? null,
    bruteForceDelay: answer?.capabilities?.bruteforce?.delay ?? 0,
  };
}

type Capable = NonNullable<z.infer<typeof Capabilities>>['capabilities'];
type Sharing = NonNullable<Capable>['files_sharing'];

/**
 * What the server does not tell is not known. Where links are switched off for the account that asks (for all, or for one
 * of its groups), the server tells no rules for them.
 */
function policyOf(sharing: Sharing): Policy {
  const links = sharing?.public?.enabled === false ? undefined : sharing?.public;
  const expiry = links?.expire_date;
  const days = Days.safeParse(expiry?.enabled === true ? expiry.days : undefined);
  // A rule that is off enforces nothing; one that does not even say so is not known.
  const expiryEnforced = expiry?.enforced ?? (expiry?.enabled === false ? false : null);
  const isTimeKnown = days.success && (days.data !== undefined || expiryEnforced !== true);
  const known = {
    linkPasswordEnforced: passwordEnforced(links?.password),
    // Enforced after a time that cannot be read: whether links end in time is not known.
    linkExpiryEnforced: isTimeKnown ? expiryEnforced : null,
    publicUpload: links?.upload ?? null,
    resharing: sharing?.resharing ?? null,
    federation: sharing?.federation?.outgoing ?? null,
  };
  return {
    ...known,
    unknownBecause: Object.values(known).includes(null) ? whyUnknown(sharing) : null,
    linkExpiryDays: days.data ?? null,
    defaultPermissions: sharing?.default_permissions ?? null,
  };
}

/** For every kind of link. */
function passwordEnforced(rule: z.infer<typeof PasswordRule>): boolean | null {
  const kinds = Object.values(rule?.enforced_for ?? {}).filter((kind) => kind !== undefined);
  return kinds.length > 0 ? kinds.every((enforced) => enforced) : (rule?.enforced ?? null);
}

function whyUnknown(sharing: Sharing): Reason {
  return sharing?.public?.enabled === false ? because('policy.links-off') : because('policy.untold');
}
