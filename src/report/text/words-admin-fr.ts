/** The sentences of the admins' mail in French. */
export const WORDS_ADMIN_FR = {
  'sender.named': 'Nextcloud · {name}',
  'sender.plain': 'Nextcloud',
  hello: 'Bonjour,',
  'subject.audit':
    'Audit Nextcloud {sound, select, vowel {d’} other {de }}{month} : {read, plural, one {# membre lu} other {# membres lus}} sur {members}',
  'subject.held':
    'Audit Nextcloud {sound, select, vowel {d’} other {de }}{month} : les mails attendent votre accord',
  'title.read': '{read, plural, one {# membre lu} other {# membres lus}} sur {members}.',
  'trust.whole': 'Tous les espaces dont l’accès est accordé ont été lus en entier.',
  'trust.short': 'La liste des comptes est venue incomplète : il peut manquer des membres.',
  'trust.gaps':
    '{partial, plural, =0 {} one {# lu en partie. } other {# lus en partie. }}{failed, plural, =0 {} one {# en échec. } other {# en échec. }}{notGranted, plural, =0 {} one {# sans accès accordé.} other {# sans accès accordé.}}',
  'line.space':
    '<b>{used} utilisés.</b> {n, plural, =0 {Personne n’est à 90 % ou plus.} one {# membre à 90 % ou plus.} other {# membres à 90 % ou plus.}}',
  'line.links':
    '<b>{n, plural, =0 {Aucun lien public sans mot de passe} one {# lien public sans mot de passe} other {# liens publics sans mot de passe}}</b>{change, select, none {} other { ({difference} depuis le dernier audit)}}.',
  'line.linksPart':
    '<b>{n, plural, =0 {Pas de lien public sans mot de passe là où c’est lu} one {# lien public sans mot de passe connu} other {# liens publics sans mot de passe connus}}</b> ; tout n’a pas pu être lu.',
  'line.free':
    '{n, plural, =0 {<b>Rien à libérer</b> : aucun gros fichier ancien n’a été trouvé.} one {<b>{bytes} à libérer</b> dans # fichier, dossier ou lot.} other {<b>{bytes} à libérer</b> dans # fichiers, dossiers ou lots.}}',
  'line.unknown': '<b>Liens et place à libérer : inconnus</b>, car aucun espace n’a été lu.',
  'line.severity':
    '<b>{critical, plural, =0 {Aucun point critique} one {# point critique} other {# points critiques}}</b>, {high, plural, =0 {aucun point important} one {# point important} other {# points importants}}.',
  'line.first': 'C’est le premier audit : il n’y a encore rien à comparer.',
  'line.change':
    '<b>{fresh, plural, =0 {Rien de nouveau} one {# nouveau point} other {# nouveaux points}}</b>, {fixed, plural, =0 {rien de réglé} one {# point réglé} other {# points réglés}} depuis le dernier audit.',
  'where.known': 'Le rapport complet : <b>{where}</b>',
  'where.unknown': 'Le rapport complet est dans le dossier des rapports.',
  'why.mail':
    'Vous recevez ce mail parce que votre adresse est dans la liste des administrateurs de menage. Il ne contient aucun nom de fichier.',
  'stop.subject': 'Plus de mail d’audit Nextcloud',
} as const;

export type AdminKey = keyof typeof WORDS_ADMIN_FR;
