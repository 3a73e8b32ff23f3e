import { groupId, type MemberId, memberId } from '../model/ids.ts';
import { isPublicLink, shareKey } from '../model/share.ts';
import { domainOf } from '../model/text/domain.ts';
import type { AccessShare, AccessSubject, Thing } from './types.ts';

/** Two subjects are the same one where their keys are equal. */
export function subjectKey(subject: AccessSubject): string {
  switch (subject.kind) {
    case 'anyone':
      return 'anyone';
    case 'mail':
      return `mail:${subject.address}`;
    case 'domain':
      return `domain:${subject.domain}`;
    default:
      return `${subject.kind}:${subject.id}`;
  }
}

/** Two things are the same one where their keys are equal: of one run, or of two, whatever it was renamed to. */
export function thingKey({ fileId }: Pick<Thing, 'fileId'>): string {
  return fileId;
}

/** The domain of an address or federated id, in lower case; null of any other subject, and of an id without one. */
export function subjectDomain(subject: AccessSubject): string | null {
  switch (subject.kind) {
    case 'mail':
      return hostOf(subject.address);
    case 'federated':
      return hostOf(subject.id);
    case 'domain':
      return subject.domain;
    default:
      return null;
  }
}

function hostOf(address: string): string | null {
  return address.includes('@') ? domainOf(address) : null;
}

/** Whom a share names; of a file request everybody to whom it was sent, and whoever else has its address. */
export function subjectsOfShare(share: AccessShare): readonly AccessSubject[] {
  const { type, recipient } = share;
  if (isPublicLink(share)) return [{ kind: 'anyone' }, ...share.recipients.map(mailSubject)];
  if (recipient === null) return [{ kind: 'other', id: shareKey(share) }];
  switch (type) {
    case 'user':
      return [{ kind: 'person', id: memberId(recipient) }];
    case 'group':
      return [{ kind: 'group', id: groupId(recipient) }];
    case 'mail':
      return [mailSubject(recipient)];
    case 'federated':
      return [{ kind: 'federated', id: recipient.toLowerCase() }];
    case 'circle':
    case 'room':
    case 'deck':
      return [{ kind: type, id: recipient }];
    default:
      return [{ kind: 'other', id: recipient }];
  }
}

function mailSubject(address: string): AccessSubject {
  return { kind: 'mail', address: address.toLowerCase() };
}

/** Whether a share to a group gives somebody of the group anything: neither the owner of the thing nor the maker of the share. */
export function isForMember({ owner, sharedBy }: AccessShare, person: MemberId): boolean {
  return owner !== person && sharedBy !== person;
}
