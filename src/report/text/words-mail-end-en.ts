import type { MailEndKey } from './words-mail-end-fr.ts';

/** The sentences of the lower half of the member's mail in English. */
export const WORDS_MAIL_END_EN: Readonly<Record<MailEndKey, string>> = {
  'useful.heading': 'Still useful?',
  'useful.intro':
    'Once a year we ask about what is old. If not: close the link, or delete the file, whenever you have a moment.',
  'useful.link': 'public link, open since {month}',
  'useful.file': '{bytes}, unchanged since {month}',
  'useful.answer':
    'If so, <reply>say it in reply</reply>: the question will not come back before {day}, or the date that you choose.',
  'useful.answerPlain':
    'If so, say in reply what you keep: the question will not come back before {day}, or the date that you choose.',
  'useful.subject': 'Still useful',
  'useful.body':
    'Hello,\n\nI still need these (delete the lines of what you do not):\n{list}\n\nTo be kept until {day}. My account: {member}.',
  'useful.keepFile': '{path}',
  'useful.keepLink': '{path} (public link)',

  'open.heading': 'Open to the outside',
  'open.intro':
    '{n, plural, one {Your public link, visible without a Nextcloud account.} other {Your # public links, visible without a Nextcloud account.}}',
  'open.introUnknown':
    '{n, plural, one {One share is open} other {# shares are open}}, or may be, to people without a Nextcloud account.',
  'open.what': 'Folder or file',
  'open.how': 'Protection',
  'open.since': 'since {month}',
  'open.neither': 'No password',
  'open.password': 'With a password',
  'open.accepted': 'Public, accepted',
  'open.until': 'until {day}',
  'open.forever': 'no end date',
  'open.unknownPassword': 'password unknown',
  'open.unknownEnd': 'end date unreadable',
  'open.unknownKind': 'Unknown kind of share',
  'open.more':
    'And {n, plural, one {# other public link} other {# other public links}}, better protected or newer.',

  'question.heading': 'A question?',
  'question.referent':
    'Answer this mail: it goes to the {n, plural, one {contact person} other {contact people}} of {antenna}, <mail>{address}</mail>.',
  'question.reply': 'Answer this mail: it goes to the Nextcloud team, <mail>{address}</mail>.',
  'question.plain': 'Answer this mail.',
  'question.useful': 'You still need one of these files? Say so in reply, and we will not suggest it again.',
  'question.help': '<help>Read the help page</help>',

  'often.links':
    '<b>Get this mail less often</b>: <two>every two months</two>, <three>every three months</three> or <never>not at all</never>.',
  'often.plain': '<b>Less often, or not at all?</b> Say so in reply to this mail.',
  'often.subjectTwo': 'Nextcloud mail every two months',
  'often.subjectThree': 'Nextcloud mail every three months',
  'often.subjectNever': 'No more Nextcloud mail',
  'often.body': 'Hello, please set this for my account {member}.',

  'privacy.read':
    '<b>This mail is sent to you alone.</b> On {day} a program read the names, sizes and dates of {files, plural, =0 {your files (none so far)} one {your file} other {your {count} files}}{shares, plural, =0 {} one { and your share} other { and your # shares}}, never their contents. The Nextcloud team gets totals and the list of what is shared, not the names of your other files.',
  'privacy.unread':
    '<b>This mail is sent to you alone.</b> On {day} a program noted the room that the server counts for you. The Nextcloud team gets that same figure.',
  'privacy.part':
    '<b>This mail is sent to you alone.</b> On {day} a program read the names, sizes and dates of a part of your files, never their contents. The Nextcloud team gets totals and the list of what is shared, not the names of your other files.',
  'privacy.kept':
    'The list of your files is replaced at each reading; reports are kept for {unit, select, years {{n, plural, one {# year} other {# years}}} months {{n, plural, one {# month} other {# months}}} weeks {{n, plural, one {# week} other {# weeks}}} other {{n, plural, one {# day} other {# days}}}}.',
  signature: 'The Nextcloud team{named, select, yes { · {name}} other {}}',
};
