/** The server's sharing policy, from its capabilities (OCS capabilities, `files_sharing`). */
export interface Policy {
  readonly linkPasswordEnforced: boolean;
  readonly linkExpiryEnforced: boolean;
  /** Days; null where no rule is set. */
  readonly linkExpiryDays: number | null;
  readonly publicUpload: boolean;
  readonly resharing: boolean;
  readonly federation: boolean;
  /** `default_permissions`, the OCS bit mask; null when the server does not say. */
  readonly defaultPermissions: number | null;
}
