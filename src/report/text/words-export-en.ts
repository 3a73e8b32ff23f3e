import type { WORDS_EXPORT_FR } from './words-export-fr.ts';

/** The sentences of the chat message and of `summary.md` in English. */
export const WORDS_EXPORT_EN: Readonly<Record<keyof typeof WORDS_EXPORT_FR, string>> = {
  'chat.title': '{name}, {month}',
  'chat.read': '{read}/{all, plural, one {# member} other {# members}} read',
  'chat.full': '{n} ≥ 90%',
  'chat.links': '{n, plural, one {# link without a password} other {# links without a password}}',
  'chat.freeable': '{n, plural, =0 {nothing to free} other {{bytes} to free}}',
  'chat.unknown': 'links and space to free unknown',
  'chat.severe':
    '{critical, plural, =0 {Nothing critical} one {# critical point} other {# critical points}} · {high, plural, one {# high} other {# high}}',
  'chat.changes':
    '{fresh, plural, one {# new finding} other {# new findings}} · {fixed, plural, one {# fixed} other {# fixed}}',
  'chat.unread':
    '{notGranted, plural, =0 {} one {# member without access} other {# members without access}}{both, select, true { · } other {}}{failed, plural, =0 {} one {# failed or partial reading} other {# failed or partial readings}}',
  'chat.named': 'At 90% or more: {names}',
  'chat.report': 'report',
  'summary.title': '{name}: storage and sharing on {day}',
  'summary.trust':
    'Read: **{read, plural, one {# member} other {# members}} of {all}** · {notGranted} without access · {partial} in part · {failed} failed · {disabled} disabled',
  'summary.server': 'Nextcloud {version} · run {run}',
  'summary.figures': 'The figures',
  'summary.figure': 'Figure',
  'summary.now': 'This run',
  'summary.before': 'The one before',
  'summary.used': 'Space used',
  'summary.full': 'Members at 90% or more',
  'summary.links': 'Public links',
  'summary.open': 'Links without a password',
  'summary.freeable': 'Space to free',
  'summary.spaces':
    '{n, plural, one {# collective space} other {# collective spaces}} beside that: {size}{unread, plural, =0 {} other {, # of them not read, or read in part}}.',
  'summary.checks': 'The checks',
  'summary.check': 'Check',
  'summary.severity': 'Severity',
  'summary.found': 'Found',
  'summary.fresh': 'New',
  'summary.fixed': 'Fixed',
  'summary.bytes': 'To free',
  'summary.exposed': 'What is open (the {n} most urgent)',
  'summary.path': 'Path',
  'summary.owner': 'Owner',
  'summary.finding': 'Finding',
  'summary.notRun': 'Checks that did not run',
  'summary.unread': 'Members not read, or read in part',
  'summary.privacy':
    'No name of a private file stands here; a path appears only where a link or a share shows it already.',
  'severity.critical': 'critical',
  'severity.high': 'high',
  'severity.medium': 'medium',
  'severity.low': 'low',
  'severity.info': 'info',
};
