import type { OddRecord } from '../../model/odd-record.ts';
import { detached } from '../http/detached-text.ts';
import type { Resource } from './resource.ts';

/** Of an address that is kept to be told. */
const LONGEST_NAME = 500;

/** Named by its address as sent: what it stands for is not known. */
export function oddRow({ href }: Resource, root: string): OddRecord {
  const name = href.startsWith(root) ? href.slice(root.length) : href;
  return { what: 'file', name: detached(name.slice(0, LONGEST_NAME)), fields: ['d:href'], isLeftOut: true };
}
