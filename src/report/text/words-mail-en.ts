import type { MailKey } from './words-mail-fr.ts';

/** The sentences of the member's mail in English. */
export const WORDS_MAIL_EN: Readonly<Record<MailKey, string>> = {
  'sender.named': 'Nextcloud · {name}',
  'sender.plain': 'Nextcloud',
  hello: 'Hello,',

  'subject.ofAccount': 'Account {account} – {subject}',
  'subject.space': 'Your Nextcloud: {used} of {quota}',
  'subject.spaceAndFiles':
    'Your Nextcloud: {used} of {quota}, {n, plural, one {# file to sort} other {# files to sort}}',
  'subject.openDoor':
    'Your Nextcloud: {kind, select, folder {a folder} other {a file}} open without a password',
  'subject.openDoors': 'Your Nextcloud: {n} links open without a password',
  'subject.checkShares': 'Your Nextcloud: {n, plural, one {a share to look at} other {# shares to look at}}',
  'subject.toFree': 'Your Nextcloud: {bytes} to free',
  'subject.small':
    'Your Nextcloud: {n, plural, one {one small thing to look at} other {# small things to look at}}',
  'subject.thanksFreed': 'Your Nextcloud: {bytes} freed, thank you',
  'subject.thanksClosed':
    'Your Nextcloud: {n, plural, one {one link made safe, thank you} other {# links made safe, thank you}}',
  'subject.thanksSettled': 'Your Nextcloud: all is in order, thank you',
  'subject.unread': 'Your Nextcloud: we could not read your space',

  'title.over': 'You use more than the agreed space.',
  'title.calm': 'Your space still has room.',
  'title.filling': 'Your space is filling up.',
  'title.nearly': 'Your space is almost full.',
  'title.full': 'Your space is full.',
  'title.openDoor': 'One of your {kind, select, folder {folders} other {files}} is open without a password.',
  'title.openDoors': '{n} of your links are open without a password.',
  'title.checkShares':
    '{n, plural, one {One of your shares deserves a look.} other {# of your shares deserve a look.}}',
  'title.toFree': 'You can free {bytes}.',
  'title.small': 'Hardly anything to do.',
  'title.thanks': 'All is in order, thank you!',
  'title.unread': 'We could not read your space.',

  'gauge.of': 'of {quota}',
  'gauge.chip': '{percent} used',
  'gauge.alt': 'Space used: {used} of {quota}, that is {percent}.',
  'state.unknown': 'unknown',
  'state.usedOnly': 'You use {used}; the server does not tell how much room you have.',
  'state.noRoom': 'Your account has no room for files of its own: its quota is 0.',
  'state.noMoreRoom': 'You use {used}, and your account takes no more files: its quota is 0.',
  'state.left': '{left} left.',
  'state.full': 'No more files fit in until something is removed.',
  'state.over': 'This is {over} more than the rule of the cooperative.',
  'state.server': 'This figure is the server’s own.',
  'state.forecast':
    'At this pace it will all be full around {part, select, start {the beginning of } middle {mid-} other {the end of }}{sound, select, vowel {} other {}}{name}.',
  'state.partial':
    'A part of your space could not be read{n, plural, =0 {} one { (“{folder}”)} other { (“{folder}” and {rest, plural, one {# other folder} other {# other folders}})}}: this mail says nothing about it.',
  'state.notGranted':
    'You have not given access to your files, so this mail speaks only of the room they take.',
  'state.failed': 'Your files could not be read this time: this mail speaks only of the room they take.',
  'state.small': 'Nothing is urgent: these can wait for a quiet moment.',
  'state.unread': 'The reading access that you gave is no longer valid, perhaps since a change of password.',
  'state.unreadAsk':
    'To get your report again, ask for a new access link by answering this mail. Your files themselves are fine.',

  'since.heading': 'Since {month}',
  'since.closed': '<b>{n, plural, one {# public link closed} other {# public links closed}}</b>, thank you!',
  'since.ended': '<b>{n, plural, one {# share ended} other {# shares ended}}</b>, thank you!',
  'since.protected':
    '<b>{n, plural, one {# share better protected} other {# shares better protected}}</b>, thank you!',
  'since.freed': '<b>{bytes} freed</b>, thank you!',
  'since.more': '<b>{bytes} more</b>',
  'since.progress': 'Your progress',
  'since.long': 'Since {month} you have freed <b>{bytes}</b>. Thank you!',
  'since.longInAll': 'Since {month} that makes <b>{bytes} freed</b> in all.',

  'actions.heading':
    '{n, plural, =1 {One useful step} =2 {Two steps, the most useful first} =3 {Three steps, the most useful first} =4 {Four steps, the most useful first} other {Five steps, the most useful first}}',
  'actions.doorsAndBytes':
    '{n, plural, one {Make one share safe} other {Make # shares safe}} and free up to {bytes}: put elsewhere, or delete, what is no longer needed. Nothing is deleted for you.',
  'actions.doors':
    '{n, plural, one {One share is more open than it should be.} other {# shares are more open than they should be.}} Nothing is changed for you.',
  'actions.bytes':
    'Free up to {bytes}: put elsewhere, or delete, what is no longer needed. Nothing is deleted for you.',
  'actions.after': 'Your space would go from {percent} to {after}.',
  'actions.neither': 'Nothing is changed or deleted for you.',

  'thing.folder': 'Folder “{name}”',
  'thing.file': '{name}',
  'thing.root': 'Your whole space',
  'thing.leftovers': 'Your temporary files',
  'thing.trash': 'Your trash bin',
  'thing.in': 'In {folders}',
  'thing.copies': '{n, plural, one {The other copy: {where}.} other {The other copies: {where}.}}',
  'thing.copiesMore': '{where} and {n, plural, one {# other} other {# others}}',
  'chip.frees': 'Frees {bytes}',
  'chip.noPassword': 'No password',
  'chip.shared': 'Share to look at',
  'action.alsoFrees':
    '{kind, select, folder {Removing the folder} other {Removing the file}} also frees {bytes}.',
  'action.linkToo': 'A public link leads to it.',
  'action.notShared': 'Not shared',
  'action.inNotShared': '{where} · not shared',
  'action.openSince': 'Open since {month}',
  'action.inOpenSince': '{where} · open since {month}',
  'action.linked': 'A public link leads to it: people who use that link will no longer find it.',
  'action.ask':
    '<b>Shared with {who}</b>: {n, plural, one {ask for their consent first} other {ask for their consent first}}.',
  'action.askUnknown': 'Perhaps shared: check before you delete.',
  'action.said':
    'We mentioned this before. If you still need it, say so in reply, and we will not mention it again.',
  'action.saidOfLink':
    'We mentioned this before. If this share is to stay as it is, say so in reply, and we will not mention it again.',
  'action.saidOfRisk': 'We mentioned this before: would a hand be welcome? Just answer this mail.',
  'action.saidQuietly': 'We mentioned this before: whenever you have a moment.',
  'action.openFile': 'Open the file',
  'action.openFolder': 'Open the folder',
  'action.openFiles': 'Open my files',
  'action.label': '{verb}: {what}',
  'people.group': 'the group {name}',
  'people.unnamed': 'others',
  'people.more': '{n, plural, one {# other} other {# others}}',

  'more.files':
    'And {n, plural, one {# other file or folder} other {# other files or folders}}, {bytes} in all: <files>see them in Nextcloud</files>',
  'more.points':
    'And {n, plural, one {# other point} other {# other points}}: <files>see your files in Nextcloud</files>',
  'more.pointsAndBytes':
    'And {n, plural, one {# other point} other {# other points}}, {bytes} in all: <files>see your files in Nextcloud</files>',
  'nothing.found':
    'Nothing large and old was found. In Nextcloud, sort your files by size to make room: <files>open my files</files>',
  'nothing.known': 'In Nextcloud, sort your files by size to make room: <files>open my files</files>',
  'notes.heading': 'Good to know',
  'notes.more': '{n, plural, one {(and # other)} other {(and # others)}}',
};
