import { expect, it } from 'vitest';
import { serverName } from '../../../src/model/text/server-name.ts';

it.each([
  ['31.0.6', 'Nextcloud 31.0.6'],
  ['10.16.4', 'ownCloud 10.16.4'],
  ['?', 'Nextcloud ?'],
  [null, 'Nextcloud'],
])('a server of version %s is %s', (version, name) => {
  expect(serverName(version)).toBe(name);
});
