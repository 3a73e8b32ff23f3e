import type { Catalogue } from './words.ts';
import { WORDS_PAGE_EN } from './words-page-en.ts';
import { WORDS_PAGE_FR } from './words-page-fr.ts';
import { WORDS_PAGE_SCRIPT_EN } from './words-page-script-en.ts';
import { WORDS_PAGE_SCRIPT_FR } from './words-page-script-fr.ts';
import { WORDS_PAGE_SPACES_EN } from './words-page-spaces-en.ts';
import { WORDS_PAGE_SPACES_FR } from './words-page-spaces-fr.ts';
import { WORDS_PAGE_TABLES_EN } from './words-page-tables-en.ts';
import { WORDS_PAGE_TABLES_FR } from './words-page-tables-fr.ts';

const FR = { ...WORDS_PAGE_FR, ...WORDS_PAGE_TABLES_FR, ...WORDS_PAGE_SCRIPT_FR, ...WORDS_PAGE_SPACES_FR };

export type PageKey = keyof typeof FR;

/** Every sentence of the admin page. */
export const WORDS_PAGE: Catalogue<PageKey> = {
  fr: FR,
  en: { ...WORDS_PAGE_EN, ...WORDS_PAGE_TABLES_EN, ...WORDS_PAGE_SCRIPT_EN, ...WORDS_PAGE_SPACES_EN },
};
