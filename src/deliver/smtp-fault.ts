/**
 * Whose fault a failure is. "person": of this recipient or this mail. "all": of the connection, the login, the sender
 * or the relay, so that every other mail would fail as well. "unclear": either; repetition tells.
 */
export type Fault = 'person' | 'all' | 'unclear';

/** What a mail server answered, or that it did not. */
export interface SmtpFailure {
  /** The reply code; null when no reply came. */
  readonly code: number | null;
  /** The whole reply, with its enhanced status code where there is one. */
  readonly reply: string;
  /** The command that was answered, as nodemailer calls it. */
  readonly command: string;
}

const RELAY =
  /\brelay(?:ing)?\s+(?:access\s+)?(?:is\s+)?(?:denied|refused|prohibited|not)\b|\b(?:not|cannot|to|no)\s+relay(?:ing)?\b/i;
const SENDING_LIMIT =
  /\b(?:daily|hourly|sending|outgoing|rate)\b.{0,30}\b(?:quota|limit)|\btoo (?:much mail|many (?:messages|mails|connections))\b|\b(?:number of|too many) (?:messages|mails)\b.{0,40}\b(?:per|exceed|maximum|hour|day)|\bexceed\w*\b.{0,40}\b(?:number of|per) (?:messages|mails|hour|day)/i;
const OF_OUR_SENDER =
  /\bsend ?as ?denied\b|\bsender (?:address )?(?:verify|verification|rejected|denied|not)\b|\bnot allowed to send as\b/i;
const OF_OUR_MACHINE =
  /\bclient host\b|\byour (?:ip|host|server|account)\b|\b(?:black|block)list|\bspamhaus\b|\bdnsbl\b/i;
const GREYLISTING = /gr[ae]y-?\s?list/i;

/**
 * Judges a failure by where it happened, then by its enhanced status code (RFC 3463, 5248), then by its reply code
 * (RFC 5321): many servers send only the last.
 */
export function faultOf({ code, reply, command }: SmtpFailure): Fault {
  const isOfRecipient = command === 'RCPT TO' || command === 'DATA';
  if (code === null || !isOfRecipient || code === 421) return 'all';
  if (SENDING_LIMIT.test(reply)) return 'all';
  if (RELAY.test(reply) || OF_OUR_SENDER.test(reply)) return 'all';
  if (GREYLISTING.test(reply)) return 'person';
  const status = enhancedStatusOf(reply);
  // X.6 is the content: a reply to the recipient cannot speak of it, and only repeats its code.
  const isVoid = status === null || (status.subject === 6 && command === 'RCPT TO');
  const fault = isVoid ? faultOfCode(code, command) : faultOfStatus(status, code, command);
  return fault === 'person' && OF_OUR_MACHINE.test(reply) ? 'unclear' : fault;
}

interface EnhancedStatus {
  readonly subject: number;
  readonly detail: number;
}

/** `550 5.1.1 …` → 1 and 1. Some servers put one of their own before the one that counts: the last one speaks. */
function enhancedStatusOf(reply: string): EnhancedStatus | null {
  const run = /^\d{3}[ -]((?:[245]\.\d{1,3}\.\d{1,3}\s+)+)/.exec(`${reply} `)?.[1];
  const [, subject, detail] = run?.trim().split(/\s+/).at(-1)?.split('.').map(Number) ?? [];
  return subject === undefined || detail === undefined ? null : { subject, detail };
}

/** X.1.7 and X.1.8: the sender's address. */
const OF_SENDER = [7, 8];
/** X.7.8, X.7.9, X.7.11: the login. */
const OF_LOGIN = [8, 9, 11];
/** X.4.1, X.4.4, X.4.6, X.4.7: the way to this recipient's domain. */
const OF_ROUTE = [1, 4, 6, 7];
const TOO_BIG = 4;
/** X.2.0 to X.2.4 are the mailbox; larger ones are a provider's own (5.2.252 of Exchange is the sender). */
const LAST_OF_MAILBOX = 4;

function faultOfStatus({ subject, detail }: EnhancedStatus, code: number, command: string): Fault {
  switch (subject) {
    case 1:
      return OF_SENDER.includes(detail) ? 'all' : 'person';
    case 2:
      return detail <= LAST_OF_MAILBOX ? 'person' : 'unclear';
    case 6:
      return 'person';
    case 3:
      // One long mail, or a bound below every mail.
      return detail === TOO_BIG ? 'unclear' : 'all';
    case 4:
      return OF_ROUTE.includes(detail) ? 'person' : 'all';
    case 7:
      if (OF_LOGIN.includes(detail)) return 'all';
      // For now: greylisting, which asks each recipient's mail to come again.
      return code < 500 ? 'person' : 'unclear';
    default:
      return faultOfCode(code, command);
  }
}

/** 450, 550, 551, 552, 553: the mailbox. 501, 555: its spelling. */
const OF_MAILBOX = [450, 501, 550, 551, 552, 553, 555];
const OF_LOGIN_CODE = [530, 534, 535, 538];

/** After the text, 550 and 553 mostly speak of what was sent or of its sender. */
const OF_TEXT_OR_SENDER = [550, 553];

function faultOfCode(code: number, command: string): Fault {
  if (command === 'DATA' && OF_TEXT_OR_SENDER.includes(code)) return 'unclear';
  if (OF_MAILBOX.includes(code)) return 'person';
  return OF_LOGIN_CODE.includes(code) ? 'all' : 'unclear';
}

/**
 * What an admin can do where every mail failed: it differs for a login, a bound on the number of mails, a sender or relay,
 * and a server that is away.
 */
export function remedyForAll({ code, reply }: Pick<SmtpFailure, 'code' | 'reply'>): string {
  // What nodemailer makes of a reply has its own words before it; a server that hangs up may have said why.
  const line = /(?:^|: )([45]\d\d[ -].*)$/s.exec(reply)?.[1] ?? '';
  const number = code ?? (Number(line.slice(0, 3)) || null);
  if (number === null) return 'check the host and port in mail.transport, and whether the mail server runs';
  const status = enhancedStatusOf(line);
  const isLogin = status?.subject === 7 && OF_LOGIN.includes(status.detail);
  if (isLogin || OF_LOGIN_CODE.includes(number))
    return 'check the user in mail.transport and the password in mail.passwordFile (some providers want an app password)';
  if (SENDING_LIMIT.test(line))
    return "wait until the provider's bound is over, lower mail.maxPerMinute, or ask the provider for more";
  if (number < 500) return 'the mail server says that it is of now: wait, and look into its log if it stays';
  return 'check that the provider lets the user in mail.transport send as mail.from to these addresses, and what the reply says';
}
