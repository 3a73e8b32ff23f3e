import type { Catalogue } from './words.ts';
import { WORDS_EXPORT_EN } from './words-export-en.ts';
import { WORDS_EXPORT_FR } from './words-export-fr.ts';

export type ExportKey = keyof typeof WORDS_EXPORT_FR;

/** The sentences of the chat message and of `summary.md`. */
export const WORDS_EXPORT: Catalogue<ExportKey> = { fr: WORDS_EXPORT_FR, en: WORDS_EXPORT_EN };
