import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { selfAndAncestors } from '../../model/path/path.ts';
import { appLoginOf } from './appapi/asking.ts';
import { type Answer, send } from './http/answer.ts';
import type { makeTally } from './http/counters.ts';
import { firstHalf, replacement } from './http/faults.ts';
import type { FaultRule } from './http/kinds.ts';
import { type Asked, readRequest } from './http/request.ts';
import { refusedSignIn } from './refused.ts';
import { answerTo, withoutFiles } from './respond.ts';
import { credentialOf } from './sign-in.ts';
import { userBy } from './world/received.ts';
import type { Site } from './world/site.ts';
import { nodeAt } from './world/tree.ts';

/** Answers one request, with the fault that strikes it. */
export async function serve(
  site: Site,
  begin: ReturnType<typeof makeTally>['begin'],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const read = await readRequest(request);
  const member = memberOf(site, read);
  const end = begin(member, read);
  response.once('finish', end).once('close', end);
  const rule = site.faults.strike(member, read);
  const asked: Asked =
    rule === null
      ? read
      : { ...read, fault: rule.fault, ...(rule.accounts !== undefined && { accounts: rule.accounts }) };
  if (rule !== null && (await broken(rule, response))) return;
  if (rule?.fault === 'etag-changes') changeEtags(site, member, rule.moves ?? '/');
  const answer = faultyAnswer(site, asked, rule);
  const gzip = (asked.header('accept-encoding') ?? '').includes('gzip');
  if (rule?.fault === 'reset-mid-body') {
    response.writeHead(answer.status, answer.headers);
    response.write(firstHalf(answer).body, () => response.destroy());
    return;
  }
  await send(response, rule?.fault === 'cut-207' ? firstHalf(answer) : answer, gzip);
}

/** Faults of the connection: true when there is nothing more to send. */
async function broken(rule: FaultRule, response: ServerResponse): Promise<boolean> {
  if (rule.fault === 'hang') return true;
  if (rule.fault === 'reset') {
    response.socket?.resetAndDestroy();
    return true;
  }
  if (rule.delayMs !== undefined) await setTimeout(rule.delayMs);
  return response.destroyed;
}

function faultyAnswer(site: Site, asked: Asked, rule: FaultRule | null): Answer {
  if (rule === null) return answerTo(site, asked);
  if (rule.fault === 'unauthorised') {
    if (appLoginOf(asked) !== null) return refusedSignIn(site, asked, { outcome: 'nobody' });
    site.counters.failures++;
    return refusedSignIn(site, asked, { outcome: 'wrong' });
  }
  if (rule.fault === 'no-filesystem') return withoutFiles(asked);
  return replacement(rule, asked) ?? answerTo(site, asked);
}

/** Whose request it is, by its login name, also where the password is wrong. */
function memberOf(site: Site, asked: Asked): string | null {
  const app = appLoginOf(asked);
  if (app !== null) return app.uid === '' ? null : app.uid;
  const credential = credentialOf(asked);
  if (credential === null) return null;
  const { name, secret } = credential;
  const user = name === null ? userBy(site.world, 'secret', secret) : userBy(site.world, 'name', name);
  return user?.id ?? name;
}

/** One new etag for a folder and all above it, as a change in it gives. */
function changeEtags(site: Site, member: string | null, path: string): void {
  const user = site.world.users.find(({ id }) => id === member);
  if (user === undefined) return;
  const etag = `${user.home.etag.slice(0, 12)}${site.now().toString(16).slice(-1)}${site.counters.requests}`;
  for (const at of selfAndAncestors(path)) {
    const folder = nodeAt(user.home, at);
    if (folder !== null) folder.etag = etag;
  }
}
