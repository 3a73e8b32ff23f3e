const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Whether the host name of a URL is this very machine: what goes there crosses no network (RFC 6890: all of 127/8). */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}
