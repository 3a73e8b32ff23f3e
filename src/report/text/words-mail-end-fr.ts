/** The sentences of the lower half of the member's mail in French: open links, help, privacy. */
export const WORDS_MAIL_END_FR = {
  'useful.heading': 'Toujours utile ?',
  'useful.intro':
    'Une fois par an, nous posons la question pour ce qui est ancien. Si c’est non : fermez le lien, ou supprimez le fichier, quand vous aurez un moment.',
  'useful.link': 'lien public ouvert depuis {month}',
  'useful.file': '{bytes}, sans changement depuis {month}',
  'useful.answer':
    'Si c’est oui, <reply>dites-le en réponse</reply> : la question ne reviendra pas avant le {day}, ou la date que vous choisirez.',
  'useful.answerPlain':
    'Si c’est oui, dites en réponse ce que vous gardez : la question ne reviendra pas avant le {day}, ou la date que vous choisirez.',
  'useful.subject': 'Toujours utile',
  'useful.body':
    'Bonjour,\n\nCeci m’est toujours utile (effacez les lignes de ce qui ne l’est plus) :\n{list}\n\nÀ garder jusqu’au {day}. Mon compte : {member}.',
  'useful.keepFile': '{path}',
  'useful.keepLink': '{path} (lien public)',

  'open.heading': 'Ouvert vers l’extérieur',
  'open.intro':
    '{n, plural, one {Votre lien public, visible sans compte Nextcloud.} other {Vos # liens publics, visibles sans compte Nextcloud.}}',
  'open.introUnknown':
    '{n, plural, one {Un partage est ouvert} other {# partages sont ouverts}}, ou peut-être, à des personnes sans compte Nextcloud.',
  'open.what': 'Dossier ou fichier',
  'open.how': 'Protection',
  'open.since': 'depuis {month}',
  'open.neither': 'Sans mot de passe',
  'open.password': 'Avec mot de passe',
  'open.accepted': 'Public, accepté',
  'open.until': 'jusqu’au {day}',
  'open.forever': 'sans date de fin',
  'open.unknownPassword': 'mot de passe inconnu',
  'open.unknownEnd': 'date de fin illisible',
  'open.unknownKind': 'Genre de partage inconnu',
  'open.more':
    'Et {n, plural, one {# autre lien public} other {# autres liens publics}}, mieux protégés ou plus récents.',

  'question.heading': 'Une question ?',
  'question.referent':
    'Répondez à ce mail : il arrive {n, plural, one {à la personne référente} other {aux personnes référentes}} de l’antenne {antenna}, <mail>{address}</mail>.',
  'question.reply': 'Répondez à ce mail : il arrive à l’équipe Nextcloud, <mail>{address}</mail>.',
  'question.plain': 'Répondez à ce mail.',
  'question.useful':
    'Un fichier vous est toujours utile ? Dites-le en réponse : nous ne vous le proposerons plus.',
  'question.help': '<help>Lire la page d’aide</help>',

  'often.links':
    '<b>Recevoir ce mail moins souvent</b> : <two>tous les deux mois</two>, <three>tous les trois mois</three> ou <never>plus du tout</never>.',
  'often.plain': '<b>Moins souvent, ou plus du tout ?</b> Dites-le en réponse à ce mail.',
  'often.subjectTwo': 'Mail Nextcloud tous les deux mois',
  'often.subjectThree': 'Mail Nextcloud tous les trois mois',
  'often.subjectNever': 'Plus de mail Nextcloud',
  'often.body': 'Bonjour, merci de régler cela pour mon compte {member}.',

  'privacy.read':
    '<b>Ce mail n’est envoyé qu’à vous.</b> Le {day}, un programme a lu les noms, tailles et dates de {files, plural, =0 {vos fichiers (aucun à ce jour)} one {votre fichier} other {vos {count} fichiers}}{shares, plural, =0 {} one { et votre partage} other { et vos # partages}}, jamais leur contenu. L’équipe Nextcloud reçoit des totaux et la liste de ce qui est partagé, pas les noms de vos autres fichiers.',
  'privacy.unread':
    '<b>Ce mail n’est envoyé qu’à vous.</b> Le {day}, un programme a relevé la place que le serveur compte pour vous. L’équipe Nextcloud reçoit ce même chiffre.',
  'privacy.part':
    '<b>Ce mail n’est envoyé qu’à vous.</b> Le {day}, un programme a lu les noms, tailles et dates d’une partie de vos fichiers, jamais leur contenu. L’équipe Nextcloud reçoit des totaux et la liste de ce qui est partagé, pas les noms de vos autres fichiers.',
  'privacy.kept':
    'La liste de vos fichiers est remplacée à chaque lecture ; les bilans sont gardés {unit, select, years {{n, plural, one {# an} other {# ans}}} months {{n} mois} weeks {{n, plural, one {# semaine} other {# semaines}}} other {{n, plural, one {# jour} other {# jours}}}}.',
  signature: 'L’équipe Nextcloud{named, select, yes { · {name}} other {}}',
} as const;

export type MailEndKey = keyof typeof WORDS_MAIL_END_FR;
