import { type InstanceName, instanceName, isInstanceName } from '../ids.ts';

/** The schema of the fleet's own tables. */
export const FLEET_SCHEMA = 'menage_fleet';
/** The schema of the queue. */
export const QUEUE_SCHEMA = 'menage_queue';

/** The one instance of a worker that has a Nextcloud's own config; none of a fleet is called so. */
export const ONLY = instanceName('menage');

/** What names an instance of a fleet (`isFleetName`), for messages. */
export const INSTANCE_NAMES =
  'small letters, digits and dashes, up to 40, not "fleet", "queue" or "menage", as in "coop-lyon"';

/** Whether a text may name an instance of a fleet. */
export function isFleetName(text: string): text is InstanceName {
  return isInstanceName(text) && text !== ONLY;
}

/** The schema that holds the store of an instance, unless its config names another. */
export function schemaOf(name: InstanceName): string {
  return `menage_${name.replaceAll('-', '_')}`;
}
