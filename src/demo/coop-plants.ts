import type { Plant } from './coop-plant.ts';
import { ACCOUNT_PLANTS } from './coop-plants-accounts.ts';
import { CONTENT_PLANTS } from './coop-plants-contents.ts';
import { COPY_PLANTS } from './coop-plants-copies.ts';
import { DOOR_PLANTS } from './coop-plants-doors.ts';
import { END_PLANTS } from './coop-plants-ends.ts';
import { FILE_PLANTS } from './coop-plants-files.ts';
import { LINK_PLANTS } from './coop-plants-links.ts';
import { PEOPLE_PLANTS } from './coop-plants-people.ts';
import { REEL_PLANTS } from './coop-plants-reel.ts';
import { STORAGE_PLANTS } from './coop-plants-storage.ts';
import { TWIN_PLANTS } from './coop-plants-twins.ts';

/**
 * Every fact that was planted in the cooperative, in sentences. What is not told here is background: small, fresh,
 * private and without anything to say.
 */
export const PLANTS: readonly Plant[] = [
  ...FILE_PLANTS,
  ...REEL_PLANTS,
  ...STORAGE_PLANTS,
  ...TWIN_PLANTS,
  ...COPY_PLANTS,
  ...LINK_PLANTS,
  ...END_PLANTS,
  ...CONTENT_PLANTS,
  ...DOOR_PLANTS,
  ...PEOPLE_PLANTS,
  ...ACCOUNT_PLANTS,
];
