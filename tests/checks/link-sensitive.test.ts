import { describe, expect, it } from 'vitest';
import { linkSensitive } from '../../src/checks/link-sensitive.ts';
import { draftsOf, file, judge, link, share } from './helpers.ts';

describe('link-sensitive', () => {
  const items = (name: string) => {
    const shares = [link({ path: '/Ouvert' })];
    const [found] = draftsOf(linkSensitive, { entries: [file(`/Ouvert/${name}`)], evidence: { shares } });
    return found?.actual['items'] ?? 0;
  };

  it.each([
    'Fiche de paie mars.pdf',
    'BULLETINS_2024.zip',
    'mon-rib.pdf',
    'RIBs.pdf',
    'IBAN.txt',
    'Passeports',
    'cni_recto.jpg',
    'Contrats de travail.docx',
    'contrat-de-travail.pdf',
    'sante.ods',
    'Santé 2024.pdf',
    'mots.de.passe.txt',
    'coffre.KDBX',
    'serveur.pem',
    'dump.sql',
    'id.key',
    'archive.pst',
  ])('finds %s below an open folder', (name) => {
    expect(items(name)).toBe(1);
  });

  it.each([
    'distribution.pdf',
    'cnidaires.pdf',
    'ribambelle.jpg',
    'libanais.txt',
    'key.txt',
    'sqlite.md',
    'contrat.pdf',
    'travail.pdf',
  ])('leaves %s alone', (name) => {
    expect(items(name)).toBe(0);
  });

  it('looks at the shared item itself, public or by mail, and not at shares with named people', () => {
    const open = link({ path: '/RIB.pdf', isFolder: false });
    const mailed = share({ type: 'mail', path: '/Paie', recipient: 'a@b.example' });
    const shares = [
      open,
      mailed,
      share({ path: '/Passeports' }),
      link({ path: '/Paie 2', permissions: ['create'] }),
    ];
    expect(draftsOf(linkSensitive, { evidence: { shares } }).map(({ subject }) => subject.id)).toEqual([
      open.id,
      mailed.id,
    ]);
  });

  it('takes the list from the config', () => {
    const shares = [link({ path: '/Recettes secrètes' })];
    expect(draftsOf(linkSensitive, { options: { words: ['recette'] }, evidence: { shares } })).toHaveLength(
      1,
    );
    expect(draftsOf(linkSensitive, { options: { words: [], types: [] }, evidence: { shares } })).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(linkSensitive, { lacking: ['tree'] })).toMatchObject({
      extent: 'none',
      reason: 'tree was not read.',
    });
  });
});
