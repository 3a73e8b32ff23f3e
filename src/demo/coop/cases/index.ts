import type { PlannedCase } from '../planned-case.ts';
import { ACCOUNT_CASES } from './accounts.ts';
import { CONTENT_CASES } from './contents.ts';
import { COPY_CASES } from './copies.ts';
import { END_CASES } from './ends.ts';
import { FILE_CASES } from './files.ts';
import { LINK_CASES } from './links.ts';
import { OPEN_LINK_CASES } from './open-links.ts';
import { PEOPLE_CASES } from './people.ts';
import { SHOWCASE } from './showcase.ts';
import { STORAGE_CASES } from './storage.ts';
import { TWIN_CASES } from './twins.ts';

/**
 * Every fact that was made in the cooperative, in sentences. What is not named here is background: small, fresh,
 * private and without anything to say.
 */
export const CASES: readonly PlannedCase[] = [
  ...FILE_CASES,
  ...SHOWCASE,
  ...STORAGE_CASES,
  ...TWIN_CASES,
  ...COPY_CASES,
  ...LINK_CASES,
  ...END_CASES,
  ...CONTENT_CASES,
  ...OPEN_LINK_CASES,
  ...PEOPLE_CASES,
  ...ACCOUNT_CASES,
];
