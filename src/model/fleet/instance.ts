import type { InstanceName } from '../ids.ts';

/** The schema of the fleet's own tables. */
export const FLEET_SCHEMA = 'menage_fleet';
/** The schema of the queue. */
export const QUEUE_SCHEMA = 'menage_queue';

/** What names an instance (`isInstanceName`), for messages. */
export const INSTANCE_NAMES =
  'small letters, digits and dashes, up to 40, not "fleet" and not "queue", as in "coop-lyon"';

/** The schema that holds the store of an instance, unless its config names another. */
export function schemaOf(name: InstanceName): string {
  return `menage_${name.replaceAll('-', '_')}`;
}
