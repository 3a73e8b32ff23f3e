import { getPath } from 'hono/utils/url';

/** Where browsers find a portal: the two parts of `portal.url` by which requests are told apart. */
export interface PortalAddress {
  /** As the header Host has it: in lower case, with the port where that is not the usual one. */
  readonly host: string;
  /** Decoded as the router decodes paths, without a slash at its end; '' = none. */
  readonly folder: string;
}

export function portalAddress(url: string): PortalAddress {
  return { host: new URL(url).host, folder: getPath(new Request(url)).replace(/\/+$/, '') };
}

/** A path without the folder where it lies in it, else as it is. */
export function pathBelow(folder: string, path: string): string {
  return isWithin(folder, path) ? path.slice(folder.length) || '/' : path;
}

/** Whether a path is this folder or lies in it. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** The path that a request asks for, decoded as folders are. */
export function pathOf(request: Request): string {
  return getPath(request);
}

/** Whether one of the two lies within the other: a page of one would be found at an address of the other. */
export function overlap(one: PortalAddress, other: PortalAddress): boolean {
  return (
    one.host === other.host && (isWithin(one.folder, other.folder) || isWithin(other.folder, one.folder))
  );
}
