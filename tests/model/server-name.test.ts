import { expect, it } from 'vitest';
import { serverName } from '../../src/model/server-name.ts';

it.each([
  ['31.0.6', 'Nextcloud 31.0.6'],
  ['10.16.4', 'ownCloud 10.16.4'],
  ['?', 'Nextcloud ?'],
])('a server of version %s is %s', (version, name) => {
  expect(serverName(version)).toBe(name);
});
