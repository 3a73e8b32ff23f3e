import { afterEach, describe, expect, it } from 'vitest';
import { smtpTransport } from '../../src/deliver/transport.ts';
import { secret } from '../../src/model/secret.ts';
import { type ScriptedSmtp, type SmtpStage, scriptedSmtp } from '../helpers/smtp-script.ts';
import { mail } from './helpers.ts';

const open: ScriptedSmtp[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function answering(stage: SmtpStage, reply: string) {
  const server = await scriptedSmtp((at) => (at === stage ? reply : undefined));
  open.push(server);
  return smtpTransport({
    address: server.url.replace('//', '//me@'),
    password: secret('hunter2'),
    insecure: false,
  }).send(mail('member:anna'));
}

describe('whose fault a failure is', () => {
  it.each<[SmtpStage, string, string]>([
    ['greeting', '554 No SMTP service here', 'deferred all'],
    ['greeting', '421 4.3.2 Too busy', 'deferred all'],
    ['ehlo', '421 4.7.0 Try later', 'deferred all'],
    ['auth', '535 5.7.8 Authentication credentials invalid', 'deferred all'],
    ['auth', '454 4.7.0 Temporary authentication failure', 'deferred all'],
    ['mail', '530 5.7.0 Authentication required', 'deferred all'],
    ['mail', '550 5.7.1 Sender not allowed', 'deferred all'],
    ['mail', '550 5.4.5 Daily sending quota exceeded', 'deferred all'],
    ['mail', '452 4.3.1 Insufficient system storage', 'deferred all'],
    ['rcpt', '550 5.1.1 No such user', 'refused person'],
    ['rcpt', '550 User unknown', 'refused person'],
    ['rcpt', '556 5.1.10 Domain takes no mail', 'refused person'],
    ['rcpt', '550 5.1.8 Sender domain not found', 'deferred all'],
    ['rcpt', '552 5.2.2 Mailbox full', 'refused person'],
    ['rcpt', '452 4.2.2 Mailbox full', 'deferred person'],
    ['rcpt', '450 4.7.1 Greylisted, come again', 'deferred person'],
    ['rcpt', '451 Greylisting in action', 'deferred person'],
    ['rcpt', '550 5.7.1 Recipient does not want this', 'refused unclear'],
    ['rcpt', '550 5.7.1 relay denied', 'deferred all'],
    ['rcpt', '554 5.7.1 <anna@coop.example>: Relay access denied', 'deferred all'],
    ['rcpt', '550 relay not permitted', 'deferred all'],
    ['rcpt', '550 5.1.1 <relay@coop.example>: User unknown', 'refused person'],
    ['rcpt', '530 Authentication required', 'deferred all'],
    ['rcpt', '550 5.4.5 Daily sending limit exceeded', 'deferred all'],
    ['rcpt', '550 Hourly sending quota reached', 'deferred all'],
    ['rcpt', '550 5.4.1 Recipient address rejected', 'refused person'],
    ['rcpt', '451 4.3.0 Lookup failed', 'deferred all'],
    ['rcpt', '421 4.7.0 Too many mails', 'deferred all'],
    // As servers write it that put a status of their own before the one that counts.
    ['rcpt', '550 5.1.1 5.7.1 Not for you', 'refused unclear'],
    ['rcpt', '554 5.6.0 Refused', 'refused unclear'],
    ['data', '451 4.3.0 Not now', 'deferred all'],
    ['data', '554 5.5.1 No valid recipients', 'refused unclear'],
    ['text', '552 5.2.2 Mailbox full', 'refused person'],
    ['text', '550 5.7.1 Looks like spam', 'refused unclear'],
    ['text', '554 5.6.0 Bad content', 'refused person'],
    ['text', '552 5.3.4 Too big', 'refused unclear'],
    ['text', '552 Mailbox full', 'refused person'],
    // As large providers write it.
    ['rcpt', '450 4.7.1 Error: too much mail from 192.0.2.4', 'deferred all'],
    ['rcpt', '450 4.7.1 Greylisted, too many deferrals', 'deferred person'],
    ['text', '451 4.7.1 You have exceeded the maximum number of messages per hour', 'deferred all'],
    ['rcpt', '550 5.7.1 Number of messages exceeds maximum per day', 'deferred all'],
    ['rcpt', '452 4.2.2 The email account that you tried to reach is over quota', 'deferred person'],
    ['text', '554 5.2.252 SendAsDenied; x not allowed to send as y', 'deferred all'],
    ['text', '554 5.2.253 Refused by the store', 'refused unclear'],
    ['rcpt', '550 Sender verify failed', 'deferred all'],
    ['rcpt', '550 192.0.2.4 blocked using a blocklist', 'refused unclear'],
    ['text', '550 Refused by policy', 'refused unclear'],
    ['rcpt', '550 5.1.1 Anna is not known, too many letters', 'refused person'],
    ['text', '452 4.3.1 System full', 'deferred all'],
    ['text', '550 5.4.5 Daily sending quota exceeded', 'deferred all'],
  ])('at %s, %s: %s', async (stage, reply, wanted) => {
    const { outcome, fault, reply: told } = await answering(stage, reply);
    expect(`${outcome} ${fault}`).toBe(wanted);
    expect(told).toContain(reply);
    expect(told).not.toContain('hunter2');
  });

  it('is everybody’s where nobody answers', async () => {
    const transport = smtpTransport({ address: 'smtp://127.0.0.1:1', password: null, insecure: false });
    expect(await transport.send(mail('member:anna'))).toMatchObject({ outcome: 'deferred', fault: 'all' });
  });
});
