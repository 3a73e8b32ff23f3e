import type { AdminKey } from './words-admin-fr.ts';

/** The sentences of the admins' mail in English. */
export const WORDS_ADMIN_EN: Readonly<Record<AdminKey, string>> = {
  'sender.named': 'Nextcloud · {name}',
  'sender.plain': 'Nextcloud',
  hello: 'Hello,',
  'subject.audit':
    'Nextcloud audit of {sound, select, vowel {} other {}}{month}: {read} of {members, plural, one {# member} other {# members}} read',
  'subject.held':
    'Nextcloud audit of {sound, select, vowel {} other {}}{month}: the mails wait for your consent',
  'title.read': '{read} of {members, plural, one {# member} other {# members}} read.',
  'trust.whole': 'All spaces to which access was granted were read whole.',
  'trust.short': 'The list of accounts came incomplete: members may be missing.',
  'trust.gaps':
    '{partial, plural, =0 {} one {# read in part. } other {# read in part. }}{failed, plural, =0 {} one {# failed. } other {# failed. }}{notGranted, plural, =0 {} one {# without access granted.} other {# without access granted.}}',
  'line.space':
    '<b>{used} used.</b> {n, plural, =0 {Nobody is at 90% or more.} one {# member at 90% or more.} other {# members at 90% or more.}}',
  'line.links':
    '<b>{n, plural, =0 {No public link without a password} one {# public link without a password} other {# public links without a password}}</b>{change, select, none {} other { ({difference} since the last audit)}}.',
  'line.linksPart':
    '<b>{n, plural, =0 {No public link without a password in what was read} one {# known public link without a password} other {# known public links without a password}}</b>; not everything could be read.',
  'line.free':
    '{n, plural, =0 {<b>Nothing to free</b>: no large old file was found.} one {<b>{bytes} to free</b> in # file, folder or set.} other {<b>{bytes} to free</b> in # files, folders or sets.}}',
  'line.unknown': '<b>Links and space to free: unknown</b>, for no space was read.',
  'line.severity':
    '<b>{critical, plural, =0 {No critical point} one {# critical point} other {# critical points}}</b>, {high, plural, =0 {no important point} one {# important point} other {# important points}}.',
  'line.first': 'This is the first audit: there is nothing to compare it with yet.',
  'line.change':
    '<b>{fresh, plural, =0 {Nothing new} one {# new point} other {# new points}}</b>, {fixed, plural, =0 {nothing settled} one {# point settled} other {# points settled}} since the last audit.',
  'where.known': 'The whole report: <b>{where}</b>',
  'where.unknown': 'The whole report is in the folder of reports.',
  'why.mail': 'You get this mail because your address is in menage’s list of admins. It holds no file names.',
  'stop.subject': 'No more Nextcloud audit mail',
};
