import type { Plant } from '../planned-case.ts';
import { ACCOUNT_PLANTS } from './accounts.ts';
import { CONTENT_PLANTS } from './contents.ts';
import { COPY_PLANTS } from './copies.ts';
import { DOOR_PLANTS } from './doors.ts';
import { END_PLANTS } from './ends.ts';
import { FILE_PLANTS } from './files.ts';
import { LINK_PLANTS } from './links.ts';
import { PEOPLE_PLANTS } from './people.ts';
import { REEL_PLANTS } from './showcase.ts';
import { STORAGE_PLANTS } from './storage.ts';
import { TWIN_PLANTS } from './twins.ts';

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
