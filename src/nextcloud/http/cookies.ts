/** Servers refuse a header line from 8 KB on (Apache's LimitRequestFieldSize is 8190). */
const LONGEST_LINE = 7_000;

/**
 * Takes the cookies of an answer into the jar of its login. What would make the line too long that comes back with
 * every request is dropped.
 * @param lines the values of its Set-Cookie headers.
 */
export function rememberCookies(jar: Map<string, string>, lines: readonly string[]): void {
  for (const line of lines) {
    const [pair = ''] = line.split(';', 1);
    const cut = pair.indexOf('=');
    if (cut <= 0) continue;
    const [name, value] = [pair.slice(0, cut).trim(), pair.slice(cut + 1).trim()];
    if (cookieLine(new Map(jar).set(name, value)).length <= LONGEST_LINE) jar.set(name, value);
  }
}

/** The Cookie header of a jar (RFC 6265, 4.2). */
export function cookieLine(jar: ReadonlyMap<string, string>): string {
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
}
