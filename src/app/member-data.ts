import type { MemberId } from '../model/ids.ts';
import { memberKey } from '../model/mail.ts';
import { nameOf } from '../model/path/path.ts';
import type { ResultFinding, ResultShare } from '../model/result.ts';
import { isoOrNull, isoUtc } from '../model/time.ts';
import { concerns, isSharedWith } from '../store/forget/erase-person.ts';
import type { Store } from '../store/store.ts';

/**
 * Everything that is kept about one person (RGPD, article 15), as a value for JSON. What others share with them is in
 * it by its name only: where it lies with its owner is the owner's. The vault holds an app password beside.
 */
export async function everythingAbout(store: Store, id: MemberId): Promise<object> {
  const runs = [];
  for (const row of await store.runs.list()) {
    const result = await store.runs.result(row.id);
    if (result === null) continue;
    runs.push({
      run: row.id,
      startedAt: isoUtc(row.startedAt),
      member: result.members.find((member) => member.id === id) ?? null,
      shares: result.shares.filter((share) => concerns(share, id)).map((share) => shareAsSeenBy(id, share)),
      findings: result.findings
        .filter((finding) => finding.member === id || isSharedWith(finding, result.shares, id))
        .map((finding) => findingAsSeenBy(id, finding)),
    });
  }
  const entries = [];
  for await (const batch of store.snapshots.entries(id)) entries.push(...batch);
  return {
    member: (await store.members.list()).find((member) => member.id === id) ?? null,
    snapshot: await store.snapshots.get(id),
    entries,
    runs,
    deliveries: await store.outbox.under(memberKey(id)),
    portal: await portalData(store, id),
  };
}

/** What the portal remembers of a person. Of the team it names the role, of links and sessions no secret is stored. */
async function portalData({ portal, register }: Store, id: MemberId): Promise<object> {
  const messages = await portal.messages.list();
  const people = await portal.people.list();
  const entries = await register.list();
  return {
    person: people.find(({ member }) => member === id) ?? null,
    answers: (await portal.answers.list(id)).map(({ decidedBy: _, ...answer }) => answer),
    messages: messages.filter(({ member }) => member === id).map(({ closedBy: _, ...message }) => message),
    checkedThings: await portal.looks.list(id),
    notices: await portal.notices.list(id),
    journal: (await portal.journal.of(id)).map(({ actor, ...entry }) => ({
      ...entry,
      role: actor?.role ?? null,
    })),
    withdrawnAt: isoOrNull((await portal.withdrawals.withdrawn()).get(id) ?? null),
    register: entries
      .filter(({ owner, proposedBy }) => owner === id || proposedBy === id)
      .map(({ decidedBy: _, tokenHash: __, ...entry }) => entry),
  };
}

function shareAsSeenBy(id: MemberId, share: ResultShare): ResultShare {
  return share.owner === id ? share : { ...share, path: nameOf(share.path) };
}

/** Of another's thing the facts that are paths are left out: they lead to what was not shared. */
function findingAsSeenBy(id: MemberId, finding: ResultFinding): ResultFinding {
  if (finding.member === id) return finding;
  const { path } = finding.subject;
  return {
    ...finding,
    subject: { ...finding.subject, path: path === null ? null : nameOf(path) },
    actual: Object.fromEntries(Object.entries(finding.actual).filter(([, fact]) => !isPath(fact))),
  };
}

function isPath(fact: ResultFinding['actual'][string]): boolean {
  const texts = Array.isArray(fact) ? fact : [fact];
  return texts.some((text) => typeof text === 'string' && text.startsWith('/'));
}
