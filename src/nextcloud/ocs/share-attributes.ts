import { z } from 'zod';
import { listOf } from './rows.ts';

/** What the `attributes` of a share say (a JSON text; OCS share API notes, 5.2). */
export interface ShareAttributes {
  /** Downloading is not allowed. */
  readonly viewOnly: boolean;
  readonly fileRequest: boolean;
  /** The addresses that a file request was sent to. */
  readonly recipients: readonly string[];
  /** `scope/key` of those never seen before. */
  readonly unknown: readonly string[];
}

export const NO_ATTRIBUTES: ShareAttributes = {
  viewOnly: false,
  fileRequest: false,
  recipients: [],
  unknown: [],
};

/** Nextcloud up to 24 writes `enabled` for `value`. */
const Attribute = z
  .object({
    scope: z.string(),
    key: z.string(),
    value: z.unknown().optional(),
    enabled: z.unknown().optional(),
  })
  .transform(({ scope, key, value, enabled }) => ({ name: `${scope}/${key}`, value: value ?? enabled }));
const Attributes = listOf(Attribute);
const Addresses = z.array(z.string());
/** How a folder is displayed: nothing of who may do what. */
const DISPLAY: ReadonlySet<string> = new Set(['config/grid_view', 'config/default_view']);

/** Null where they cannot be read at all. */
export function readAttributes(given: unknown): ShareAttributes | null {
  if (given === null || given === undefined || given === '' || given === 'null') return NO_ATTRIBUTES;
  const list = Attributes.safeParse(typeof given === 'string' ? jsonOrNull(given) : given);
  if (!list.success) return null;
  const unknown: string[] = [];
  let { viewOnly, fileRequest, recipients } = NO_ATTRIBUTES;
  for (const { name, value } of list.data) {
    const addresses = Addresses.safeParse(value);
    if (name === 'permissions/download' && isFlag(value)) viewOnly = value === false;
    else if (name === 'fileRequest/enabled' && isFlag(value)) fileRequest = value === true;
    else if (name === 'shareWith/emails' && addresses.success) recipients = addresses.data;
    else if (!DISPLAY.has(name)) unknown.push(name);
  }
  return { viewOnly, fileRequest, recipients, unknown };
}

function isFlag(value: unknown): boolean {
  return typeof value === 'boolean' || value === null || value === undefined;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the schema refuses it, and the caller names it.
    return null;
  }
}
