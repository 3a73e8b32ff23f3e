import { MAJORS, PLAYED } from '../../src/demo/nextcloud/world/flavour.ts';

/** The version of ownCloud whose answers were recorded. */
export const OWNCLOUD_VERSION = '10.16.4';

/** The version that the servers of the tests play: 31.0.6, or with `TEST_NEXTCLOUD=34` (or 32) that one. */
export const VERSION: string =
  PLAYED[MAJORS.find((major) => String(major) === process.env['TEST_NEXTCLOUD']) ?? 31];
