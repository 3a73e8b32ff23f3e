import type { Config } from '../../config/load.ts';
import { listenAddress } from '../../config/portal.ts';
import { isLoopback } from '../../model/network/loopback.ts';
import type { AccountRecord } from '../../nextcloud/ocs/accounts.ts';
import { type Diagnosis, ok, warning } from './diagnosis.ts';
import type { DoctorWords } from './words.ts';

/** Whether the portal is set up as its guide says; no row where there is none. */
export function examinePortal(
  { portal, server }: Config,
  accounts: readonly AccountRecord[] | null,
  { say }: DoctorWords,
): readonly Diagnosis[] {
  if (portal === undefined) return [];
  const what = say('doctor.portal');
  const warnings: Diagnosis[] = [];
  const listen = listenAddress(portal.listen);
  if (new URL(portal.url).host === new URL(server.url).host)
    warnings.push(
      warning(
        what,
        say('doctor.portalSameHost', { host: new URL(portal.url).host }),
        say('doctor.portalSameHostHow'),
      ),
    );
  if (listen !== null && !isLoopback(listen.host.includes(':') ? `[${listen.host}]` : listen.host))
    warnings.push(
      warning(what, say('doctor.portalPublic', { listen: portal.listen }), say('doctor.portalPublicHow')),
    );
  const known = accounts === null ? null : new Set<string>(accounts.map(({ id }) => id));
  const strangers = known === null ? [] : portal.admins.filter((uid) => !known.has(uid));
  if (strangers.length > 0)
    warnings.push(
      warning(
        what,
        say('doctor.portalAdmins', { names: strangers.join(', ') }),
        say('doctor.portalAdminsHow'),
      ),
    );
  return warnings.length > 0 ? warnings : [ok(what, portal.url)];
}
