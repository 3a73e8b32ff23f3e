import type { ReasonTable } from './kinds.ts';

/** Phrases of why nothing is sent any more: of a run, of a member, or by AppAPI. */
export const STOP_REASONS = {
  'stop.member-time': {
    en: 'the time for this member is over (server.limits.memberTime)',
    params: {},
  },
  'stop.run-time': { en: 'the time for this run is over (server.limits.runTime)', params: {} },
  'stop.max-duration': { en: 'the time for this run is over (--max-duration)', params: {} },
  'stop.refused-logins': {
    en: '{logins} logins were refused, and more would make the server lock this machine out; run "menage credentials check" and import new app passwords',
    params: { logins: 'number' },
  },
  'stop.registration-refused': {
    en: 'the server refused the registration with AppAPI: its secret is wrong, or it was unregistered; register again with "menage credentials appapi"',
    params: {},
  },
  'stop.registration-off': {
    en: 'the registration with AppAPI is switched off at the server; run "occ app_api:app:enable menage" there',
    params: {},
  },
  'stop.no-app-api': {
    en: 'the server has no AppAPI, or it is switched off; run "occ app:enable app_api" there',
    params: {},
  },
  'stop.registration-locked-out': {
    en: 'after wrong secrets the server takes no requests by AppAPI from this machine for half an hour; see who still asks with an old one, and run this again then',
    params: {},
  },
  'stop.asked': { en: 'menage was asked to end', params: {} },
  'stop.broke-off': { en: 'the run broke off', params: {} },
} as const satisfies ReasonTable;
