/** What kept a connection from being made, or cut it. */
export type NetworkFault =
  | 'unknown-name'
  | 'no-name-server'
  | 'closed-port'
  | 'no-route'
  | 'no-answer'
  | 'plain-port'
  | 'no-common-tls'
  | 'certificate-expired'
  | 'certificate-early'
  | 'certificate-name'
  | 'certificate-authority'
  | 'certificate'
  | 'no-http'
  | 'cut';

/** These pass by themselves; the others stay until an address, a port or a certificate is corrected. */
const PASSING: readonly NetworkFault[] = ['no-name-server', 'closed-port', 'no-route', 'no-answer', 'cut'];

export function isPassing(fault: NetworkFault): boolean {
  return PASSING.includes(fault);
}

/**
 * How Node, its HTTP clients and OpenSSL name each: a code, a class, or where a library put its own code over that, a piece of
 * the message. The first that matches counts.
 */
const SIGNS: readonly (readonly [NetworkFault, RegExp])[] = [
  ['unknown-name', /\bENOTFOUND\b|\bEDNS\b/],
  ['no-name-server', /\bEAI_AGAIN\b/],
  ['closed-port', /\bECONNREFUSED\b/],
  ['no-route', /\bE(?:HOST|NET)(?:UNREACH|DOWN)\b|\bEADDRNOTAVAIL\b/],
  ['certificate-expired', /\bCERT_HAS_EXPIRED\b|certificate has expired/],
  ['certificate-early', /\bCERT_NOT_YET_VALID\b|certificate is not yet valid/],
  ['certificate-name', /\bERR_TLS_CERT_ALTNAME_INVALID\b|does not match certificate's altnames/],
  [
    'certificate-authority',
    /\b(?:DEPTH_ZERO_)?SELF_SIGNED_CERT|\bUNABLE_TO_(?:GET_ISSUER|VERIFY)|self[- ]signed certificate|unable to (?:get (?:local )?issuer|verify the first) certificate/,
  ],
  ['certificate', /\bCERT_[A-Z]|\bERR_TLS_CERT_|\bUNABLE_TO_/],
  ['plain-port', /wrong[ _]version[ _]number|packet[ _]length[ _]too[ _]long|\bhttp request\b/i],
  ['no-common-tls', /\bEPROTO\b|\bERR_(?:SSL|TLS)_|\bSSL routines\b/],
  // Node 24 and newer: without a code.
  ['no-http', /\bHPE_INVALID_(?:CONSTANT|VERSION)\b|^HTTPParserError$/],
  ['no-answer', /\bE?CONNECT(?:ION)?_?TIMED?_?OUT\b|\bETIMEDOUT\b|\bUND_ERR_CONNECT_TIMEOUT\b/],
  ['cut', /\bECONNRESET\b|\bECONNABORTED\b|\bEPIPE\b|\bERR_STREAM_PREMATURE_CLOSE\b|\bUND_ERR_SOCKET\b/],
];

/** What an error of the network means; null where it is none that we know. */
export function networkFaultOf(error: unknown): NetworkFault | null {
  const words = [...errorsIn(error)].flatMap((one) =>
    ['code', 'name', 'message'].map((key) => textAt(one, key)),
  );
  for (const [fault, sign] of SIGNS) if (words.some((word) => sign.test(word))) return fault;
  return null;
}

/** The names that a certificate is made for, as the error of a check against another name says them; null where it does not. */
export function certificateNames(error: unknown): string | null {
  for (const one of errorsIn(error)) {
    const names = /altnames: .*altnames: (.+)$/s.exec(textAt(one, 'message'))?.[1];
    if (names !== undefined) return names.replaceAll(/\b(?:DNS|IP Address):/g, '').trim();
  }
  return null;
}

const DEEPEST_CAUSE = 5;

/** An error, and what caused it. */
function* errorsIn(error: unknown): Generator<unknown> {
  for (let at = error, depth = 0; at !== undefined && at !== null && depth < DEEPEST_CAUSE; depth++) {
    yield at;
    at = typeof at === 'object' ? Reflect.get(at, 'cause') : undefined;
  }
}

function textAt(value: unknown, key: string): string {
  const text: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof text === 'string' ? text : '';
}
