import { describe, expect, it } from 'vitest';
import { adminSheet } from '../../../src/report/leaver/admin-sheet.ts';
import { sheetHtml } from '../../../src/report/leaver/html.ts';
import { sheetMarkdown } from '../../../src/report/leaver/markdown.ts';
import { memberSheet } from '../../../src/report/leaver/member-sheet.ts';
import { sheetText } from '../../../src/report/leaver/text.ts';
import { sheetWording } from '../../../src/report/leaver/wording.ts';
import { inputOf } from '../helpers.ts';
import { pageTemplates } from '../page-sample.ts';
import { DEPARTED, departedFacts, GOING, goingFacts, runAround } from './scenes.ts';

const GOLDEN = '../../golden/leaver';
const templates = pageTemplates();

const LEAVERS = [
  { id: 'going', leaver: GOING, facts: goingFacts },
  { id: 'departed', leaver: DEPARTED, facts: departedFacts },
] as const;

describe.each(LEAVERS)('the sheet of who is $id', ({ id, leaver, facts }) => {
  it.each(['fr', 'en'] as const)('is as it was looked at, in %s', async (language) => {
    const input = inputOf([runAround(leaver, [])]);
    const sheet = adminSheet(facts(), input, sheetWording(input, language));
    await expect(sheetHtml(sheet, templates)).toMatchFileSnapshot(`${GOLDEN}/${id}.${language}.html`);
    await expect(sheetMarkdown(sheet)).toMatchFileSnapshot(`${GOLDEN}/${id}.${language}.md`);
    await expect(sheetText(sheet)).toMatchFileSnapshot(`${GOLDEN}/${id}.${language}.txt`);
  });
});

describe('the sheet for the member who goes', () => {
  it.each(['fr', 'en'] as const)('is as it was looked at, in %s', async (language) => {
    const input = inputOf([runAround(GOING, [])]);
    const sheet = memberSheet(goingFacts(), input, sheetWording(input, language));
    await expect(sheetHtml(sheet, templates)).toMatchFileSnapshot(`${GOLDEN}/member.${language}.html`);
    await expect(sheetText(sheet)).toMatchFileSnapshot(`${GOLDEN}/member.${language}.txt`);
  });
});
