import { expect, it } from 'vitest';
import { caseFile } from '../../helpers/case-file.ts';
import type { Rewrite } from '../../helpers/rewriting-proxy.ts';
import { withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { smallWorld } from '../../helpers/world.ts';

const isTrash = (path: string) => path.includes('/trashbin/anna/');
const world = () => smallWorld({ members: { anna: { files: { '/a': 5 } } } });
const usageAndFinding = async (rewrite: Rewrite) =>
  withSmallWorkspace(world(), { rewrite }, async (workspace) => {
    const { result } = await workspace.audit();
    const { trashBytes, trashOwnBytes } = result.members[0]?.usage ?? {};
    const check = result.checks.find(({ id }) => id === 'trash-heavy');
    return { trashBytes, trashOwnBytes, findings: check?.findings, reason: check?.reason };
  });

it('the case group-trash: the own part is told apart, and nobody hears of the rest', async () => {
  const answer = caseFile('group-trash/trashbin-anna.xml');
  expect(await usageAndFinding(({ path }) => (isTrash(path) ? answer : null))).toEqual({
    trashBytes: 943_719_400,
    trashOwnBytes: 1_000,
    findings: 0,
    reason: null,
  });
});

it('of a server that does not tell what keeps a thing, the own part is unknown, and that is said', async () => {
  const answer = caseFile('group-trash/trashbin-anna.xml').replaceAll(
    /<nc:trashbin-backend>.*?<\/nc:trashbin-backend>/g,
    '',
  );
  const { reason, ...known } = await usageAndFinding(({ path }) => (isTrash(path) ? answer : null));
  expect(known).toEqual({ trashBytes: 943_719_400, trashOwnBytes: null, findings: 0 });
  expect(reason).toMatch(/which part of the trash bin.*anna/);
});
