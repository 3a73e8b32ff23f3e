import type { AccessShare, Thing, Way } from '../../access/types.ts';
import { lastDayOf } from '../../model/share.ts';
import { isoOrNull } from '../../model/time.ts';
import type { LeaverFacts } from './facts.ts';
import { stepsOf } from './steps.ts';

/** What stands for the account that takes over. */
const SUCCESSOR = 'SUCCESSOR';

/** The facts of a sheet and its steps for programs; docs/exports.md has its shape. */
export function leaverDocument(facts: LeaverFacts): object {
  const { of, member, space, sharesOf, known, gaps } = facts;
  const { id, name, groups, enabled, lastLogin } = member;
  return {
    schema: 'menage-leaver/1',
    run: of.run,
    day: of.day,
    member: { id, name, groups, enabled, lastLogin },
    space: { ...space, files: space.files?.count ?? null, filesOf: space.files?.of ?? null },
    sharesOf,
    shared: facts.shared.map(({ thing, pathKnown, shares, people, arePeopleKnown }) => ({
      ...thingRow(thing),
      pathKnown,
      shares: shares.map(shareRow),
      people,
      peopleKnown: arePeopleKnown,
    })),
    outside: facts.outside.map(({ thing, share, purpose, registered }) => ({
      ...thingRow(thing),
      share: shareRow(share),
      purpose,
      registered,
    })),
    elsewhere: facts.elsewhere.map(({ thing, permissions, ways, since, until }) => ({
      ...thingRow(thing),
      permissions,
      ways: ways.map(wayRow),
      since: isoOrNull(since),
      until,
    })),
    groupFolders: facts.groupFolders.map(({ thing, name: folder, groups: left, isLast }) => ({
      id: thing.fileId,
      name: folder,
      groups: left,
      isLast,
    })),
    known,
    gaps,
    steps: stepsOf(facts, SUCCESSOR),
  };
}

function thingRow({ place, path, fileId, isFolder }: Thing) {
  return { place, path, fileId, isFolder };
}

function shareRow(share: AccessShare) {
  const { id, type, sharedBy, recipient, recipients, permissions, hasPassword, label, fileRequest } = share;
  return {
    ...{ id, type, sharedBy, recipient, recipients, fileRequest, permissions, hasPassword, label },
    since: isoOrNull(share.createdAt),
    until: lastDayOf(share),
  };
}

function wayRow(way: Way) {
  switch (way.kind) {
    case 'owner':
      return { kind: way.kind };
    case 'space':
      return { kind: way.kind, group: way.group };
    case 'share':
      return { kind: way.kind, share: way.share.id, type: way.share.type, group: way.group };
  }
}
