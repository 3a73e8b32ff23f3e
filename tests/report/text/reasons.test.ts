import { describe, expect, it } from 'vitest';
import { ownMessages } from '../../../src/app/report/locales.ts';
import { LANGUAGES, type Language, languagesOf } from '../../../src/model/member.ts';
import type { ReasonData } from '../../../src/model/reasons/kinds.ts';
import { because, entryOf, type Reasons } from '../../../src/model/reasons/reason.ts';
import { areKnown, reasonFields, reasonSentence } from '../../../src/model/reasons/sentence.ts';
import { summaryMarkdown } from '../../../src/report/export/summary.ts';
import { pageData } from '../../../src/report/page/data.ts';
import { plainReason, reasonSpeaker } from '../../../src/report/text/reasons.ts';
import { parametersOf } from '../../../src/report/text/words.ts';
import { inputOf, member, resultOf } from '../helpers.ts';
import { exampleReasons, KEYS } from './reason-examples.ts';

const words = ownMessages;
/** The English stands in the table of the reasons. */
const TRANSLATED = LANGUAGES.filter((one) => one !== 'en');
const EXAMPLES = KEYS.flatMap((key) => exampleReasons(key));

/** The words of a language, with plain spaces. */
function said(reasons: readonly ReasonData[], language: Language): string {
  return reasonSpeaker(words, language)(reasonFields(reasons)).replaceAll(/[\u00a0\u202f]/g, ' ');
}

/** Without what stands in every language: names of settings and files, commands, codes. */
function prose(text: string): string {
  return text.replaceAll(/« [^»]* »|\/?\b[\w-]+(?:[.:_][\w-]+)+|\bexternal-domain\b|\bOFF?\b/gi, '');
}

const ENGLISH =
  /\b(the|server|of|and|was|were|not|is|are|came|gave|lists?|more|than|its|it|this|that|which|answer|account|shares?|tree|folders?|files?|could|read|with|has|had|for|there|again|by|to|nothing|nobody|who|what|or|one)\b/i;

describe.each(KEYS)('the reason %s', (key) => {
  const { en, shown, params } = entryOf(key);
  const names = Object.keys(params).sort();
  const open = names.filter((name) => params[name] !== 'private');

  it('has the same parameters in every language, and private ones in the contract alone', () => {
    expect(parametersOf(en)).toEqual(names);
    expect(parametersOf(shown ?? en)).toEqual(open);
    for (const language of TRANSLATED)
      expect(parametersOf(words(language).get(`reason.${key}`) ?? '')).toEqual(open);
  });

  it('is shown with every parameter, without a private one, and not in English on a French page', () => {
    for (const example of exampleReasons(key)) {
      expect(areKnown([example])).toBe(true);
      const texts = LANGUAGES.map((language) => said([example], language));
      for (const text of [...texts, plainReason(reasonFields([example]))]) {
        expect(text).not.toMatch(/Secret|GET|undefined|[{}]/);
        expect(text.length).toBeGreaterThan(0);
      }
      for (const name of open) {
        const value = example.params[name];
        if (typeof value === 'object' || (name === 'type' && key === 'shares.of-type')) continue;
        const isOne = value === 1 && /plural/.test(en);
        for (const text of isOne ? [] : texts)
          expect(text.toLowerCase()).toContain(String(value).toLowerCase());
      }
      expect(prose(said([example], 'fr'))).not.toMatch(ENGLISH);
    }
  });
});

it.each(TRANSLATED)('stands in %s by the keys of the table and no other', (language) => {
  const keys = [...words(language).keys()].filter((key) => key.startsWith('reason.'));
  expect(keys.sort()).toEqual(KEYS.map((key) => `reason.${key}`).sort());
});

