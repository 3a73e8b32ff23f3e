// What the trees and shares of a large cooperative are like.
import { emptyFolder } from '../../src/demo/nextcloud/world/tree.ts';

const DAY = 86_400_000;
const FULL = 1.6 * 1024 ** 3;

/**
 * - `mixed`: folders of a dozen files, up to six deep, and five public links
 * - `links`: as many public links as entries, on folders of one folder, a file in each
 * - `nested-links`: the same where each folder lies in the one before, twenty deep
 * - `shares`: as many shares with people
 * - `shares-of-one`: as many shares with people, all of one folder
 * - `deep`: each folder lies in the one before
 * - `recorded`: sizes and ages as of a member of a real cooperative, brought to the quota; three links on files, and of every
 *   second member one on a folder
 * - `accounts`: as `mixed`; each has one share, every second one a public link, else with the next account
 * - `twins`: files of one name and size, each in a folder of its own
 */
export function shapes({ registry, random, now, entries }) {
  const file = (name, size) => fileOf({ registry, random, now }, name, size);
  const folder = (name) => emptyFolder(registry, name, now - random.between(1, 1500) * DAY);
  return {
    home(shape) {
      const home = folder('');
      if (shape === 'mixed' || shape === 'accounts') fillMixed({ home, folder, file, random, entries });
      else if (shape === 'recorded') fillRecorded({ home, folder, file, random, now }, entries);
      else if (shape === 'deep') fillDeep({ home, folder, file }, entries);
      else if (shape === 'nested-links') {
        for (let made = 0; made < entries; made += 20) {
          const top = folder(`Projet ${made}`);
          fillDeep({ home: top, folder, file }, Math.min(20, entries - made) - 1);
          home.children.push(top);
        }
      } else {
        const common = folder('Commun');
        home.children.push(common);
        for (let number = 0; number < entries; number++) {
          const inner = folder(`Dossier n° ${number}`);
          inner.children.push(
            file(shape === 'twins' ? 'IMG_0001.JPG' : `Facture ${number}.pdf`, 6 * 1024 ** 2),
          );
          common.children.push(inner);
        }
      }
      return home;
    },
    shares(shape, owner, home) {
      const shareOf = (node, path, number, rest) => ({
        ...plainShare({ registry, random, now }, owner, node, path, number),
        ...rest,
      });
      const withPerson = (number) => ({
        type: 0,
        recipient: `voisin.${number}`,
        token: null,
        passwordHash: null,
      });
      if (shape === 'mixed')
        return home.children.slice(0, 5).map((node, number) => shareOf(node, `/${node.name}`, number));
      if (shape === 'accounts') {
        const number = Number(owner.split('.')[1]);
        const rest = number % 2 === 0 ? {} : { ...withPerson(0), recipient: `membre.${number + 1}` };
        return home.children.slice(0, 1).map((node) => shareOf(node, `/${node.name}`, number, rest));
      }
      if (shape === 'nested-links')
        return [...foldersBelow(home, '')].map(({ node, path }, number) => shareOf(node, path, number));
      if (shape === 'recorded') return recordedLinks(owner, home, shareOf);
      const common = home.children[0];
      if (shape === 'links')
        return common.children.map((node, number) => shareOf(node, `/Commun/${node.name}`, number));
      if (shape === 'shares')
        return common.children.map((node, number) =>
          shareOf(node, `/Commun/${node.name}`, number, withPerson(number % 50)),
        );
      if (shape === 'shares-of-one')
        return common.children.map((_, number) => shareOf(common, '/Commun', number, withPerson(number)));
      return [];
    },
  };
}

function fillDeep({ home, folder, file }, depth) {
  let at = home;
  for (let number = 0; number < depth; number++) {
    const inner = folder(`d ${number}`);
    inner.children.push(file(`f ${number}.pdf`, 1000 + number));
    at.children.push(inner);
    at = inner;
  }
}

