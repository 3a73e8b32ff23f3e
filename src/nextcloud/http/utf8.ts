import { requestError } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';

/** Decodes UTF-8 while it arrives, whatever the cuts. */
export interface Utf8Reader {
  /** @throws {RequestError} for bytes that are no UTF-8. */
  write(chunk: Uint8Array): string;
  /** @throws {RequestError} when the last character was cut. */
  end(): void;
}

const NOTHING = new Uint8Array(0);

/** Hands whole characters to a decoder without memory of its own: Node's streaming one takes four times as long. */
export function utf8Reader(): Utf8Reader {
  // The mark at the beginning of a text is for its reader; in the middle it is a character like the rest.
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest = NOTHING;
  function decoded(bytes: Uint8Array): string {
    try {
      return decoder.decode(bytes);
    } catch (error) {
      throw requestError('unexpected', because('answer.no-utf8'), 207, { cause: error });
    }
  }
  return {
    write(chunk) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const cut = bytes.length - begun(bytes);
      rest = cut === bytes.length ? NOTHING : bytes.slice(cut);
      return decoded(bytes.subarray(0, cut));
    },
    end() {
      decoded(rest);
    },
  };
}

/** How many bytes at the end begin a character that goes on (RFC 3629): 0 to 3. */
function begun(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return lengthFrom(byte) > back ? back : 0;
  }
  return 0;
}

/** How many bytes a character has that begins with this one. */
function lengthFrom(lead: number): number {
  if (lead >= 0xf0) return 4;
  return lead >= 0xe0 ? 3 : 2;
}
