import { sizeOf } from '../dav/props.ts';
import type { Style } from '../dav/responses.ts';
import { type Answer, davError } from '../http/answer.ts';

/** What ownCloud answers to Depth infinity, which is switched off there. */
export function noInfinity(): Answer {
  return davError(412, 'Sabre\\DAV\\Exception\\PreconditionFailed', 'Depth infinity not supported');
}

export function noSearch(): Answer {
  return davError(
    501,
    'Sabre\\DAV\\Exception\\NotImplemented',
    'There was no plugin in the system that was willing to handle this SEARCH method.',
  );
}

/**
 * The same properties with the values of ownCloud 10: none of Nextcloud's own, no letter for reading, no size of a folder that
 * is not scanned, use with what is mounted, and three checksums in one text.
 */
export function ownCloudStyle({ properties, minimal }: Style): Style {
  return {
    minimal,
    properties: properties.map((property) => {
      const { name, value } = property;
      if (name.startsWith('nc:')) return { ...property, value: () => null };
      if (name === 'oc:permissions')
        return { ...property, value: (subject) => value(subject)?.replace('G', '') ?? null };
      if (name === 'oc:size')
        return { ...property, value: (subject) => (sizeOf(subject) < 0 ? null : value(subject)) };
      if (name === 'd:quota-used-bytes')
        return {
          ...property,
          value: (subject) => (subject.node.kind === 'folder' ? String(sizeOf(subject)) : null),
        };
      if (name === 'oc:checksums')
        return {
          ...property,
          value: (subject) => value(subject)?.replace('</', ' MD5:00 ADLER32:00</') ?? null,
        };
      return property;
    }),
  };
}
