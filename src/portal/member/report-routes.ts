import type { LinkKind } from '../../model/portal/portal.ts';
import { forMember, forPerson, type Route } from '../access/route.ts';
import { showKeep, takeKeep, undoKeep } from './keep.ts';
import { showReport } from './report.ts';
import { doneThing, showThing } from './thing.ts';
import { showWrong, takeWrong } from './wrong.ts';

const BY_MAIL: readonly LinkKind[] = ['report'];

/** My report, and what a member answers about its things. */
export const REPORT_ROUTES: readonly Route[] = [
  forMember('GET', '/me', showReport),
  ...forPerson('GET', '/things/:thing', BY_MAIL, showThing),
  ...forPerson('POST', '/things/:thing/done', BY_MAIL, doneThing, 'person: done'),
  ...forPerson('GET', '/things/:thing/keep', BY_MAIL, showKeep),
  ...forPerson('POST', '/things/:thing/keep', BY_MAIL, takeKeep),
  ...forPerson('GET', '/things/:thing/wrong', BY_MAIL, showWrong),
  ...forPerson('POST', '/things/:thing/wrong', BY_MAIL, takeWrong),
  ...forPerson('POST', '/answers/:answer/undo', BY_MAIL, undoKeep),
];
