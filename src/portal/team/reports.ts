import { reportInput } from '../../app/report/input.ts';
import { hasResult, mayBeUsed } from '../../model/run.ts';
import { pagePolicy, renderPage } from '../../report/page/page.ts';
import { portalPath, type Reply } from '../http/reply.ts';
import { notFound } from '../pages/errors.ts';
import { address, adminPage, numbersFor, type TeamVisit, teamLocale } from './frame.ts';
import { cell, link, table } from './table.ts';

/** `/admin/reports`: every run that left a result. */
export async function reports(visit: TeamVisit): Promise<Reply> {
  const { portal } = visit;
  const locale = teamLocale(portal);
  const { say, moment, format } = locale;
  const rows = (await portal.store.runs.list()).filter(hasResult);
  const current = rows.find((row) => mayBeUsed(row, 'latest'));
  return adminPage(visit, 'reports', await numbersFor(visit), {
    template: 'team-list',
    title: say('reports.title'),
    view: {
      ...{ lead: say('reports.lead'), bar: null, note: null },
      sections: [
        {
          ...{ heading: say('reports.heading'), sub: say('reports.count', { n: rows.length }) },
          none: say('trust.never'),
          table: table(
            say('reports.heading'),
            [say('column.run'), say('column.day'), say('column.of'), say('column.state'), say('column.page')],
            rows.map((row) => [
              cell({ strong: say('reports.run', { n: row.id }) }),
              cell({ text: format.day(row.startedAt), second: moment(row.startedAt) }),
              cell({ text: say(`reports.${row.scope}`) }),
              cell({ text: say(`run.${row.status}`) }),
              cell({
                actions: [
                  link(
                    say('do.open'),
                    say('reports.run', { n: row.id }),
                    address(visit, portalPath`/admin/reports/${String(row.id)}`),
                    row === current,
                  ),
                ],
              }),
            ]),
          ),
        },
      ],
    },
  });
}

/** `/admin/reports/N`: the report's page as it is, under its own policy. */
export async function report(visit: TeamVisit): Promise<Reply> {
  const { portal, params } = visit;
  const number = params.get('run') ?? '';
  const rows = await portal.store.runs.list();
  const row = rows.find(({ id }) => String(id) === number);
  if (row === undefined || !hasResult(row) || (await portal.store.runs.result(row.id)) === null)
    return notFound(visit);
  const input = await reportInput(portal.store, portal.config, portal.words, row.id);
  return {
    ...{ kind: 'document', status: 200 },
    html: renderPage(input, portal.templates),
    policy: `${pagePolicy(portal.templates)}; frame-ancestors 'none'`,
  };
}
