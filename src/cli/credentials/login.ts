import { renderUnicodeCompact } from 'uqr';
import { membersWithout } from '../../app/credentials/missing.ts';
import { clientOf, vaultOf } from '../../app/open.ts';
import { terminalSpeaker } from '../../app/terminal.ts';
import { grantAccess } from '../../credentials/login.ts';
import type { Vault } from '../../credentials/vault.ts';
import { EXIT, type ExitCode, UsageError } from '../../model/errors.ts';
import { type MemberId, memberId } from '../../model/ids.ts';
import type { Client } from '../../nextcloud/http/client.ts';
import { configOf } from '../config.ts';
import type { Context } from '../context.ts';

/** `menage credentials login [MEMBER]`: hands out a link by which a member grants access in the browser. */
export async function login(
  context: Context,
  uid: string | undefined,
  options: { readonly allMissing?: boolean },
): Promise<ExitCode> {
  if ((uid === undefined) === (options.allMissing !== true)) {
    throw new UsageError('Name one member, or say --all-missing.');
  }
  const config = configOf(context);
  const vault = await vaultOf(config, context);
  const members = uid === undefined ? (await membersWithout(config, context)).members : [memberId(uid)];
  const client = await clientOf(config);
  try {
    let granted = 0;
    for (const member of members) if (await grantOne(client, vault, member, context)) granted++;
    context.out(terminalSpeaker(context)('login.granted', { n: granted, all: members.length }));
    return granted === members.length ? EXIT.done : EXIT.partial;
  } finally {
    client.close();
  }
}

async function grantOne(client: Client, vault: Vault, member: MemberId, context: Context): Promise<boolean> {
  if (context.stop.aborted) return false;
  const say = terminalSpeaker(context);
  const grant = await grantAccess(member, {
    anonymous: client.as(null),
    sessionOf: (credential) => client.as(credential),
    show: (link) => {
      const picture = context.color ? `${renderUnicodeCompact(link)}\n` : '';
      context.out(`${picture}${say('login.link', { member })}\n${link}`);
    },
    wait: (ms) => new Promise((resume) => setTimeout(resume, ms)),
    now: context.now,
    stopping: () => context.stop.aborted,
  });
  if (grant.outcome === 'granted') await vault.put([grant.entry]);
  context.out(
    grant.outcome === 'granted'
      ? say('login.done', { member })
      : say('login.not', { member, why: grant.reason }),
  );
  return grant.outcome === 'granted';
}
