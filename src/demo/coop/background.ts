import type { Bytes } from '../../model/units.ts';
import { contentTypeOf, emptyFolder, fileAt, type Registry } from '../nextcloud/world/tree.ts';
import type { WorldFile, WorldFolder, WorldUser } from '../nextcloud/world/world.ts';
import type { Role } from './people.ts';
import { RULE } from './people.ts';
import { DAY, MB, wholeSecond } from './relative-dates.ts';

/** What the small files of the background weigh in all, for each member. */
export const BACKGROUND_BYTES: Bytes = 12 * MB;
/** Minimum number of small files of a member: with so many none of them weighs 5 MB. */
export const FEWEST_FILES = 8;

/** No planned case lies in any of these, so that nothing here is shared, old or public. */
const TOPS: readonly [string, ...string[]] = [
  'Administratif',
  'Factures',
  'Devis 2025',
  'Modèles & gabarits',
  "Boîte d'envoi",
  'Réunions #coop',
  'Idées 💡',
  'Veille (web)',
  'Relevés 100 %',
  'Prospection',
];
const FOLDERS: readonly [string, ...string[]] = [
  '2024',
  '2025',
  '2026',
  'Client Étoile',
  "L'Atelier d'à côté",
  'À trier',
  'Mairie de Saint-Ail',
  'Brouillons',
  'Version finale (vraiment)',
  'Échanges & retours',
  'Q? R!',
  'Lot n°3',
  'Dossier "spécial"',
  '50 % acompte',
  'été',
  'envoyé;signé,payé',
];
const STEMS: readonly [string, ...string[]] = [
  'devis',
  'facture',
  'note',
  'compte rendu',
  'photo',
  'croquis',
  'planning',
  'attestation',
  'programme',
  "bon d'achat",
  'reçu',
  'maquette',
];
const ENDINGS: readonly [string, ...string[]] = [
  'pdf',
  'odt',
  'ods',
  'jpg',
  'png',
  'docx',
  'md',
  'csv',
  'txt',
];
const FILES_PER_FOLDER = 9;
const DEEPEST = 9;

/** Fills a member's tree with `count` small, fresh, private files of unlike names, `BACKGROUND_BYTES` in all. */
export function growBackground(registry: Registry, user: WorldUser, count: number, now: number): void {
  if (count === 0) return;
  const folders = growFolders(registry, user.home, Math.ceil(count / FILES_PER_FOLDER), now);
  const { random } = registry;
  const weights = Array.from({ length: count }, () => 0.5 + random.next());
  const sum = weights.reduce((total, weight) => total + weight, 0);
  let left = BACKGROUND_BYTES;
  for (const [index, weight] of weights.entries()) {
    const size = index === count - 1 ? left : Math.floor((BACKGROUND_BYTES * weight) / sum);
    left -= size;
    const name = `${random.pick(STEMS)} ${index + 1}.${random.pick(ENDINGS)}`;
    random.pick(folders).children.push(freshFile(registry, name, size, now));
  }
}

function growFolders(
  registry: Registry,
  home: WorldFolder,
  count: number,
  now: number,
): readonly [WorldFolder, ...WorldFolder[]] {
  const { random } = registry;
  const first = emptyFolder(registry, random.pick(TOPS), now - 200 * DAY);
  home.children.push(first);
  const all: [WorldFolder, ...WorldFolder[]] = [first];
  const depths = new Map([[first, 1]]);
  for (let index = 1; index < count; index += 1) {
    const top = index < TOPS.length && random.next() < 0.4;
    const parent = top ? home : random.pick(all);
    const depth = (depths.get(parent) ?? 0) + 1;
    if (depth > DEEPEST) continue;
    const name = top ? (TOPS[index] ?? 'Divers') : random.pick(FOLDERS);
    if (parent.children.some((child) => child.name === name)) continue;
    const folder = emptyFolder(registry, name, now - 200 * DAY);
    parent.children.push(folder);
    depths.set(folder, depth);
    all.push(folder);
  }
  return all;
}

function freshFile(registry: Registry, name: string, size: Bytes, now: number): WorldFile {
  const modifiedAt = wholeSecond(now - registry.random.between(3 * DAY, 150 * DAY));
  return {
    kind: 'file',
    name,
    fileId: registry.fileId(),
    etag: registry.etag(),
    modifiedAt,
    uploadedAt: modifiedAt + 60_000,
    size,
    contentType: contentTypeOf(name),
    checksum: null,
  };
}

/** Sizes of fresh films that add up to `bytes`: large enough to fill a quota, small enough to trip nothing. */
export function ballastSizes(registry: Registry, bytes: Bytes): readonly Bytes[] {
  const sizes: Bytes[] = [];
  for (let left = bytes; left > 0; ) {
    const size = Math.min(left, registry.random.between(40 * MB, 280 * MB));
    sizes.push(size);
    left -= size;
  }
  return sizes;
}

export function layBallast(registry: Registry, user: WorldUser, sizes: readonly Bytes[], now: number): void {
  for (const [index, size] of sizes.entries()) {
    const { modifiedAt, uploadedAt } = freshFile(registry, 'film.mov', size, now);
    const name = `séquence ${String(index + 1).padStart(2, '0')}.mov`;
    fileAt(registry, user.home, `/Médiathèque/${name}`, { size, modifiedAt, uploadedAt });
  }
}

/** How many bytes a member of this role keeps in all: never at the edge of a threshold unless the role says so. */
export function totalFor(registry: Registry, role: Role): Bytes {
  return role.total === 'any' ? registry.random.between(150 * MB, Math.floor(RULE * 0.62)) : role.total;
}
