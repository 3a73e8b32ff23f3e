import type { Reason } from './reasons/reason.ts';
/** The settings of a server's sharing policy that checks judge. */
export const POLICY_SETTINGS = ['password', 'expiry', 'upload', 'resharing', 'federation'] as const;
export type PolicySetting = (typeof POLICY_SETTINGS)[number];

/** The server's sharing policy, from its capabilities (OCS capabilities, `files_sharing`). Null = not known. */
export interface Policy {
  /** Why part of it is not known; null where all is. */
  readonly unknownBecause: Reason | null;
  readonly linkPasswordEnforced: boolean | null;
  readonly linkExpiryEnforced: boolean | null;
  /** Days; null where no rule is set, or it is not known whether one is. */
  readonly linkExpiryDays: number | null;
  readonly publicUpload: boolean | null;
  readonly resharing: boolean | null;
  readonly federation: boolean | null;
  /** `default_permissions`, the OCS bit mask; null when the server does not say. */
  readonly defaultPermissions: number | null;
}
