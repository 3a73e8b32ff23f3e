import { emptyFolder } from '../../src/demo/nextcloud/world/tree.ts';
import type { World, WorldUser } from '../../src/demo/nextcloud/world/world.ts';
import { type Random, randomOf } from '../../src/demo/random.ts';
import type { ClockedWorkspace } from './clocked-workspace.ts';
import {
  addShare,
  disableUser,
  type Editor,
  editorOf,
  makeFolder,
  moveNode,
  putFile,
  removeNode,
  removeShare,
} from './edit-world.ts';
import { NOW, smallWorld } from './world.ts';

const DAY = 86_400_000;
const MB = 1024 ** 2;
/** Few beside the thousands of a real member, enough that trees weigh more than what is kept of each run. */
const FILES = 300;

/** Members with a tree each; some have an old film, some an open link, a few have not granted access. */
export function soakWorld(members: number, seed: number): World {
  const random = randomOf(seed);
  const names = Array.from({ length: members }, (_, at) => `m${at}`);
  return smallWorld({
    seed,
    members: Object.fromEntries(
      names.map((name, at) => [
        name,
        { files: treeOf(random, at), ...(at % 30 === 29 && { appPassword: null }) },
      ]),
    ),
    shares: names
      .filter((_, at) => at % 9 === 4)
      .map((fileOwner) => ({ fileOwner, path: '/Dossier 1/note-1.odt', createdAt: NOW - 40 * DAY })),
  });
}

function treeOf(random: Random, at: number) {
  const papers = Array.from({ length: FILES }, (_, file) => [pathOf(file), random.between(2_000, 900_000)]);
  const film = {
    size: random.between(60, 400) * MB,
    modifiedAt: NOW - 700 * DAY,
    uploadedAt: NOW - 700 * DAY,
  };
  return Object.fromEntries([...papers, ...(at % 8 === 3 ? [['/Films/atelier.mp4', film]] : [])]);
}

function pathOf(file: number): string {
  return `/Dossier ${file % 6}/note-${file}.odt`;
}

/** Lets a month pass: files and links come, change and go, and so do members. */
export async function liveAMonth(
  workspace: ClockedWorkspace,
  random: Random,
  now: number,
  at: number,
): Promise<void> {
  const { world } = workspace;
  const editor = editorOf(world, { seed: 1_000 + at, now: () => now - random.between(1, 25) * DAY });
  for (let arrival = 0; arrival < random.between(1, 3); arrival++) join(editor, random, `n${at}-${arrival}`);
  for (let leave = 0; leave < random.between(1, 2); leave++) part(editor, random);
  for (const user of present(world)) {
    if (random.next() < 0.3) user.lastLogin = now - random.between(2, 25) * DAY;
    if (random.next() < 0.25) tidy(editor, random, user, at);
  }
  workspace.server.changed();
  await workspace.giveAccess();
}

function present(world: World): readonly WorldUser[] {
  return world.users.filter(({ id, enabled }) => enabled && id !== world.admin.id);
}

function join(editor: Editor, random: Random, id: string): void {
  const [template] = editor.world.users;
  if (template === undefined) throw new RangeError('nobody is left');
  editor.world.users.unshift({
    ...template,
    id,
    loginName: id,
    displayName: id,
    mail: `${id}@coop.example`,
    enabled: true,
    lastLogin: null,
    appPassword: random.letters(72),
    home: emptyFolder(editor.registry, '', editor.now()),
    trash: [],
  });
  for (let file = 0; file < FILES; file++)
    putFile(editor, id, pathOf(file), { size: random.between(2_000, 900_000) });
}

/** Somebody leaves: the account is disabled, or gone with all that it held and shared. */
function part(editor: Editor, random: Random): void {
  const { world } = editor;
  const all = present(world);
  const user = all[random.between(0, all.length - 1)];
  if (user === undefined) return;
  if (random.next() < 0.5) {
    disableUser(editor, user.id);
    return;
  }
  world.users = world.users.filter((one) => one !== user);
  world.shares = world.shares.filter(({ fileOwner }) => fileOwner !== user.id);
}

/** What one member does in a month, one thing of each kind at most. */
function tidy(editor: Editor, random: Random, { id, home }: WorldUser, at: number): void {
  const { world } = editor;
  const own = world.shares.filter(({ fileOwner }) => fileOwner === id);
  const folder = home.children.find(({ name, kind }) => kind === 'folder' && name.startsWith('Dossier'));
  const chance = random.between(0, 6);
  if (chance === 0 && own[0] !== undefined) removeShare(editor, own[0].id);
  if (chance === 1) {
    putFile(editor, id, `/Public/offre-${at}.pdf`, { size: 2 * MB });
    addShare(editor, id, `/Public/offre-${at}.pdf`, random.next() < 0.5 ? { expires: '2099-01-01' } : {});
  }
  if (chance === 2 && home.children.some(({ name }) => name === 'Films')) removeNode(editor, id, '/Films');
  if (chance === 3 && folder !== undefined) moveNode(editor, id, `/${folder.name}`, `/Dossier rangé ${at}`);
  if (chance === 4) makeFolder(editor, id, `/Projet ${at}`);
  putFile(editor, id, '/Carnet/semaine.odt', { size: random.between(10_000, 2_000_000) });
  putFile(editor, id, `/Carnet/mois-${at % 5}.odt`, { size: random.between(10_000, 2_000_000) });
}
