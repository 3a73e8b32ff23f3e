import { describe, expect, it } from 'vitest';
import { linkSensitive } from '../../../src/checks/sharing/link-sensitive.ts';
import { fileId } from '../../../src/model/ids.ts';
import { draftsOf, file, folder, judge, link, share } from '../helpers.ts';

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
    'FICHEDEPAIE.PDF',
    'Attestation_SANTE\u0301.pdf',
    'mots de passe',
    'contrat - de -- travail.pdf',
    'contrat.de-travail_2.odt',
    '2024_RIB-coop.pdf',
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
    'RIB2024.pdf',
    'Maghrib.pdf',
    'clé.keynote',
    'pem',
    'salaire.pdf',
    'carte vitale.jpg',
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

  it('counts for each share what lies below it, folders too, and nothing beside it', () => {
    const whole = link({ path: '/', fileId: fileId('1') });
    const part = link({ path: '/Clients', fileId: fileId('2'), hasPassword: true });
    const entries = [
      file('/Clients/RIB.pdf'),
      folder('/Clients/Passeports'),
      file('/Clients 2/IBAN.txt'),
      file('/Clients/notes.txt'),
    ];
    expect(draftsOf(linkSensitive, { entries, evidence: { shares: [part, whole] } })).toMatchObject([
      { subject: { kind: 'share', id: part.id, path: '/Clients' }, actual: { items: 2, isFolder: true } },
      { subject: { kind: 'share', id: whole.id, path: '/' }, actual: { items: 3, isFolder: true } },
    ]);
  });

  it('does not take the owner’s folder for one that bears its name in the tree of another person', () => {
    const elsewhere = link({ path: '/Clients', fileId: fileId('2') });
    const entries = [folder('/Clients', { fileId: fileId('3') }), file('/Clients/RIB.pdf')];
    expect(draftsOf(linkSensitive, { entries, evidence: { shares: [elsewhere] } })).toEqual([]);
  });

  it('refuses words and endings that would be in every name', () => {
    expect(linkSensitive.options.safeParse({ words: ['_'] }).success).toBe(false);
    expect(linkSensitive.options.safeParse({ types: ['key'] }).success).toBe(false);
    expect(linkSensitive.options.safeParse({ words: ['Kbis'], types: ['.ovpn'] }).success).toBe(true);
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