/** Sizes spread over four powers of ten, and together fit the quota. */
function fillMixed({ home, folder, file, random, entries }) {
  const open = [{ at: home, depth: 0 }];
  const mean = FULL / entries;
  const size = () => Math.ceil(mean * 10 ** (random.between(0, 3000) / 1000 - 2.2));
  for (let made = 0, turn = 0; made < entries; turn = (turn + 1) % open.length) {
    const { at, depth } = open[turn];
    if (depth < 6) {
      const inner = folder(`Dossier ${random.letters(9)} ${made}`);
      at.children.push(inner);
      open.push({ at: inner, depth: depth + 1 });
      made++;
    }
    for (let count = random.between(8, 16); count > 0 && made < entries; count--, made++)
      at.children.push(file(`Facture n° ${made} ${random.letters(8)}.pdf`, size()));
  }
}

/** Sizes in bytes and ages in days by quantile, of the 895 files of one recorded member. */
const QUANTILES = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 1];
const SIZES = [
  1_000, 17_641, 142_333, 709_963, 6_121_499, 29_773_149, 118_886_599, 477_366_691, 955_981_886, 3.9e9,
];
const AGES = [0.6, 43, 126, 294, 552, 963, 1_300, 1_700, 2_191, 2_600];
/** By which 240 such files fit the quota of 2 GB. */
const SCALE = 0.163;

/** A folder for every nine entries. One file in ten was uploaded lately with an old date. */
function fillRecorded({ home, folder, file, random, now }, entries) {
  const folders = [{ at: home, depth: 0 }];
  for (let made = 0; made < entries; made++) {
    const { at, depth } = folders[random.between(0, folders.length - 1)];
    if (made % 9 === 0 && depth < 6) {
      const inner = folder(`Dossier ${made}`);
      at.children.push(inner);
      folders.push({ at: inner, depth: depth + 1 });
      continue;
    }
    const node = file(`Document ${made}.pdf`, Math.ceil(SCALE * quantile(SIZES, random.next())));
    node.modifiedAt = now - quantile(AGES, random.next()) * DAY;
    node.uploadedAt = random.between(1, 10) === 1 ? now - DAY : node.modifiedAt;
    at.children.push(node);
  }
}

function quantile(values, at) {
  const next = QUANTILES.findIndex((one) => one >= at);
  if (next <= 0) return values[0];
  const part = (at - QUANTILES[next - 1]) / (QUANTILES[next] - QUANTILES[next - 1]);
  return values[next - 1] * (values[next] / values[next - 1]) ** part;
}

function recordedLinks(owner, home, shareOf) {
  const onFiles = home.children.filter(({ kind }) => kind === 'file').slice(0, 3);
  const onFolder = Number(owner.split('.')[1]) % 2 === 0 ? [...foldersBelow(home, '')].slice(-1) : [];
  const things = [...onFiles.map((node) => ({ node, path: `/${node.name}` })), ...onFolder];
  return things.map(({ node, path }, number) => shareOf(node, path, number));
}

function* foldersBelow(folder, path) {
  for (const node of folder.children) {
    if (node.kind !== 'folder') continue;
    yield { node, path: `${path}/${node.name}` };
    yield* foldersBelow(node, `${path}/${node.name}`);
  }
}

function fileOf({ registry, random, now }, name, size) {
  const modifiedAt = now - random.between(1, 1500) * DAY - random.between(0, 86_399) * 1000;
  return {
    kind: 'file',
    name,
    fileId: registry.fileId(),
    etag: registry.etag(),
    modifiedAt,
    size,
    contentType: 'application/pdf',
    uploadedAt: modifiedAt,
    checksum: null,
  };
}

/** A public link, every second one with a password. */
function plainShare({ registry, random, now }, owner, node, path, number) {
  return {
    id: registry.shareId(),
    type: 3,
    fileOwner: owner,
    sharedBy: owner,
    path,
    fileId: node.fileId,
    isFolder: node.kind === 'folder',
    permissions: 1,
    createdAt: now - random.between(1, 900) * DAY,
    expires: null,
    recipient: null,
    token: random.letters(15),
    passwordHash: number % 2 === 0 ? null : '$argon2id$x',
    label: '',
    note: '',
    hideDownload: false,
  };
}
