import { type Answer, davError, document } from './http/answer.ts';
import type { Asked } from './http/request.ts';
import { ocsAnswer, refusal } from './ocs/envelope.ts';
import { flavourOf, playsOwnCloud } from './world/flavour.ts';
import type { Site } from './world/site.ts';

/** `status.php`, which needs no login. */
export function statusAnswer(site: Site): Answer {
  const { version } = site.world;
  const isOwnCloud = playsOwnCloud(site.world);
  const status = {
    installed: true,
    maintenance: site.faults.maintenance,
    needsDbUpgrade: false,
    version: isOwnCloud ? `${version}.0` : `${version}.2`,
    versionstring: version,
    ...(isOwnCloud
      ? { edition: 'Community', productname: 'ownCloud', product: 'ownCloud' }
      : { edition: '', productname: 'Nextcloud', extendedSupport: false }),
  };
  const headers = { 'access-control-allow-origin': '*' };
  return document(200, 'application/json', JSON.stringify(status), headers);
}

/** What each part of the server answers while it is in maintenance. */
export function maintenanceAnswer(site: Site, asked: Asked): Answer {
  const header = { 'x-nextcloud-maintenance-mode': '1' };
  if (asked.segments[0] === 'ocs') return ocsAnswer(asked, refusal(503, 'Service unavailable'), header);
  if (asked.segments[0] === 'remote.php') {
    return davError(503, 'OCA\\DAV\\Exception\\ServerMaintenanceMode', flavourOf(site.world).maintenance);
  }
  const page = '<!DOCTYPE html>\n<html lang="fr"><title>Nextcloud</title></html>\n';
  return document(503, 'text/html; charset=UTF-8', page, { ...header, 'retry-after': '120' });
}
