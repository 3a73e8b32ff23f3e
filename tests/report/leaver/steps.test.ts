import { describe, expect, it } from 'vitest';
import { adminSheet } from '../../../src/report/leaver/admin-sheet.ts';
import { sheetHtml } from '../../../src/report/leaver/html.ts';
import { sheetMarkdown } from '../../../src/report/leaver/markdown.ts';
import { type Step, stepsOf } from '../../../src/report/leaver/steps.ts';
import { sheetWording } from '../../../src/report/leaver/wording.ts';
import { inputOf, member, NASTY_NAMES, resultOf, share } from '../helpers.ts';
import { pageTemplates } from '../page-sample.ts';
import { departedFacts, factsOf, GOING, goingFacts, runAround } from './scenes.ts';

const ANNA = member('anna');

function alone(anna = ANNA, paths: readonly string[] = []) {
  const shares = paths.map((path, at) => share(String(at + 1), anna.id, path));
  return factsOf(resultOf({ members: [anna], shares, findings: [], groups: [] }), anna);
}

function commandsOf(steps: readonly Step[], kind: Step['kind']): readonly (readonly string[])[] {
  return steps.find((step) => step.kind === kind)?.commands ?? [];
}

describe('the steps of who leaves', () => {
  it('stand in the order in which they are done', () => {
    expect(stepsOf(goingFacts(), 'bert').map(({ kind }) => kind)).toEqual(
      'inform transfer transferAll close groupFolders disable verify delete'.split(' '),
    );
    expect(stepsOf(departedFacts(), 'bert').map(({ kind }) => kind)).toEqual(
      'inform transfer transferAll close verify delete'.split(' '),
    );
  });

  it('are few where nothing is shared, and hand over nothing of an empty account', () => {
    const empty = member('anna', { bytes: 0 });
    expect(stepsOf(alone(empty), 'bert').map(({ kind }) => kind)).toEqual(['disable', 'verify', 'delete']);
  });

  it('hand over a folder once, with what is shared in it', () => {
    expect(commandsOf(stepsOf(goingFacts(), 'bert'), 'transfer')).toEqual(
      ['/Contrat.pdf', '/Devis', '/Livraisons/client.zip', "/Photos d'atelier"].map((path) => [
        ...['occ', 'files:transfer-ownership', `--path=${path}`, 'anna', 'bert'],
      ]),
    );
  });

  it('name the group that nobody else is left in', () => {
    expect(commandsOf(stepsOf(goingFacts(), 'bert'), 'groupFolders')).toEqual([
      ['occ', 'group:adduser', 'Impression', 'bert'],
    ]);
  });

  it('list what is shared today where the server can and this run did not', () => {
    const departed = departedFacts();
    const steps = stepsOf({ ...departed, version: '32.0.1' }, 'bert');
    expect(commandsOf(steps, 'list')).toEqual([['occ', 'share:list', '--owner=max@coop.example']]);
    expect(commandsOf(stepsOf({ ...goingFacts(), version: '32.0.1' }, 'bert'), 'list')).toEqual([]);
  });

  it('never take a name for an option', () => {
    const dashed = member('-rf');
    expect(commandsOf(stepsOf(alone(dashed), 'bert'), 'disable')).toEqual([
      ['occ', 'user:disable', '--', '-rf'],
    ]);
  });

  it('leave to the whole what cannot be typed', () => {
    const [step] = stepsOf(alone(ANNA, ['/a\u202eb', '/c\nd', '/plain']), 'bert').filter(
      ({ kind }) => kind === 'transfer',
    );
    expect(step?.commands.map((words) => words[2])).toEqual(['--path=/plain']);
    expect(step?.unnamed).toBe(2);
  });
});

describe('a sheet of hostile names', () => {
  const hostile = member(`anna'; rm -rf "$HOME"`, { name: '<img src=x onerror=alert(1)>' });
  const paths = NASTY_NAMES.map((name) => `/${name.replaceAll('/', '-')}`);
  const facts = alone(hostile, paths);
  const input = inputOf([resultOf({ members: [hostile], shares: [], findings: [] })]);
  const sheet = adminSheet(facts, input, sheetWording(input, 'fr'));

  it('quotes every word of a command', () => {
    const commands = sheet.steps.rows.flatMap((step) => step.commands);
    expect(commands.length).toBeGreaterThan(6);
    for (const command of commands.filter((one) => one.includes('rm -rf')))
      expect(command).toContain(`'anna'\\''; rm -rf "$HOME"'`);
  });

  it('is text in HTML and Markdown, and leads nowhere', () => {
    const html = sheetHtml(sheet, pageTemplates());
    expect(
      html.match(
        /<(?!\/?(?:!doctype|html|head|meta|title|style|body|main|p|h1|h2|dl|div|dt|dd|section|table|thead|tbody|tr|th|td|bdi|ul|ol|li|strong|pre|code)\b)/gi,
      ),
    ).toBeNull();
    expect(html).not.toMatch(/\bhref=|\bsrc="/);
    const outsideBlocks = sheetMarkdown(sheet).replaceAll(/```sh[\s\S]*?```/g, '');
    expect(outsideBlocks).not.toMatch(/<script|<img|[^\\]\]\(http/);
  });
});

describe('what a sheet may say', () => {
  it('is nothing of an ended share', () => {
    const input = inputOf([runAround(GOING, [])]);
    expect(sheetMarkdown(adminSheet(goingFacts(), input, sheetWording(input, 'en')))).not.toContain('Vieux');
  });

  it('is not that a group is empty where the audit leaves accounts of it out, or does not know', () => {
    const result = runAround(GOING, []);
    const others = (groups: typeof result.groups) =>
      factsOf({ ...result, groups }, GOING).groupFolders.find(({ name }) => name === 'Presse');
    expect(others([{ id: 'Impression', others: 2 }])).toMatchObject({
      isLast: false,
      groups: expect.arrayContaining([{ id: 'Impression', left: 2 }]),
    });
    expect(others(null)).toMatchObject({
      isLast: false,
      groups: expect.arrayContaining([{ id: 'Impression', left: null }]),
    });
  });
});
