import { forReferent, forTeam, type Route } from '../access/route.ts';
import { accept, answers, closeForAdmins, refuse } from './answers.ts';
import { antenna, antennaIn, closeForAntenna } from './antenna.ts';
import { journal } from './journal.ts';
import { askRelease, mails, release } from './mails.ts';
import { overview } from './overview.ts';
import { invite, people } from './people.ts';
import { acceptEntry, endEntry, extendEntry, refuseEntry } from './register/acts.ts';
import { registerCsv } from './register/lists.ts';
import { enter, newEntryPage } from './register/new.ts';
import { register } from './register/page.ts';
import { report, reports } from './reports.ts';
import { settings } from './settings.ts';

/** The pages of admins, auditors and referents. */
export const TEAM_ROUTES: readonly Route[] = [
  forTeam('admin', 'GET', '/admin', overview),
  forTeam('admin', 'GET', '/admin/people', people),
  forTeam('admin', 'POST', '/admin/people/:person/invite', invite),
  forTeam('auditor', 'GET', '/admin/reports', reports),
  forTeam('auditor', 'GET', '/admin/reports/:run', report),
  forTeam('admin', 'GET', '/admin/mails', mails),
  forTeam('admin', 'GET', '/admin/mails/release', (visit) => askRelease(visit)),
  forTeam('admin', 'POST', '/admin/mails/release', release),
  forTeam('admin', 'GET', '/admin/answers', (visit) => answers(visit)),
  forTeam('admin', 'POST', '/admin/answers/:answer/accept', accept),
  forTeam('admin', 'POST', '/admin/answers/:answer/refuse', refuse),
  forTeam('admin', 'POST', '/admin/answers/messages/:message/close', closeForAdmins),
  forTeam('auditor', 'GET', '/admin/register', register),
  forTeam('auditor', 'GET', '/admin/register.csv', registerCsv),
  forTeam('admin', 'GET', '/admin/register/new', (visit) => newEntryPage(visit)),
  forTeam('admin', 'POST', '/admin/register/new', enter),
  forTeam('admin', 'POST', '/admin/register/:entry/accept', acceptEntry),
  forTeam('admin', 'POST', '/admin/register/:entry/refuse', refuseEntry),
  forTeam('admin', 'POST', '/admin/register/:entry/extend', extendEntry),
  forTeam('admin', 'POST', '/admin/register/:entry/end', endEntry),
  forTeam('admin', 'GET', '/admin/settings', settings),
  forTeam('admin', 'GET', '/admin/journal', journal),
  forReferent('GET', '/antennas/:antenna', antennaIn, antenna),
  forReferent('POST', '/antennas/:antenna/messages/:message/close', antennaIn, closeForAntenna),
];
