import { templatesOf } from '../../app/report/templates.ts';
import { wordsOf } from '../../app/report/wording.ts';
import type { Config } from '../../config/load.ts';
import { speaker } from '../../report/text/words.ts';
import { preferredLanguage } from '../http/request.ts';
import { bareResponse, responseOf } from '../http/respond.ts';
import { bareFrame, rootOf } from '../pages/frame.ts';
import type { PortalConfig } from '../portal.ts';

/** Of whom a page is shown although nothing of theirs can be used: as the config last was. */
export interface Closed {
  readonly settings: PortalConfig;
  readonly organisation: Config['organisation'];
}

/** Answers for a portal that is paused or cannot be opened. Words and look are the program's: those of the config may be broken. */
export function closedPage({ settings, organisation }: Closed, request: Request, path: string): Response {
  if (path === '/healthz') return bareResponse(503, 'closed\n');
  const language = preferredLanguage(request.headers.get('accept-language') ?? '', organisation.language);
  const say = speaker(wordsOf({}), 'portal', language);
  const title = say('failure.closed.title');
  const frame = bareFrame({ language, title, root: rootOf({ settings }), site: organisation.name });
  const view = { ...frame, sentence: say('failure.closed.text'), written: null, button: null };
  return responseOf(
    {
      ...{ kind: 'page', status: 503, face: 'member', template: 'failure', title, view },
      headers: { 'retry-after': '300' },
    },
    { settings, templates: templatesOf(null) },
  );
}
