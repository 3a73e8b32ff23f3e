import type { CheckInfo } from '../../model/check-info.ts';
import { type AnyMailKey, WORDS_MAIL } from './mail-words.ts';
import type { Catalogue } from './words.ts';
import { WORDS_ADMIN } from './words-admin.ts';
import type { AdminKey } from './words-admin-fr.ts';
import { WORDS_DELIVERY } from './words-delivery.ts';
import type { DeliveryKey } from './words-delivery-fr.ts';
import { type ExportKey, WORDS_EXPORT } from './words-export.ts';
import { type PageKey, WORDS_PAGE } from './words-page.ts';

/** Every sentence of the views, but those of the checks. */
export interface Words {
  readonly mail: Catalogue<AnyMailKey>;
  readonly admin: Catalogue<AdminKey>;
  readonly page: Catalogue<PageKey>;
  readonly export: Catalogue<ExportKey>;
  readonly delivery: Catalogue<DeliveryKey>;
}

/** How the views speak: their own sentences, and those of the checks in the order of the list. */
export interface Wording {
  readonly words: Words;
  readonly checks: readonly CheckInfo[];
}

/** The sentences that come with the program. */
export const OWN_WORDS: Words = {
  mail: WORDS_MAIL,
  admin: WORDS_ADMIN,
  page: WORDS_PAGE,
  export: WORDS_EXPORT,
  delivery: WORDS_DELIVERY,
};
