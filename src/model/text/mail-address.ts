import { domainToASCII } from 'node:url';

/** One bare address, as an envelope takes it (RFC 5321, 6531): no second one, no line end, no name. */
export function isMailAddress(text: string): boolean {
  return (
    text.length <= 254 && /^[^\s<>()[\]\\,;:"@\p{Cc}\p{Cf}]+@[^\s<>()[\]\\,;:"@\p{Cc}\p{Cf}]+$/u.test(text)
  );
}

/**
 * The address with its domain as DNS knows it: `anna@coopé.example` → `anna@xn--coop-fpa.example`. What stands before
 * the @ stays as it is. Null when the domain cannot be one.
 */
export function withAsciiDomain(address: string): string | null {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  if (at < 1 || domain === '') return null;
  // Plain ones stay as they were written: the mapping below would take "1.2" for an address of the network.
  if (isAscii(domain)) return address;
  const ascii = domainToASCII(domain);
  return ascii === '' ? null : `${address.slice(0, at)}@${ascii}`;
}

/** Whether only a mail server with SMTPUTF8 (RFC 6531) can take it: a letter beyond ASCII before the @. */
export function needsSmtpUtf8(address: string): boolean {
  return !isAscii(address.slice(0, address.lastIndexOf('@')));
}

/**
 * The form by which two spellings of one address are equal: no server is known that tells `Anna@` from `anna@`, and
 * accented letters come composed or not.
 */
export function addressIdentity(address: string): string {
  const plain = address.normalize('NFC').toLowerCase();
  return withAsciiDomain(plain) ?? plain;
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/** Whether a text can stand as the sender of a mail: an address, perhaps behind a name. */
export function isSender(text: string): boolean {
  return /^[^\r\n]*@[^\r\n]*$/.test(text);
}
