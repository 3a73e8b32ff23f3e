import fc from 'fast-check';
import { LinkifyIt } from 'linkify-it';
import tlds from 'tlds' with { type: 'json' };
import { describe, expect, test } from 'vitest';
import { outsideText } from '../../../src/model/text/outside-text.ts';

/** As eager as the most eager mail program: domains without a scheme, addresses of people and of machines. */
const linkifier = new LinkifyIt()
  .tlds(tlds.filter((one) => one !== 'zip' && one !== 'mov'))
  .set({ fuzzyIP: true, fuzzyLink: true, fuzzyEmail: true })
  .add('//', null);
const MORE = /\b(?:www|ftp)\.\S|[a-z][a-z0-9+.-]*:\S|\\\\\S/i;

function linksIn(text: string): readonly string[] {
  return [...(linkifier.match(text) ?? []).map(({ raw }) => raw), ...(MORE.exec(text) ?? [])];
}

describe('outsideText', () => {
  test.each([
    ['IT : https://evil.example/connexion', 'IT : https[:]//evil[.]example/connexion'],
    ['https://evil.com', 'https[:]//evil[.]com'],
    ['HTTP://EVIL.FR/a?b', 'HTTP[:]//EVIL[.]FR/a?b'],
    ['https://intranet.coop-tours/a.pdf', 'https[:]//intranet[.]coop-tours/a[.]pdf'],
    ['www.evil.example', 'www[.]evil[.]example'],
    ['evil.com/connexion', 'evil[.]com/connexion'],
    ['paie.coop.fr', 'paie[.]coop[.]fr'],
    ['anna@coop.fr', 'anna[@]coop[.]fr'],
    ['mailto:a@b', 'mailto[:]a[@]b'],
    ['tel:+33600000000', 'tel[:]+33600000000'],
    ['javascript:alert(1)', 'javascript[:]alert(1)'],
    ['jean.dupont', 'jean[.]dupont'],
    ['evil。com', 'evil[。]com'],
    ['evil.xn--p1ai', 'evil[.]xn--p1ai'],
    ['evil.рф', 'evil[.]рф'],
    ['192.168.1.1/admin', '192[.]168[.]1[.]1/admin'],
    ['\\\\serveur\\part', '\\[\\]serveur\\part'],
    ['plan.zip/connexion', 'plan[.]zip/connexion'],
    ['banque.fr.zip', 'banque[.]fr.zip'],
    ['a\u202eb\u0007', 'a\ufffdb␇'],
  ])('breaks %j', (name, shown) => {
    expect(outsideText(name)).toBe(shown);
    expect(linksIn(shown)).toEqual([]);
  });

  test.each([
    'rapport.pdf',
    'plan.zip',
    'Concert d’été.MOV',
    'Devis 2026 v1.2.odt',
    'concert mars.wav',
    'IMG_0001.JPG',
    'film.mp4',
    'anna.petit',
    'J.K. Rowling',
    'Réunion : compte rendu',
    '2026-11-29 12:30.png',
    'S.A.R.L. Été & fils',
    'sauvegarde.tar.gz',
  ])('leaves %j as it is', (name) => expect(outsideText(name)).toBe(name));

  test('leaves nothing that could be a link, whatever the name, and is the same when done twice', () => {
    const piece = fc.constantFrom(
      ...[
        'https',
        'http',
        'mailto',
        'www',
        'ftp',
        'evil',
        'a',
        'é',
        '1',
        '10',
        '-',
        '_',
        ' ',
        '/',
        '//',
        '[',
        ']',
      ],
      ...[
        ':',
        '.',
        '@',
        '\\\\',
        '。',
        'com',
        'fr',
        'zip',
        'example',
        'xn--p1ai',
        'рф',
        'COM',
        '?',
        '#',
        '(',
        '<',
        '…',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const shown = outsideText(pieces.join(''));
        expect(linksIn(shown)).toEqual([]);
        expect(outsideText(shown)).toBe(shown);
      }),
      { numRuns: 3000 },
    );
  });
});
