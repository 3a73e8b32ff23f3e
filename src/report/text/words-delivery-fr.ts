/** The sentences on the delivery of mails in French: for the mail of the admins, the page, the chat and the wiki. */
export const WORDS_DELIVERY_FR = {
  'held.heading': 'Les mails aux membres n’ont pas tous été envoyés',
  'held.how': 'Si tout est normal : menage send --yes',
  'held.unread':
    '{failed, plural, one {# membre n’a pas pu être lu} other {# membres n’ont pas pu être lus}} sur {readable}, plus que la limite de {limit} %.',
  'held.many':
    '{mails, plural, one {# mail} other {# mails}} pour {members, plural, one {# membre} other {# membres}}, plus que la limite de {limit} %.',
  'held.drop':
    'L’espace utilisé a baissé de plus de {limit} % depuis la fois précédente chez {touched, plural, one {# membre} other {# membres}} sur {members}.',
  'held.vanished':
    '{vanished} membres sur {members} manquent tous à la fois dans la liste des comptes du serveur : son annuaire (LDAP) est-il indisponible ?',
  'held.more':
    '{mails, plural, one {# mail} other {# mails}}, contre {before, plural, one {# mail} other {# mails}} la fois précédente.',
  'held.restored':
    'Le magasin de données est plus ancien que le coffre : il vient d’une sauvegarde, ou il est nouveau. Des messages de {period} sont partis dont il ne sait rien.',
  'held.address': 'L’adresse de {member} n’est pas celle de la fois précédente.',
  'held.short': 'mails aux membres en attente de votre accord',
  'undelivered.heading': '{n, plural, one {# mail non remis} other {# mails non remis}}',
  'undelivered.line': '{member} : {state}. {todo}',
  'undelivered.mails': '{n, plural, one {# mail} other {# mails}}',
  'undelivered.short': 'envoi arrêté',
  'resumed.heading':
    '{n, plural, one {# mail était resté en attente} other {# mails étaient restés en attente}}',
  'undelivered.more': '{n, plural, one {et # autre} other {et # autres}}',
  'state.refused': 'refusé par le serveur de mail',
  'state.deferred': 'remis à plus tard',
  'state.doubtful': 'peut-être arrivé, la connexion a été coupée',
  'state.queued': 'pas encore envoyé',
  'state.stopped': 'envoi arrêté, la cause vaut pour tous les mails',
  'state.resumed': 'l’envoi reprend juste après ce mail',
  'todo.stopped':
    'Corrigez mail.transport, son mot de passe ou le serveur de mail, puis « menage send » : tout repart.',
  'todo.resumed': 'Le journal et le rapport disent s’il en reste.',
  'todo.refused':
    'Vérifiez l’adresse de la personne dans Nextcloud ; même adresse : menage send --retry refused.',
  'todo.deferred': 'Il repart au prochain « menage send ».',
  'todo.doubtful': 'Il ne repart pas : demandez à la personne s’il est arrivé.',
  'todo.queued': 'Il part au prochain « menage send ».',
} as const;

export type DeliveryKey = keyof typeof WORDS_DELIVERY_FR;
