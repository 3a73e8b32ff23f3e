import { hasReason } from '../../../model/reasons/reason.ts';
import type { ResultMember } from '../../../model/result.ts';
import { isPublicLink, lacksPassword } from '../../../model/share.ts';
import { addressIdentity } from '../../../model/text/mail-address.ts';
import type { ExposedItem } from '../../figures/exposed-items.ts';
import { figuresOf } from '../../figures/figures.ts';
import { isCounted } from '../../figures/population.ts';
import { groupBy, isStanding } from '../../figures/totals.ts';
import type { ReportInput } from '../../input.ts';

/** A referent, once for all antennas under one address. */
export interface Referent {
  readonly mail: string;
  readonly groups: readonly string[];
}

/** What a referent may know of their antennas: who needs a hand, and what everybody can open. No other path. */
export interface Antenna {
  /** Its members; disabled accounts are none. */
  readonly members: readonly ResultMember[];
  /** Those whose space is nearly full or full, the fullest first. */
  readonly nearlyFull: readonly ResultMember[];
  /** Public addresses without a password, but for those that the organisation accepts; the worst and oldest first. */
  readonly openToAll: readonly ExposedItem[];
  /** Those who gave no access, whoever said no apart. */
  readonly withoutAccess: readonly ResultMember[];
  readonly declined: number;
  /** Disabled accounts that still hold something. */
  readonly left: readonly ResultMember[];
}

/** The referents of the config, each address once. */
export function referentsOf({ referents }: Pick<ReportInput, 'referents'>): readonly Referent[] {
  const byAddress = groupBy(referents, ({ mail }) => addressIdentity(mail));
  return [...byAddress.values()].flatMap((same) => {
    const [first] = same;
    const groups = [...new Set(same.map(({ group }) => group))];
    return first === undefined ? [] : [{ mail: first.mail, groups }];
  });
}

/** What is to be known of the antennas of these groups. */
export function antennaOf(
  input: Pick<ReportInput, 'result' | 'contacts' | 'checks'>,
  groups: readonly string[],
): Antenna {
  const { result, contacts, checks } = input;
  const isOurs = (id: string) => groups.includes(contacts.get(id)?.antenna ?? '');
  const ours = result.members.filter(({ id }) => isOurs(id));
  const members = ours.filter(isCounted);
  const { nearlyFull, exposed } = figuresOf(input);
  const withoutAccess = members.filter(({ coverage }) => coverage.status === 'not-granted');
  const declined = withoutAccess.filter(hasDeclined);
  const departed = new Set(checks.filter(({ traits }) => traits.departed === true).map(({ id }) => id));
  const left = new Set(
    result.findings
      .filter((finding) => departed.has(finding.check) && isStanding(finding))
      .map(({ member }) => member),
  );
  return {
    members,
    nearlyFull: nearlyFull.filter(({ id }) => isOurs(id)),
    openToAll: exposed.filter(
      ({ share, excepted }) =>
        isOurs(share.owner) && !excepted && isPublicLink(share) && lacksPassword(share),
    ),
    withoutAccess: withoutAccess.filter((member) => !declined.includes(member)),
    declined: declined.length,
    left: ours.filter(({ id }) => left.has(id)),
  };
}

function hasDeclined({ coverage }: ResultMember): boolean {
  return hasReason(coverage.reasons, ['member.declined']);
}
