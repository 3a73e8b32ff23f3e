import type { Catalogue } from './words.ts';

export type ExportKey =
  | 'title'
  | 'read'
  | 'notGranted'
  | 'failed'
  | 'nearlyFull'
  | 'openLinks'
  | 'freeable'
  | 'critical'
  | 'findings'
  | 'check'
  | 'found'
  | 'fresh'
  | 'fixed'
  | 'frees'
  | 'notRun'
  | 'exposed'
  | 'path'
  | 'owner'
  | 'finding'
  | 'report'
  | 'unread';

/** The words of the Markdown summary and of the chat message. */
export const WORDS_EXPORT: Catalogue<ExportKey> = {
  fr: {
    title: '{organisation} : audit Nextcloud du {day}',
    read: '{read}/{members} membres lus',
    notGranted: '{count, plural, one {# sans accès accordé} other {# sans accès accordé}}',
    failed: '{count, plural, one {# non lu ou lu en partie} other {# non lus ou lus en partie}}',
    nearlyFull: '{count} ≥ 90 %',
    openLinks: '{count, plural, one {# lien sans mot de passe} other {# liens sans mot de passe}}{change}',
    freeable: '{bytes} à libérer',
    critical: '{count, plural, one {# point critique} other {# points critiques}}',
    findings: 'Contrôles',
    check: 'Contrôle',
    found: 'Trouvés',
    fresh: 'Nouveaux',
    fixed: 'Corrigés',
    frees: 'Libère',
    notRun: 'Non exécutés',
    exposed: 'Ce qui est ouvert et ne devrait pas l’être',
    path: 'Chemin',
    owner: 'Propriétaire',
    finding: 'Constat',
    report: 'rapport',
    unread: 'Ce qui n’a pas été lu n’est ni bon ni mauvais : c’est inconnu.',
  },
  en: {
    title: '{organisation}: Nextcloud audit of {day}',
    read: '{read}/{members} members read',
    notGranted: '{count, plural, one {# without access} other {# without access}}',
    failed: '{count, plural, one {# not read, or in part} other {# not read, or in part}}',
    nearlyFull: '{count} ≥ 90 %',
    openLinks: '{count, plural, one {# link without a password} other {# links without a password}}{change}',
    freeable: '{bytes} to be freed',
    critical: '{count, plural, one {# critical point} other {# critical points}}',
    findings: 'Checks',
    check: 'Check',
    found: 'Found',
    fresh: 'New',
    fixed: 'Fixed',
    frees: 'Frees',
    notRun: 'Not run',
    exposed: 'What is open and should not be',
    path: 'Path',
    owner: 'Owner',
    finding: 'Finding',
    report: 'report',
    unread: 'What was not read is neither good nor bad: it is unknown.',
  },
};
