import type { Catalogue } from './words.ts';
import { WORDS_ADMIN_EN } from './words-admin-en.ts';
import { type AdminKey, WORDS_ADMIN_FR } from './words-admin-fr.ts';

/** Every sentence of the admins' mail. */
export const WORDS_ADMIN: Catalogue<AdminKey> = { fr: WORDS_ADMIN_FR, en: WORDS_ADMIN_EN };
