import type { Check } from '../judge/check.ts';
import { departedWithData } from './accounts/departed-with-data.ts';
import { dormantAccount } from './accounts/dormant-account.ts';
import { memberNotRead } from './accounts/member-not-read.ts';
import { memberOutsideGroups } from './accounts/member-outside-groups.ts';
import { memberWithoutMail } from './accounts/member-without-mail.ts';
import { linksOlderThanPolicy } from './policy/links-older-than-policy.ts';
import { policyLinkExpiry } from './policy/policy-link-expiry.ts';
import { policyLinkPassword } from './policy/policy-link-password.ts';
import { policyPublicUpload } from './policy/policy-public-upload.ts';
import { policyResharing } from './policy/policy-resharing.ts';
import { externalDomain } from './sharing/external-domain.ts';
import { groupShareWide } from './sharing/group-share-wide.ts';
import { licenceUnknown } from './sharing/licence-unknown.ts';
import { linkBySomeoneElse } from './sharing/link-by-someone-else.ts';
import { linkBypassed } from './sharing/link-bypassed.ts';
import { linkDropOpen } from './sharing/link-drop-open.ts';
import { linkDuplicated } from './sharing/link-duplicated.ts';
import { linkEditableOpen } from './sharing/link-editable-open.ts';
import { linkExpiresLate } from './sharing/link-expires-late.ts';
import { linkExpiresSoon } from './sharing/link-expires-soon.ts';
import { linkGuessable } from './sharing/link-guessable.ts';
import { linkLivingFolder } from './sharing/link-living-folder.ts';
import { linkNotRegistered } from './sharing/link-not-registered.ts';
import { linkOld } from './sharing/link-old.ts';
import { linkOnEmptyFolder } from './sharing/link-on-empty-folder.ts';
import { linkOpenForever } from './sharing/link-open-forever.ts';
import { linkSensitive } from './sharing/link-sensitive.ts';
import { linkTargetGone } from './sharing/link-target-gone.ts';
import { linkWide } from './sharing/link-wide.ts';
import { linkWithoutExpiry } from './sharing/link-without-expiry.ts';
import { linkWithoutPassword } from './sharing/link-without-password.ts';
import { linkWithoutPurpose } from './sharing/link-without-purpose.ts';
import { mailShareWithoutPassword } from './sharing/mail-share-without-password.ts';
import { outsideForgotten } from './sharing/outside-forgotten.ts';
import { reachGrew } from './sharing/reach-grew.ts';
import { registerEntryDead } from './sharing/register-entry-dead.ts';
import { shareUnknownKind } from './sharing/share-unknown-kind.ts';
import { shareWithTheDeparted } from './sharing/share-with-the-departed.ts';
import { subfolderWider } from './sharing/subfolder-wider.ts';
import { archiveOrInstaller } from './storage/archive-or-installer.ts';
import { fileDominatesQuota } from './storage/file-dominates-quota.ts';
import { impossibleDate } from './storage/impossible-date.ts';
import { largeStaleFile } from './storage/large-stale-file.ts';
import { leftoverFile } from './storage/leftover-file.ts';
import { othersFillMyQuota } from './storage/others-fill-my-quota.ts';
import { probableDuplicate } from './storage/probable-duplicate.ts';
import { quotaFullSoon } from './storage/quota-full-soon.ts';
import { quotaNearlyFull } from './storage/quota-nearly-full.ts';
import { quotaNotTheRule } from './storage/quota-not-the-rule.ts';
import { staleFolder } from './storage/stale-folder.ts';
import { syncedCopies } from './storage/synced-copies.ts';
import { trashHeavy } from './storage/trash-heavy.ts';

/** Every check, in the order in which they are listed everywhere. */
export const CHECKS: readonly Check[] = [
  quotaNearlyFull,
  quotaNotTheRule,
  quotaFullSoon,
  largeStaleFile,
  fileDominatesQuota,
  staleFolder,
  probableDuplicate,
  archiveOrInstaller,
  leftoverFile,
  trashHeavy,
  othersFillMyQuota,
  syncedCopies,
  impossibleDate,
  linkEditableOpen,
  linkOpenForever,
  linkWithoutPassword,
  linkWithoutExpiry,
  linkExpiresLate,
  linkExpiresSoon,
  linkOld,
  linkDropOpen,
  linkSensitive,
  linkWide,
  linkBypassed,
  linkLivingFolder,
  linkBySomeoneElse,
  linkDuplicated,
  linkWithoutPurpose,
  licenceUnknown,
  linkOnEmptyFolder,
  linkTargetGone,
  linkGuessable,
  linkNotRegistered,
  registerEntryDead,
  mailShareWithoutPassword,
  externalDomain,
  outsideForgotten,
  groupShareWide,
  subfolderWider,
  reachGrew,
  shareWithTheDeparted,
  shareUnknownKind,
  departedWithData,
  dormantAccount,
  memberWithoutMail,
  memberOutsideGroups,
  policyLinkPassword,
  policyLinkExpiry,
  policyPublicUpload,
  policyResharing,
  linksOlderThanPolicy,
  memberNotRead,
];

export { sensitivityIn } from './sharing/sensitive-names.ts';
