import { because, type Reason } from '../reasons/reason.ts';
import { certificateNames, type NetworkFault } from './fault.ts';

/** The other end of a connection, as messages name it. */
export interface Peer {
  readonly service: 'nextcloud' | 'mail' | 'web';
  /** Its host, or what stands for it where the address is a secret. */
  readonly host: string;
  readonly port: string;
  /** The key of the config that its address stands in. */
  readonly key: string;
}

/**
 * Why a server could not be reached, and what to do: a phrase.
 * @param error what the fault was read from: it may say which names a certificate is made for.
 */
export function unreachedBecause(
  fault: NetworkFault,
  { service, host, port, key }: Peer,
  error: unknown,
): Reason {
  switch (fault) {
    case 'unknown-name':
    case 'cut':
      return because(`network.${fault}`, { host, key });
    case 'closed-port':
    case 'no-answer':
    case 'no-http':
      return because(`network.${fault}`, { host, port, key });
    case 'plain-port':
      return because(service === 'mail' ? 'network.plain-mail-port' : 'network.plain-port', {
        host,
        port,
        key,
      });
    case 'certificate-name': {
      const names = certificateNames(error);
      return names === null
        ? because('network.certificate', { host })
        : because('network.certificate-name', { host, names, key });
    }
    case 'certificate-authority':
      return because(service === 'nextcloud' ? 'network.certificate-authority' : 'network.other-authority', {
        host,
      });
    default:
      return because(`network.${fault}`, { host });
  }
}

const USUAL_PORTS: ReadonlyMap<string, string> = new Map([
  ['http:', '80'],
  ['https:', '443'],
  ['smtp:', '587'],
  ['smtps:', '465'],
]);

/** The port of an address, or the usual one of its scheme. */
export function portOf({ port, protocol }: URL): string {
  return port || (USUAL_PORTS.get(protocol) ?? '');
}
