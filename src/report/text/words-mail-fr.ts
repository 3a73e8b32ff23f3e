/** The sentences of the member's mail in French. Plain spaces: French spacing is set when they are said. */
export const WORDS_MAIL_FR = {
  'sender.named': 'Nextcloud · {name}',
  'sender.plain': 'Nextcloud',
  hello: 'Bonjour,',

  'subject.ofAccount': 'Compte {account} – {subject}',
  'subject.space': 'Votre Nextcloud : {used} sur {quota}',
  'subject.spaceAndFiles':
    'Votre Nextcloud : {used} sur {quota}, {n, plural, one {# fichier à trier} other {# fichiers à trier}}',
  'subject.openDoor':
    'Votre Nextcloud : {kind, select, folder {un dossier ouvert} other {un fichier ouvert}} sans mot de passe',
  'subject.openDoors': 'Votre Nextcloud : {n} liens ouverts sans mot de passe',
  'subject.checkShares':
    'Votre Nextcloud : {n, plural, one {un partage à revoir} other {# partages à revoir}}',
  'subject.toFree': 'Votre Nextcloud : {bytes} à libérer',
  'subject.small':
    'Votre Nextcloud : {n, plural, one {un petit point à revoir} other {# petits points à revoir}}',
  'subject.thanksFreed': 'Votre Nextcloud : {bytes} libérés, merci',
  'subject.thanksClosed':
    'Votre Nextcloud : {n, plural, one {un lien mis en sécurité, merci} other {# liens mis en sécurité, merci}}',
  'subject.thanksSettled': 'Votre Nextcloud : tout est en ordre, merci',
  'subject.unread': 'Votre Nextcloud : nous n’avons pas pu lire votre espace',

  'title.over': 'Vous dépassez la place prévue.',
  'title.calm': 'Votre espace a encore de la place.',
  'title.filling': 'Votre espace se remplit.',
  'title.nearly': 'Votre espace est presque plein.',
  'title.full': 'Votre espace est plein.',
  'title.openDoor':
    '{kind, select, folder {Un de vos dossiers} other {Un de vos fichiers}} est ouvert sans mot de passe.',
  'title.openDoors': '{n} de vos liens sont ouverts sans mot de passe.',
  'title.checkShares':
    '{n, plural, one {Un de vos partages mérite un coup d’œil.} other {# de vos partages méritent un coup d’œil.}}',
  'title.toFree': 'Vous pouvez libérer {bytes}.',
  'title.small': 'Presque rien à faire.',
  'title.thanks': 'Tout est en ordre, merci !',
  'title.unread': 'Nous n’avons pas pu lire votre espace.',

  'gauge.of': 'sur {quota}',
  'gauge.chip': '{percent} utilisés',
  'gauge.alt': 'Espace utilisé : {used} sur {quota}, soit {percent}.',
  'state.unknown': 'inconnu',
  'state.usedOnly': 'Vous utilisez {used} ; le serveur ne dit pas de combien de place vous disposez.',
  'state.noRoom': 'Votre compte n’a pas de place pour des fichiers : son quota est de 0.',
  'state.noMoreRoom': 'Vous utilisez {used}, et votre compte ne prend plus de fichiers : son quota est de 0.',
  'state.left': 'Il reste {left}.',
  'state.full': 'Plus aucun fichier ne peut y entrer tant que rien n’est retiré.',
  'state.over': 'C’est {over} de plus que la règle de la coopérative.',
  'state.server': 'Cette mesure est celle du serveur.',
  'state.forecast':
    'À ce rythme, tout sera plein vers {part, select, start {le début {sound, select, vowel {d’} other {de }}} middle {la mi-} other {la fin {sound, select, vowel {d’} other {de }}}}{name}.',
  'state.partial':
    'Une partie de votre espace n’a pas pu être lue{n, plural, =0 {} one { (« {folder} »)} other { (« {folder} » et {rest, plural, one {# autre dossier} other {# autres dossiers}})}} : ce mail n’en dit rien.',
  'state.notGranted':
    'Vous n’avez pas donné accès à vos fichiers : ce mail ne parle donc que de la place occupée.',
  'state.failed': 'Vos fichiers n’ont pas pu être lus cette fois : ce mail ne parle que de la place occupée.',
  'state.small': 'Rien ne presse : ces points peuvent attendre un moment de calme.',
  'state.unread':
    'L’accès en lecture que vous aviez donné n’est plus valable, par exemple après un changement de mot de passe.',
  'state.unreadAsk':
    'Pour recevoir de nouveau votre bilan, demandez un nouveau lien d’accès en répondant à ce mail. Vos fichiers, eux, vont bien.',

  'since.heading': 'Depuis {month}',
  'since.closed': '<b>{n, plural, one {# lien public fermé} other {# liens publics fermés}}</b>, merci !',
  'since.ended': '<b>{n, plural, one {# partage arrêté} other {# partages arrêtés}}</b>, merci !',
  'since.protected':
    '<b>{n, plural, one {# partage mieux protégé} other {# partages mieux protégés}}</b>, merci !',
  'since.freed': '<b>{bytes} libérés</b>, merci !',
  'since.more': '<b>{bytes} de plus</b>',
  'since.progress': 'Vos progrès',
  'since.long': 'Depuis {month}, vous avez libéré <b>{bytes}</b>. Merci !',
  'since.longInAll': 'Depuis {month}, cela fait <b>{bytes} libérés</b> en tout.',

  'actions.heading':
    '{n, plural, =1 {Un geste utile} =2 {Deux gestes, le plus utile d’abord} =3 {Trois gestes, les plus utiles d’abord} =4 {Quatre gestes, les plus utiles d’abord} other {Cinq gestes, les plus utiles d’abord}}',
  'actions.doorsAndBytes':
    '{n, plural, one {Mettez un partage à l’abri} other {Mettez # partages à l’abri}} et libérez jusqu’à {bytes} : rangez ailleurs, ou supprimez, ce qui ne sert plus. Rien n’est supprimé à votre place.',
  'actions.doors':
    '{n, plural, one {Un partage est plus ouvert qu’il ne devrait.} other {# partages sont plus ouverts qu’ils ne devraient.}} Rien n’est changé à votre place.',
  'actions.bytes':
    'Libérez jusqu’à {bytes} : rangez ailleurs, ou supprimez, ce qui ne sert plus. Rien n’est supprimé à votre place.',
  'actions.after': 'Votre espace passerait de {percent} à {after}.',
  'actions.neither': 'Rien n’est changé ni supprimé à votre place.',

  'thing.folder': 'Dossier « {name} »',
  'thing.file': '{name}',
  'thing.root': 'Tout votre espace',
  'thing.leftovers': 'Vos fichiers temporaires',
  'thing.trash': 'Votre corbeille',
  'thing.in': 'Dans {folders}',
  'thing.copies': '{n, plural, one {L’autre copie : {where}.} other {Les autres copies : {where}.}}',
  'thing.copiesMore': '{where} et {n, plural, one {# autre} other {# autres}}',
  'chip.frees': 'Libère {bytes}',
  'chip.noPassword': 'Sans mot de passe',
  'chip.shared': 'Partage à revoir',
  'action.alsoFrees':
    '{kind, select, folder {Retirer ce dossier} other {Retirer ce fichier}} libère aussi {bytes}.',
  'action.linkToo': 'Un lien public y mène.',
  'action.notShared': 'Non partagé',
  'action.inNotShared': '{where} · non partagé',
  'action.openSince': 'Ouvert depuis {month}',
  'action.inOpenSince': '{where} · ouvert depuis {month}',
  'action.linked': 'Un lien public y mène : les personnes qui s’en servent ne le trouveront plus.',
  'action.ask':
    '<b>Partagé avec {who}</b> : {n, plural, one {demandez-lui d’abord son accord} other {demandez-leur d’abord leur accord}}.',
  'action.askUnknown': 'Peut-être partagé : vérifiez avant de supprimer.',
  'action.said':
    'Nous en avons déjà parlé. S’il vous est toujours utile, dites-le en réponse : nous n’en parlerons plus.',
  'action.saidOfLink':
    'Nous en avons déjà parlé. Si ce partage doit rester ainsi, dites-le en réponse : nous n’en parlerons plus.',
  'action.saidOfRisk': 'Nous en avons déjà parlé : besoin d’un coup de main ? Répondez à ce mail.',
  'action.saidQuietly': 'Nous en avons déjà parlé : quand vous aurez un moment.',
  'action.openFile': 'Ouvrir le fichier',
  'action.openFolder': 'Ouvrir le dossier',
  'action.openFiles': 'Ouvrir mes fichiers',
  'action.label': '{verb} : {what}',
  'people.group': 'le groupe {name}',
  'people.unnamed': 'd’autres',
  'people.more': '{n, plural, one {# autre} other {# autres}}',

  'more.files':
    'Et {n, plural, one {# autre fichier ou dossier} other {# autres fichiers ou dossiers}}, {bytes} en tout : <files>les voir dans Nextcloud</files>',
  'more.points':
    'Et {n, plural, one {# autre point} other {# autres points}} : <files>voir vos fichiers dans Nextcloud</files>',
  'more.pointsAndBytes':
    'Et {n, plural, one {# autre point} other {# autres points}}, {bytes} en tout : <files>voir vos fichiers dans Nextcloud</files>',
  'nothing.found':
    'Rien de gros et d’ancien n’a été trouvé. Dans Nextcloud, triez vos fichiers par taille pour faire de la place : <files>ouvrir mes fichiers</files>',
  'nothing.known':
    'Dans Nextcloud, triez vos fichiers par taille pour faire de la place : <files>ouvrir mes fichiers</files>',
  'notes.heading': 'Bon à savoir',
  'notes.more': '{n, plural, one {(et # autre)} other {(et # autres)}}',
} as const;

export type MailKey = keyof typeof WORDS_MAIL_FR;
