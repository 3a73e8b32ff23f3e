/** The sentences on the delivery of mails in French: for the mail of the admins, the page, the chat and the wiki. */
export const WORDS_DELIVERY_FR = {
  'held.heading': 'Les mails aux membres n’ont pas tous été envoyés',
  'held.how': 'Si tout est normal : menage send --yes',
  'held.unread':
    '{failed, plural, one {# membre n’a pas pu être lu} other {# membres n’ont pas pu être lus}} sur {readable}, plus que la limite de {limit} %.',
  'held.many':
    '{mails, plural, one {# mail} other {# mails}} pour {members, plural, one {# membre} other {# membres}}, plus que la limite de {limit} %.',
  'held.drop':
    'L’espace utilisé par les mêmes membres a baissé de {percent} % depuis la fois précédente, plus que la limite de {limit} %.',
  'held.more':
    '{mails, plural, one {# mail} other {# mails}}, contre {before, plural, one {# mail} other {# mails}} la fois précédente.',
  'held.address': 'L’adresse de {member} n’est pas celle de la fois précédente.',
  'held.short': 'mails aux membres en attente de votre accord',
  'undelivered.heading': '{n, plural, one {# mail non remis} other {# mails non remis}}',
  'undelivered.line': '{member} : {state}. {todo}',
  'undelivered.more': '{n, plural, one {et # autre} other {et # autres}}',
  'state.refused': 'refusé par le serveur de mail',
  'state.deferred': 'remis à plus tard',
  'state.doubtful': 'peut-être arrivé, la connexion a été coupée',
  'state.queued': 'pas encore envoyé',
  'todo.refused': 'Vérifiez l’adresse de la personne dans Nextcloud.',
  'todo.deferred': 'Il repart au prochain « menage send ».',
  'todo.doubtful': 'Il ne repart pas : demandez à la personne s’il est arrivé.',
  'todo.queued': 'Il part au prochain « menage send ».',
} as const;

export type DeliveryKey = keyof typeof WORDS_DELIVERY_FR;
