import { describe, expect, it } from 'vitest';
import { subjectKey } from '../../../../src/access/keys.ts';
import { accessModel } from '../../../../src/access/model.ts';
import type { AccessModel, AccessSubject, Grant, Thing } from '../../../../src/access/types.ts';
import { groupId, memberId } from '../../../../src/model/ids.ts';
import { accessOf } from '../../../../src/report/figures/access.ts';
import { accessFacts } from '../../../../src/report/page/common/access-facts.ts';
import type { PageData } from '../../../../src/report/page/common/data.ts';
import { pageData } from '../../../../src/report/page/data.ts';
import { accessInput } from '../../access-sample.ts';

/** The subject as the page has it: ids are places in its lists. */
function placed(subject: AccessSubject, { access, people }: PageData): AccessSubject {
  const address = (text: string) => {
    const at = access.outsiders.findIndex(([one]) => plain(one).toLowerCase() === text.toLowerCase());
    const domain = access.outsiders[at]?.[1] ?? -1;
    return domain < 0 ? String(at) : `${at}@${domain}`;
  };
  const group = (id: string) => String(access.groups.findIndex(([text]) => plain(text) === id));
  switch (subject.kind) {
    case 'person':
      return { kind: 'person', id: memberId(String(people.findIndex(([id]) => id === subject.id))) };
    case 'group':
      return { kind: 'group', id: groupId(group(subject.id)) };
    case 'circle':
      return { kind: 'circle', id: group(subject.id) };
    case 'mail':
      return { kind: 'mail', address: address(subject.address) };
    case 'federated':
      return { kind: 'federated', id: address(subject.id) };
    case 'domain':
      return {
        kind: 'domain',
        domain: String(access.domains.findIndex((one) => plain(one) === subject.domain)),
      };
    case 'anyone':
      return subject;
    default:
      return { ...subject, id: String(access.outsiders.findIndex(([text]) => text === subject.id)) };
  }
}

/** The sample's addresses before they were made harmless. */
function plain(text: string): string {
  return text.replaceAll(/\[(.)\]/g, '$1');
}

function grantKey({ permissions, ways, until }: Grant): string {
  return [
    permissions.join(),
    ways
      .map((way) => wayKey(way))
      .sort()
      .join(';'),
    until,
  ].join(' | ');
}

function wayKey(way: Grant['ways'][number]): string {
  return way.kind === 'share'
    ? `share ${way.share.type} ${way.share.id} ${way.group === null ? 'itself' : 'group'} ${way.above === null ? 'on' : 'above'}`
    : way.kind === 'space'
      ? `space ${way.space.id} ${way.group === null ? 'tree' : 'group'}`
      : 'owner';
}

function reachKeys(model: AccessModel, subject: AccessSubject): readonly string[] {
  return model
    .reachOf(subject)
    .things.map((one) => `${one.thing.fileId} ${grantKey(one)}`)
    .sort();
}

describe('the facts of the page', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'give the same answers as those of the result, also with hostile names: %i',
    (seed) => {
      const input = accessInput(40, 260, seed, { nasty: seed % 2 === 0 });
      const data = pageData(input);
      const [own, page] = [accessOf(input), accessModel(accessFacts(data))];
      const subjects: readonly AccessSubject[] = [
        ...own.subjects(),
        ...own.facts.people.map(({ id }) => ({ kind: 'person' as const, id })),
        ...own.facts.groups.map(({ id }) => ({ kind: 'group' as const, id })),
        { kind: 'domain', domain: 'ville.example' },
        { kind: 'domain', domain: 'imprimeur.example' },
      ];
      let things = 0;
      for (const subject of subjects) {
        const there = placed(subject, data);
        const keys = reachKeys(own, subject);
        expect([subjectKey(subject), ...reachKeys(page, there)]).toEqual([subjectKey(subject), ...keys]);
        const known = (model: AccessModel, one: AccessSubject) => {
          const { read, of, gaps, isSuspended } = model.reachOf(one);
          return [read, of, isSuspended, gaps.map(({ key }) => key)];
        };
        expect(known(page, there)).toEqual(known(own, subject));
        things += keys.length;
      }
      expect(things).toBeGreaterThan(200);
    },
  );

  it.each([1, 2, 3])('say the same of who reaches a thing: %i', (seed) => {
    const input = accessInput(40, 260, seed, { nasty: true });
    const data = pageData(input);
    const [own, page] = [accessOf(input), accessModel(accessFacts(data))];
    const byId = new Map(page.things().map((thing) => [thing.fileId, thing]));
    expect([...byId.keys()].sort()).toEqual([...new Set(own.things().map(({ fileId }) => fileId))].sort());
    const reachers = (model: AccessModel, thing: Thing, key: (one: AccessSubject) => string) =>
      model
        .whoReachesThing(thing)
        .reachers.map((one) => `${key(one.subject)} ${grantKey(one)}`)
        .sort();
    for (const thing of own.things()) {
      const there = byId.get(thing.fileId);
      if (there === undefined) throw new Error(`no thing ${thing.path}`);
      expect(reachers(page, there, subjectKey)).toEqual(
        reachers(own, thing, (one) => subjectKey(placed(one, data))),
      );
    }
  });
});
