import { describe, expect, it } from 'vitest';
import { isPassing, networkFaultOf } from '../../../src/model/network/fault.ts';

const coded = (code: string) => Object.assign(new Error('x'), { code });

describe('a fault of the network', () => {
  it.each([
    ['ENOTFOUND', 'unknown-name'],
    ['EAI_AGAIN', 'no-name-server'],
    ['ECONNREFUSED', 'closed-port'],
    ['EHOSTUNREACH', 'no-route'],
    ['ENETUNREACH', 'no-route'],
    ['ETIMEDOUT', 'no-answer'],
    ['UND_ERR_CONNECT_TIMEOUT', 'no-answer'],
    ['CERT_HAS_EXPIRED', 'certificate-expired'],
    ['CERT_NOT_YET_VALID', 'certificate-early'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate-name'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate-authority'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate-authority'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate-authority'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'certificate-authority'],
    ['CERT_REVOKED', 'certificate'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'plain-port'],
    ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'plain-port'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'no-common-tls'],
    ['EPROTO', 'no-common-tls'],
    ['HPE_INVALID_CONSTANT', 'no-http'],
    ['ECONNRESET', 'cut'],
    ['ERR_STREAM_PREMATURE_CLOSE', 'cut'],
  ] as const)('%s is %s', (code, fault) => {
    expect(networkFaultOf(coded(code))).toBe(fault);
    expect(networkFaultOf(new TypeError('fetch failed', { cause: coded(code) }))).toBe(fault);
  });

  it('is read from the message where a library put its own code over it', () => {
    const wrapped = (message: string) =>
      networkFaultOf(Object.assign(new Error(message), { code: 'ESOCKET' }));
    expect(wrapped('connect ECONNREFUSED 127.0.0.1:25')).toBe('closed-port');
    expect(wrapped('self-signed certificate')).toBe('certificate-authority');
    expect(wrapped('error:0A00010B:SSL routines:ssl3_get_record:wrong version number')).toBe('plain-port');
  });

  it('is null for what is none', () => {
    for (const other of [new TypeError('a fault of ours'), 'ENOTFOUND', null, undefined, { code: 7 }])
      expect(networkFaultOf(other)).toBeNull();
  });

  it('passes by itself where nothing is to be corrected here', () => {
    expect(isPassing('cut')).toBe(true);
    expect(isPassing('certificate-expired')).toBe(false);
  });
});
