import { byLink, forEverybody, forFlow, forMember, type Route } from '../access/route.ts';
import { sessionOf } from '../access/sessions.ts';
import type { VisitOf } from '../access/visit.ts';
import { portalPath, type Reply } from '../http/reply.ts';
import { showReport } from '../member/report.ts';
import { consentPage, continuePage, decline, declinePage, grant, homePage, privacyPage } from './consent.ts';
import { enterFlow } from './entry.ts';
import { askForLink, endSessions, signInPage, signOut } from './sign-in.ts';
import { beginAgain, cancelFlow, flowPage, flowState } from './waiting.ts';
import { welcomePage, welcomeState } from './welcome.ts';

/** Consent, the way through Nextcloud, sign-in and sign-out. */
export const FLOW_ROUTES: readonly Route[] = [
  forEverybody('GET', '/', async (visit) => {
    const session = await sessionOf(visit.portal, visit.cookies.session);
    return session === null ? homePage(visit) : { kind: 'see-other', to: portalPath`/me` };
  }),
  forEverybody('GET', '/privacy', privacyPage),
  forEverybody('GET', '/sign-in', signInPage),
  forEverybody('POST', '/sign-in', askForLink),
  byLink('GET', '/l/:token', ['report', 'invitation', 'sign-in'], linkedPage),
  byLink('POST', '/l/:token/sign-in', ['report', 'invitation', 'sign-in'], (visit) =>
    enterFlow(visit, 'sign-in'),
  ),
  byLink('POST', '/l/:token/grant', ['report', 'invitation'], grant),
  byLink('GET', '/l/:token/decline', ['invitation'], declinePage),
  byLink('POST', '/l/:token/decline', ['invitation'], decline),
  forFlow('GET', '/flow/:flow', flowPage),
  forFlow('GET', '/flow/:flow/state', flowState),
  forFlow('POST', '/flow/:flow/cancel', cancelFlow),
  forFlow('POST', '/flow/:flow/again', beginAgain),
  forMember('GET', '/me/welcome', welcomePage),
  forMember('GET', '/me/welcome/state', welcomeState),
  forMember('POST', '/me/grant', grant),
  forMember('POST', '/me/sessions/end', endSessions),
  forMember('POST', '/sign-out', signOut),
];

/** The page that a link from a mail opens. */
async function linkedPage(visit: VisitOf): Promise<Reply> {
  const { way } = visit.person;
  if (way.by === 'session' || way.kind === 'report') return showReport(visit);
  return way.kind === 'invitation' ? consentPage(visit) : continuePage(visit);
}
