import { describe, expect, it } from 'vitest';
import type { Reason } from '../../src/model/reasons/reason.ts';
import { reasonSentence } from '../../src/model/reasons/sentence.ts';
import { haveOneKey } from '../../src/model/register/standing.ts';
import { listInCsv } from '../../src/register/csv-list.ts';
import { linksInHtml, linksInMarkdown } from '../../src/register/page-links.ts';
import { shareLinksOf } from '../../src/register/share-link.ts';
import { tokenHasher } from '../../src/register/token-hash.ts';

const hashToken = tokenHasher(new Uint8Array(32));
const READER = { readShareLink: shareLinksOf('https://cloud.example.org'), hashToken };
const link = (token: string) => `https://cloud.example.org/s/${token}`;
const why = (read: object) => ('missing' in read ? reasonSentence([read.missing as Reason]) : null);

describe('the hash of a token', () => {
  it('is the same for the same token and key, and holds neither', () => {
    expect(hashToken('abc')).toBe(tokenHasher(new Uint8Array(32))('abc'));
    expect(hashToken('abc')).not.toBe(hashToken('abd'));
    expect(hashToken('plaquette-2027')).not.toContain('plaquette');
  });

  it('shows that it was made by another key', () => {
    const [one, other] = [hashToken('abc'), tokenHasher(new Uint8Array(32).fill(1))('abc')];
    if (one === null || other === null) throw new Error('no hash');
    expect(haveOneKey(one, other)).toBe(false);
    expect(haveOneKey(one, hashToken('other') ?? one)).toBe(true);
  });
});

describe('a register kept as CSV', () => {
  it('is read by the names of its columns, in any order and language, after a byte order mark', () => {
    const text = `\ufeffÀ quoi il sert;Jusqu’au;LIEN;Tenu par;Droits\nGuide d’accueil;30/06/2027;${link('abc')};Accueil;CC BY 4.0\n;;;;\n`;
    expect(listInCsv(text, READER)).toEqual({
      links: [
        {
          origin: 'csv',
          tokenHash: hashToken('abc'),
          purpose: 'Guide d’accueil',
          owner: 'Accueil',
          until: '2027-06-30',
          licence: 'CC BY 4.0',
        },
      ],
      others: 0,
    });
  });

  it('says nothing of what it has no column for, and names each link once', () => {
    const text = `link,purpose\n${link('abc')},Guide\n${link('abc')}/download,Twice\nhttps://elsewhere.example/s/abc,Other\n`;
    expect(listInCsv(text, READER)).toEqual({
      links: [{ origin: 'csv', tokenHash: hashToken('abc'), purpose: 'Guide' }],
      others: 1,
    });
  });

  it('may be empty: then nothing is meant to be open', () => {
    expect(listInCsv('link;purpose\n', READER)).toEqual({ links: [], others: 0 });
  });

  it.each([
    ['without names of columns', `${link('abc')};Guide\n`, /must name the columns/],
    [
      'with a day that is none',
      `link;until\n${link('abc')};31/02/2027\n`,
      /line 2: “31\/02\/2027” is no day/,
    ],
    ['with a line without link', 'link;purpose\n;Guide\n', /line 2 names no address/],
    ['with a quotation mark left open', 'link;purpose\n"a;b\n', /line \d cannot be read as CSV/],
    ['empty', '', /must name the columns/],
  ])('is not known %s', (_, text, words) => {
    expect(why(listInCsv(text, READER))).toMatch(words);
  });
});

describe('a page in HTML', () => {
  const linksOf = (html: string) => linksInHtml(html)?.links.map(({ address, text }) => [address, text]);

  it('gives each link with its words', () => {
    expect(
      linksOf(`<p>See <a href="${link('a')}?x=1&amp;y">the <b>gui&eacute;de</b>\n book</a>.</p>`),
    ).toEqual([[`${link('a')}?x=1&y`, 'the guiéde book']]);
  });

  it.each([
    ['an address in the text', `<li>Guide d’accueil : ${link('a')}<li>Other`],
    ['a link that shows its address', `<p>Guide d’accueil : <a href="${link('a')}">${link('a')}</a>`],
    [
      'a row of a table',
      `<table><tr><td>Guide d’accueil :</td><td><a href="${link('a')}"></a></td></tr></table>`,
    ],
  ])('takes the words around %s', (_, html) => {
    expect(linksOf(html)).toEqual([[link('a'), expect.stringMatching(/^Guide d’accueil :?$/)]]);
  });

  it('takes what is written on a picture or around whole paragraphs', () => {
    expect(linksOf(`<a href="${link('a')}"><img alt="Plaquette"></a>`)).toEqual([[link('a'), 'Plaquette']]);
    expect(linksOf(`<a href="${link('a')}"><div>Devis</div><p>types</p></a>`)).toEqual([
      [link('a'), 'Devis types'],
    ]);
  });

  it('leaves out what no reader sees', () => {
    const html = `<!-- <a href="${link('a')}">a</a> --><script>"<a href='${link('b')}'>"</script><style>${link('c')}</style>`;
    expect(linksOf(html)).toEqual([]);
  });

  it('is read in one pass, however it is made', () => {
    const began = performance.now();
    expect(linksInHtml('<a href=x><b><p>'.repeat(100_000))).toBeNull();
    expect(linksOf('<p><a href=x>y</a>'.repeat(100_000))).toHaveLength(100_000);
    expect(linksOf(`<p>${`${link('a')} `.repeat(50_000)}`)).toHaveLength(50_000);
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});

describe('a page in Markdown', () => {
  const linksOf = (text: string) =>
    linksInMarkdown(text).links.map(({ address, text: words }) => [address, words]);

  it.each([
    ['inline', `See [the **guide**](${link('a')} "Title").`, 'the guide'],
    ['in angle brackets', `[the guide](<${link('a')}>)`, 'the guide'],
    ['by reference', `Read [the guide][g].\n\n[g]: ${link('a')} "Title"`, 'the guide'],
    ['by its own name', `[the guide]: ${link('a')}`, 'the guide'],
    ['as an address', `- the guide: <${link('a')}>`, 'the guide:'],
    ['in a table', `| the guide | ${link('a')} |`, 'the guide'],
    ['as HTML', `the <a href="${link('a')}">guide</a>`, 'the guide'],
    ['without words', `- the guide [](${link('a')})`, expect.stringMatching(/^the guide/)],
  ])('gives a link written %s', (_, text, words) => {
    expect(linksOf(text)).toEqual([[link('a'), words]]);
  });

  it('gives each link once, in order, and none of a comment', () => {
    const text = `[a](${link('a')}) then ${link('b')}\n<!-- [c](${link('c')}) -->\n[d](${link('d')})`;
    expect(linksOf(text).map(([address]) => address)).toEqual([link('a'), link('b'), link('d')]);
  });

  it('is read in one pass, however it is made', () => {
    const began = performance.now();
    for (const piece of ['[', '[a](', '[a][b]', `${link('a')} `, '<!--', '<a '])
      linksInMarkdown(piece.repeat(2_000_000 / piece.length));
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});
