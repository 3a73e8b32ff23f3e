import { randomBytes, randomInt } from 'node:crypto';
import { derivedText, sealText } from '../../../credentials/derived-key.ts';
import { RequestError } from '../../../model/errors.ts';
import type { MemberId } from '../../../model/ids.ts';
import type { Language } from '../../../model/member.ts';
import { secret } from '../../../model/secret.ts';
import { startLoginFlow } from '../../../nextcloud/ocs/app-password.ts';
import { speaker } from '../../../report/text/words.ts';
import type { FlowPurpose, StoredFlow } from '../../../store/portal/flow-store.ts';
import type { PortalSetting } from '../setting.ts';
import { cookieId } from './cookie-id.ts';

/** Lifetime of a flow on the server (Nextcloud manual, Login Flow v2). */
const LIFE_MS = 20 * 60_000;
const COOKIE_BYTES = 32;
/** Without letters and digits that look like others. */
const LETTERS = 'ACDEFGHJKLMNPQRTUVWXY';
const DIGITS = '34679';

export interface FlowWish {
  readonly member: MemberId;
  readonly purpose: FlowPurpose;
  /** The family of the browser. */
  readonly browser: string;
  readonly language: Language;
  /** The page to go on to, by name. */
  readonly page: string | null;
}

export type BegunFlow =
  | {
      readonly outcome: 'begun';
      readonly id: string;
      /** Of the browser that began it. */
      readonly cookie: string;
      readonly lifeMs: number;
    }
  /** Nextcloud does not answer: nothing was begun. */
  | { readonly outcome: 'away' };

/** Begins a sign-in through Nextcloud for one person, and notes it before its address is given to anybody. */
export async function beginFlow(portal: PortalSetting, wish: FlowWish): Promise<BegunFlow> {
  const { store, keys, context } = portal;
  const { member, purpose, browser, language, page } = wish;
  const code = newCode();
  const keyName = speaker(portal.words, 'portal', language)(`flow.key.${purpose}`, { code });
  const started = await startedOn(portal, keyName);
  if (started === null) return { outcome: 'away' };
  const cookie = randomBytes(COOKIE_BYTES).toString('base64url');
  const begunAt = context.now();
  const flow: StoredFlow = {
    id: randomBytes(16).toString('base64url'),
    ...{ member, purpose, state: 'waiting', code, keyName, browser, page },
    cookie: cookieId(cookie),
    session: cookieId(sessionValue(portal, cookie)),
    ...{ begunAt, endsAt: begunAt + LIFE_MS },
    login: sealText(keys.sealed, secret(started.login)),
    poll: sealText(keys.sealed, secret(JSON.stringify(started.ticket))),
    ...{ asking: 'no', isHandedOver: false, given: null, older: null, tries: 0 },
  };
  await store.portal.flows.begin(flow);
  return { outcome: 'begun', id: flow.id, cookie, lifeMs: LIFE_MS };
}

/**
 * The session cookie that the browser of a flow gets once it is done: new to it, and the same each time it asks, so that
 * no page changes anything by being read.
 */
export function sessionValue({ keys }: Pick<PortalSetting, 'keys'>, flowCookie: string): string {
  return derivedText(keys.form, `session ${flowCookie}`);
}

async function startedOn(portal: PortalSetting, keyName: string) {
  try {
    return await portal.withClient((client) => startLoginFlow(client.as(null), keyName));
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    portal.context.log.warn({ err: error }, 'Nextcloud began no login flow');
    return null;
  }
}

/** As "K4 7Q". */
function newCode(): string {
  const one = (alphabet: string) => alphabet[randomInt(alphabet.length)] ?? '';
  return `${one(LETTERS)}${one(DIGITS)} ${one(DIGITS)}${one(LETTERS)}`;
}
