import type { DeliveryKey } from './words-delivery-fr.ts';

/** The sentences on the delivery of mails in English. */
export const WORDS_DELIVERY_EN: Readonly<Record<DeliveryKey, string>> = {
  'held.heading': 'Not all mails to the members were sent',
  'held.how': 'If all is as it should be: menage send --yes',
  'held.unread': '{failed} of {readable} members could not be read, more than the limit of {limit}%.',
  'held.many':
    '{mails, plural, one {# mail} other {# mails}} for {members, plural, one {# member} other {# members}}, more than the limit of {limit}%.',
  'held.drop':
    'The use of {touched, plural, one {# member} other {# members}} of {members} fell by more than {limit}% since the time before.',
  'held.vanished':
    '{vanished} of {members} members are missing at once from the account list of the server: is its user directory (LDAP) away?',
  'held.more':
    '{mails, plural, one {# mail} other {# mails}}, where the time before there {before, plural, one {was # mail} other {were # mails}}.',
  'held.restored':
    'The store is older than the vault: it was put back from a backup, or is a new one. Mails of {period} have gone out of which it does not know.',
  'held.address': 'The address of {member} is not the one of last time.',
  'held.short': 'mails to the members wait for your consent',
  'undelivered.heading': '{n, plural, one {# mail not handed over} other {# mails not handed over}}',
  'undelivered.line': '{member}: {state}. {todo}',
  'undelivered.mails': '{n, plural, one {# mail} other {# mails}}',
  'undelivered.short': 'sending stopped',
  'resumed.heading': '{n, plural, one {# mail had to wait} other {# mails had to wait}}',
  'undelivered.more': '{n, plural, one {and # other} other {and # others}}',
  'state.refused': 'refused by the mail server',
  'state.deferred': 'put off until later',
  'state.doubtful': 'perhaps arrived, the connection broke',
  'state.queued': 'not sent yet',
  'state.stopped': 'sending stopped, the cause concerns all mails',
  'state.resumed': 'sending goes on right after this mail',
  'todo.stopped':
    'Mend mail.transport, its password or the mail server, then “menage send”: all of them go again.',
  'todo.resumed': 'The log and the report say whether any are left.',
  'todo.refused': 'Check the person’s address in Nextcloud; where it is right: menage send --retry refused.',
  'todo.deferred': 'It goes again with the next “menage send”.',
  'todo.doubtful': 'It does not go again: ask the person whether it arrived.',
  'todo.queued': 'It goes with the next “menage send”.',
};