it('stands on the page, in the organisation’s language and in English, and in summary.md, whatever it is', () => {
  const members = EXAMPLES.map((example, at) =>
    member(`m${at}`, {
      coverage: {
        status: 'failed',
        ...reasonFields([example]),
        strategy: 'none',
        right: null,
        requests: 1,
        unreadable: [],
      },
    }),
  );
  const input = inputOf([resultOf({ members, shares: [], findings: [] })]);
  for (const language of LANGUAGES) {
    const ours = { ...input, organisation: { ...input.organisation, language } };
    const { texts } = pageData(ours);
    expect(Object.keys(texts).sort()).toEqual([...languagesOf(language)].sort());
    for (const example of EXAMPLES) {
      for (const one of languagesOf(language))
        expect(texts[one]?.sentences).toContain(reasonSpeaker(words, one)(reasonFields([example])));
    }
    const lines = summaryMarkdown(ours).split('\n');
    expect(lines.filter((line) => /^- m\d+\s?: \S/.test(line))).toHaveLength(EXAMPLES.length);
  }
});

describe('a reason in the reader’s language', () => {
  const answered = (request: string, status: number) => because('request.answered', { request, status });

  it.each<readonly [Reasons, string, string]>([
    [
      [
        because('check.gaps', {
          clauses: [
            because('check.not-judged', {
              cause: [because('member.not-granted')],
              whom: [
                because('whom.member', { member: 'carl' }),
                because('whom.shares-of-member', {
                  shares: [because('whom.share', { id: '3' }), because('whom.share-without-id')],
                  more: 2,
                  member: 'anna',
                }),
              ],
            }),
            because('check.judged-in-part', {
              cause: [because('tree.folders-unread')],
              whom: [because('whom.server')],
            }),
          ],
        }),
      ],
      'Not judged (No access was granted yet): carl, share 3, (without id) and 2 more of anna; Judged in part (Some folders could not be read): the server.',
      'Non jugé (aucun accès n’a encore été accordé) : carl, partage 3, (sans identifiant) et 2 autres de anna ; jugé en partie (certains dossiers n’ont pas pu être lus) : le serveur.',
    ],
    [
      [
        because('tree.gaps', {
          gaps: [because('gap.forbidden', { n: 1 }), because('gap.too-deep', { n: 2 })],
        }),
      ],
      'The server refused to list 1 folder, deeper than server.limits.depth lies 2 folders.',
      'Le serveur a refusé de lister 1 dossier, plus profond que server.limits.depth : 2 dossiers.',
    ],
    [
      [because('shares.too-long'), answered('GET /ocs/v2.php/x', 500)],
      'The list of shares was too long: only those that this member made were read, not those by others. GET /ocs/v2.php/x answered 500.',
      'La liste des partages était trop longue : seuls ceux que ce membre a faits ont été lus, pas ceux des autres. Le serveur a répondu 500.',
    ],
    [
      [
        because('records.unreadable', {
          records: [because('record.file', { path: '/Privé/a b.pdf', fields: ['oc:size'] })],
          more: 0,
        }),
      ],
      'Not readable in the server’s answer: file “/Privé/a b.pdf” (oc:size).',
      'Illisible dans la réponse du serveur : fichier « … » (oc:size).',
    ],
  ])('says %j', (reasons, english, french) => {
    expect(reasonSentence(reasons)).toBe(english);
    expect(said(reasons, 'fr')).toBe(french);
  });

  it('is English without the path of a request where the reader is', () => {
    expect(said([answered('GET /ocs/v2.php/cloud/users/carl', 404)], 'en')).toBe('The server answered 404.');
  });

  it('makes no link of what a server said, and quotes none of its paths', () => {
    const reasons = [
      because('answer.stray-text', { document: 'XML', text: 'see https://evil.example in /srv/data/anna/x' }),
    ];
    expect(said(reasons, 'fr')).toContain('« see https[:]//evil[.]example in … »');
  });

  it('of another version is its English sentence: nothing is guessed by its words', () => {
    const older = { reason: 'GET /a/b answered 404: the login was refused.', reasons: [] };
    expect(reasonSpeaker(words, 'fr')(older)).toBe('The server answered 404: the login was refused.');
    for (const odd of [
      { key: 'reason.of-tomorrow', params: {} },
      { key: 'request.answered', params: { request: 'GET /x' } },
      { key: 'request.answered', params: { request: 'GET /x', status: '404' } },
      { key: 'trash.unread', params: { cause: [{ key: 'constructor', params: {} }] } },
    ])
      expect(reasonSpeaker(words, 'fr')({ reason: 'Of tomorrow.', reasons: [odd] })).toBe('Of tomorrow.');
  });
});
