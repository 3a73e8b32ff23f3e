import { organisationOf } from '../../app/report/input.ts';
import { repliesOf } from '../../report/mail/context.ts';
import { line } from '../../report/mail/view.ts';
import { formatter } from '../../report/text/format.ts';
import { firstSound } from '../../report/text/shown-name.ts';
import { partsSpeaker } from '../../report/text/words.ts';
import type { Visit, VisitOf } from '../access/visit.ts';
import { portalPath, type Reply } from '../http/reply.ts';
import { memberPage, rootOf, sayIn } from './frame.ts';
import { pageNameOf } from './named-pages.ts';

/** An error page: one sentence, and one way on. */
function failure(
  visit: Visit,
  status: number,
  key: 'notFound' | 'refused' | 'tooMany' | 'signInAgain' | 'expired' | 'broken' | 'wrongMethod' | 'badForm',
  /** What the person had written into a form that was not taken. */
  written: { readonly label: string; readonly text: string } | null = null,
): Reply {
  const say = sayIn(visit);
  return memberPage(visit, {
    status,
    template: 'failure',
    title: say(`failure.${key}.title`),
    view: {
      sentence: say(`failure.${key}.text`),
      written,
      button: { text: say('failure.button'), href: `${rootOf(visit.portal)}${portalPath`/sign-in`}` },
    },
  });
}

/** One page for whatever is forged, cut or not there. */
export function notFound(visit: Visit): Reply {
  return failure(visit, 404, 'notFound');
}

export function wrongMethod(visit: Visit): Reply {
  return failure(visit, 405, 'wrongMethod');
}

/** A form that came from elsewhere, or a page of others. */
export function refused(visit: Visit): Reply {
  return failure(visit, 403, 'refused');
}

export function tooMany(visit: Visit): Reply {
  return { ...failure(visit, 429, 'tooMany'), headers: { 'retry-after': '60' } };
}

export function badForm(visit: Visit): Reply {
  return failure(visit, 422, 'badForm');
}

/** Nothing of an error goes to the browser; the log has it. */
export function broken(visit: Visit): Reply {
  return failure(visit, 500, 'broken');
}

/** Fields into which a person writes sentences. */
const WRITTEN_FIELDS = ['text', 'reason', 'purpose', 'licence'] as const;

/** A page asked for without a session leads to the sign-in; a form answers that it was not taken. */
export function signInAgain(visit: Visit): Reply {
  const page = pageNameOf(visit);
  if (visit.method === 'GET')
    return {
      kind: 'see-other',
      to: page === null ? portalPath`/sign-in` : portalPath`/sign-in?to=${page}`,
    };
  const text = WRITTEN_FIELDS.flatMap((field) => visit.form.getAll(field))
    .filter((one) => one.trim() !== '')
    .join('\n\n');
  const label = sayIn(visit)('failure.signInAgain.kept');
  return failure(visit, 401, 'signInAgain', text === '' ? null : { label, text });
}

/** A genuine link that is over: what it was, and a new one by mail. */
export function expiredLink(visit: VisitOf): Reply {
  const { person, portal, language, query } = visit;
  const { way } = person;
  if (way.by === 'session' || way.kind === 'unsubscribe') return failure(visit, 410, 'expired');
  const say = sayIn(visit);
  const { organisation } = portal.config;
  const format = formatter(language, organisation.timezone);
  const month = format.monthName(way.madeAt);
  const isSent = query.get('sent') === 'yes';
  const address = repliesOf(
    { referents: portal.config.referents, organisation: organisationOf(portal.config) },
    person.row?.antenna ?? null,
  ).address;
  const parts = partsSpeaker(portal.words, 'portal', language);
  return memberPage(visit, {
    status: 410,
    template: 'expired',
    title: isSent ? say('expired.sent') : say('expired.title'),
    view: {
      sent: isSent,
      was: say('expired.was', {
        ...{ kind: way.kind, month, sound: firstSound(month), day: format.day(way.expiresAt) },
      }),
      button: say('expired.button'),
      where: say('expired.where'),
      why: {
        heading: say('expired.why'),
        text: say('expired.because'),
        help:
          address === null ? null : line(parts('expired.help', { address }, { mail: `mailto:${address}` })),
      },
    },
  });
}
