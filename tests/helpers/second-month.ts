import {
  type ClockedWorkspace,
  type ClockedWorkspaceOptions,
  openClockedWorkspace,
} from './clocked-workspace.ts';
import { addShare, editorOf, putFile, removeNode, removeShare } from './edit-world.ts';
import { NOW, smallWorld } from './world.ts';

const DAY = 86_400_000;
const MB = 1024 ** 2;
const OLD = { modifiedAt: NOW - 900 * DAY, uploadedAt: NOW - 900 * DAY };

/**
 * A cooperative at its second month: the first run is done and its mails are out, and since then links were closed and
 * made, files came and went. The run that is due has something new, open and fixed to say, and somebody to thank.
 */
export async function openSecondMonth(
  mailbox: ClockedWorkspaceOptions['mailbox'] = {},
): Promise<ClockedWorkspace> {
  const world = smallWorld({
    members: {
      anna: { files: { ...papers(40), '/Films/atelier.mp4': { size: 90 * MB, ...OLD } } },
      boris: { files: { ...papers(30), '/Archives/2019.zip': { size: 200 * MB, ...OLD } } },
      chloe: { files: { ...papers(20), '/Public/plaquette.pdf': 4 * MB } },
      denis: { files: { ...papers(10), '/Public/tarifs.pdf': 1 * MB } },
      elise: { files: papers(60) },
      farid: { files: papers(5) },
      gaston: { files: { '/Films/vieux.mp4': { size: 70 * MB, ...OLD }, ...papers(10) } },
      hugo: { appPassword: null, files: papers(3) },
    },
    shares: [
      { fileOwner: 'chloe', path: '/Public/plaquette.pdf', createdAt: NOW - 200 * DAY },
      { fileOwner: 'denis', path: '/Public/tarifs.pdf', createdAt: NOW - 300 * DAY },
    ],
  });
  const workspace = await openClockedWorkspace(world, { now: NOW - 31 * DAY, mailbox });
  const first = await workspace.run(['run', '--yes']);
  if (first.code !== 0) throw new Error(`the first month ended with ${first.code}: ${first.err}`);
  const editor = editorOf(world, { now: () => NOW - 10 * DAY });
  const [chloes] = world.shares;
  if (chloes !== undefined) removeShare(editor, chloes.id);
  putFile(editor, 'elise', '/Public/programme.pdf');
  addShare(editor, 'elise', '/Public/programme.pdf');
  putFile(editor, 'anna', '/Papiers/nouveau.odt', { size: 30 * MB });
  removeNode(editor, 'gaston', '/Films/vieux.mp4');
  for (const user of world.users)
    if (user.id !== 'admin' && user.id !== 'hugo') user.lastLogin = NOW - 5 * DAY;
  workspace.server.changed();
  workspace.setNow(NOW);
  await workspace.keep();
  return workspace;
}

/** Small files of some weeks ago. */
function papers(count: number) {
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`/Papiers/${at % 4}/note-${at}.odt`, 20_000 + at]),
  );
}
