import { forEverybody, type Route } from './access/route.ts';
import { DATA_ROUTES } from './data/routes.ts';
import { FLOW_ROUTES } from './flow/routes.ts';
import { MAIL_ROUTES } from './member/mail-routes.ts';
import { REPORT_ROUTES } from './member/report-routes.ts';
import { metricsPage } from './metrics.ts';
import { TEAM_ROUTES } from './team/routes.ts';

/** Every page and form of the portal. */
export const ROUTES: readonly Route[] = [
  ...FLOW_ROUTES,
  forEverybody('GET', '/healthz', async () => ({ kind: 'text', status: 200, body: 'ok\n' })),
  forEverybody('GET', '/metrics', metricsPage),
  forEverybody('GET', '/robots.txt', async () => ({
    kind: 'text',
    status: 200,
    body: 'User-agent: *\nDisallow: /\n',
  })),
  ...DATA_ROUTES,
  ...MAIL_ROUTES,
  ...TEAM_ROUTES,
  ...REPORT_ROUTES,
];
