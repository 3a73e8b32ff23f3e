import { isLoopback } from '../model/network/loopback.ts';
import type { Explained } from './problems.ts';

/**
 * The rules that join several keys. They look at the document as it was written, so that they speak also where the
 * schema finds other things wrong: every problem is told at once.
 */
export function brokenRules(document: unknown, checks: readonly string[]): readonly Explained[] {
  const plainServer = isPlainToElsewhere(at(document, 'server'), 'url');
  return [
    ...(plainServer
      ? [
          {
            path: ['server', 'url'],
            message: 'http:// sends passwords in clear: use https://, or write "insecure: true" beside it',
          },
        ]
      : []),
    ...unknownChecks(at(document, 'exceptions'), checks),
  ];
}

/**
 * Whether a section names an address that sends its secrets in clear to another machine, and does not say so. Mail needs
 * no such rule: smtp:// to another machine wants TLS (STARTTLS), and without it nothing is sent.
 */
function isPlainToElsewhere(section: unknown, key: string): boolean {
  const address = at(section, key);
  if (typeof address !== 'string' || !URL.canParse(address) || at(section, 'insecure') === true) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && !isLoopback(hostname);
}

function unknownChecks(exceptions: unknown, checks: readonly string[]): readonly Explained[] {
  if (!Array.isArray(exceptions)) return [];
  return exceptions.flatMap((exception: unknown, index): Explained[] => {
    const check = at(exception, 'check');
    if (typeof check !== 'string' || checks.includes(check)) return [];
    const message = `"${check}" is no check: see "menage checks"`;
    return [{ path: ['exceptions', index, 'check'], message }];
  });
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
