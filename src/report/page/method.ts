import type { Right } from '../../model/coverage.ts';
import type { ReportInput } from '../input.ts';
import { count, type PageLocale, size } from './locale.ts';

/** What was read and how, what cannot be seen from outside, and what stays private. */
export function methodView({ result, organisation }: ReportInput, { say, format, ...locale }: PageLocale) {
  const { run, members } = result;
  const whole = { say, format, ...locale };
  const files = members.reduce((sum, { usage }) => sum + (usage.files ?? 0), 0);
  const by = (right: Right) => members.filter(({ coverage }) => coverage.right === right).length;
  const seconds = Math.max(1, Math.round((Date.parse(run.finishedAt) - Date.parse(run.startedAt)) / 1000));
  const time = new Intl.DateTimeFormat(locale.language, {
    timeStyle: 'short',
    timeZone: organisation.timezone,
  });
  return {
    read: [
      say('method.requests', {
        n: run.requests,
        seconds:
          seconds < 120
            ? say('method.seconds', { n: seconds })
            : say('method.minutes', { n: Math.round(seconds / 60) }),
        bytes: size(whole, run.bytesReceived),
        most: run.peakConcurrency,
      }),
      say('method.namesOnly', { files: count(whole, files) }),
      ...(by('appapi') === 0 ? [] : [say('method.rights', { own: by('own'), appapi: by('appapi') })]),
      say('method.readOnly'),
      say('method.unchanged', { n: result.coverage.unchanged }),
    ],
    unseen: [
      say('method.unseenOpened'),
      say('method.unseenStrength'),
      say('method.unseenMounts'),
      say('method.unseenCopies'),
    ],
    privacy: [
      say('method.privacyNames'),
      say('method.privacyPaths'),
      say('method.privacyTokens'),
      say('method.privacyMail'),
    ],
    status: say(`method.${run.status}`),
    foot: say('method.foot', {
      run: run.id,
      day: format.day(Date.parse(run.startedAt)),
      from: time.format(Date.parse(run.startedAt)),
      to: time.format(Date.parse(run.finishedAt)),
    }),
  };
}
