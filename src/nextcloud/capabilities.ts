import { z } from 'zod';
import type { Policy } from '../model/policy.ts';
import type { Session } from './exchange.ts';
import { askOcs } from './ocs.ts';

// PHP writes an empty object as [], and leaves rules out that are off (Nextcloud API notes, 4.3).
const Rule = z.object({
  enabled: z.boolean().default(false),
  enforced: z.boolean().default(false),
  days: z.coerce.number().int().optional(),
});
const Capabilities = z.object({
  capabilities: z.object({
    files_sharing: z
      .object({
        public: z
          .object({
            password: z.object({ enforced: z.boolean().default(false) }).optional(),
            expire_date: Rule.optional(),
            upload: z.boolean().default(false),
          })
          .optional(),
        resharing: z.boolean().default(false),
        default_permissions: z.number().int().optional(),
        federation: z.object({ outgoing: z.boolean().default(false) }).optional(),
      })
      .optional(),
    bruteforce: z
      .object({ delay: z.number().default(0), 'allow-listed': z.boolean().default(false) })
      .optional(),
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
  const sharing = capabilities.files_sharing;
  const expiry = sharing?.public?.expire_date;
  return {
    policy: {
      linkPasswordEnforced: sharing?.public?.password?.enforced ?? false,
      linkExpiryEnforced: expiry?.enforced ?? false,
      linkExpiryDays: expiry?.enabled === true ? (expiry.days ?? null) : null,
      publicUpload: sharing?.public?.upload ?? false,
      resharing: sharing?.resharing ?? false,
      federation: sharing?.federation?.outgoing ?? false,
      defaultPermissions: sharing?.default_permissions ?? null,
    },
    allowListed: capabilities.bruteforce?.['allow-listed'] ?? null,
    bruteForceDelay: capabilities.bruteforce?.delay ?? 0,
  };
}
