import { z } from 'zod';
import type { Policy } from '../model/policy.ts';
import type { Session } from './exchange.ts';
import { askOcs } from './ocs.ts';

/** A thousand years: what lies beyond is no number of days. */
const LONGEST_DAYS = 365_000;

// PHP writes an empty object as [], and leaves rules out that are off (Nextcloud API notes, 4.3).
const Rule = z.object({
  enabled: z.boolean().default(false),
  enforced: z.boolean().default(false),
  days: z.unknown().optional(),
});
const Days = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .pipe(z.number().int().min(0).max(LONGEST_DAYS))
  .optional();
const Capabilities = z.object({
  capabilities: z.object({
    files_sharing: z
      .object({
        public: z
          .object({
            enabled: z.boolean().optional(),
            password: z.object({ enforced: z.boolean().default(false) }).optional(),
            expire_date: Rule.optional(),
            upload: z.boolean().optional(),
          })
          .optional(),
        resharing: z.boolean().optional(),
        default_permissions: z.number().int().optional().catch(undefined),
        federation: z.object({ outgoing: z.boolean().optional() }).optional(),
      })
      .optional(),
    bruteforce: z
      .object({ delay: z.number().default(0), 'allow-listed': z.boolean().default(false) })
      .optional()
      .catch(undefined),
  }),
});

export interface ServerCapabilities {
  readonly policy: Policy;
  /** Whether the server's brute-force protection lets this machine through; null when it does not say. */
  readonly allowListed: boolean | null;
  /** Milliseconds by which it slows us down at present. */
  readonly bruteForceDelay: number;
}

/** The server's sharing policy, as it holds for the account that asks. */
export async function readCapabilities(session: Session): Promise<ServerCapabilities> {
  const { capabilities } = await askOcs(session, '/cloud/capabilities', {}, Capabilities);
  return {
    policy: policyOf(capabilities.files_sharing),
    allowListed: capabilities.bruteforce?.['allow-listed'] ?? null,
    bruteForceDelay: capabilities.bruteforce?.delay ?? 0,
  };
}

type Sharing = z.infer<typeof Capabilities>['capabilities']['files_sharing'];

/**
 * What is not told is not known: links that are switched off for the one who asks, for all or for one of its groups, have
 * no rules to tell.
 */
function policyOf(sharing: Sharing): Policy {
  const links = sharing?.public?.enabled === false ? undefined : sharing?.public;
  const expiry = links?.expire_date;
  const days = Days.safeParse(expiry?.enabled === true ? expiry.days : undefined);
  const known = {
    linkPasswordEnforced: links?.password?.enforced ?? null,
    // Enforced after a time that cannot be read: whether links end in time is not known.
    linkExpiryEnforced: days.success ? (expiry?.enforced ?? null) : null,
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

function whyUnknown(sharing: Sharing): string {
  return sharing?.public?.enabled === false
    ? 'Public links are switched off for the administrator who asks: for everybody, or for one of its groups.'
    : 'The server does not tell all of its sharing rules.';
}
