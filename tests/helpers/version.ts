import { PLAYED } from '../../src/demo/nextcloud/world/flavour.ts';

/** The version of ownCloud whose answers were recorded. */
export const OWNCLOUD_VERSION = '10.16.4';

/** The version that the servers of the tests play: 31.0.6, or with `TEST_NEXTCLOUD=34` 34.0.1. */
export const VERSION: string = process.env['TEST_NEXTCLOUD'] === '34' ? PLAYED[34] : PLAYED[31];
