import type { GroupId, MemberId } from './ids.ts';
import type { Reason } from './reasons/reason.ts';
import type { Bytes, UtcMs } from './units.ts';

/** What bounds a member's space; where the server does not tell, nothing is known, not even whether there is a bound. */
export type Quota =
  | {
      readonly bytes: Bytes;
      /** The server sets none: `bytes` is then the house rule. */
      readonly unlimited: boolean;
      readonly source: 'server' | 'rule';
    }
  | {
      readonly bytes: null;
      readonly unlimited: null;
      readonly source: 'none';
      readonly reason: Reason;
    };
export type KnownQuota = Exclude<Quota, { readonly source: 'none' }>;

/** An account of the configured groups, as known before its tree is read. */
export interface Member {
  readonly id: MemberId;
  readonly name: string;
  readonly groups: readonly GroupId[];
  readonly enabled: boolean;
  /** As before our first request with a member's token; null = never. */
  readonly lastLogin: UtcMs | null;
  /** Why the last login is not known: then `lastLogin` is what was known before. Null where it is. */
  readonly lastLoginLack: Reason | null;
  readonly quota: Quota;
  /** The server's own figure of use; null where it gave none. */
  readonly serverUsedBytes: Bytes | null;
  readonly mail: string | null;
  /** Why it is not known whether there is an address: then `mail` is null. Null where it is known. */
  readonly mailLack: Reason | null;
  readonly language: Language;
  /** The local branch a member belongs to; null when unknown. */
  readonly antenna: string | null;
}

/** The languages of the views and how their numbers and days are written; their messages stand in `templates/locales/`. */
export const LOCALES = {
  fr: 'fr-FR',
  en: 'en-GB',
  de: 'de-DE',
  es: 'es-ES',
  it: 'it-IT',
  nl: 'nl-NL',
  pt: 'pt-PT',
} as const;
export type Language = keyof typeof LOCALES;
// The keys of the table are its type's keys.
export const LANGUAGES = Object.keys(LOCALES) as readonly Language[];

/** The language of a locale such as `de`, `de_DE`, `pt-BR` or `fr_FR.UTF-8`, by its first part; null where it is none of ours. */
export function languageOf(locale: string): Language | null {
  const first = /^[a-z]+(?![^_.@-])/i.exec(locale)?.[0].toLowerCase();
  return LANGUAGES.find((one) => one === first) ?? null;
}

/** What an organisation is spoken to in: its own language, and English where that is another one. */
export function languagesOf(own: Language): readonly Language[] {
  return own === 'en' ? ['en'] : [own, 'en'];
}

/** Every account of the server, also those that are not audited. */
export interface Account {
  readonly id: MemberId;
  readonly name: string;
  readonly enabled: boolean;
  readonly groups: readonly GroupId[];
}
