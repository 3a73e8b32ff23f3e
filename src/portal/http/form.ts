const MOST_BYTES = 16 * 1024;

/**
 * The fields of a form; null where it is too large, too slow, cut off, or no form.
 * @param withinMs how long its body may take.
 * @param isMultipart whether multipart is taken too, as mail programs send it (RFC 8058).
 */
export async function readForm(
  request: Request,
  withinMs: number,
  isMultipart: boolean,
): Promise<URLSearchParams | null> {
  const type = request.headers.get('content-type') ?? '';
  const bytes = await readBody(request, withinMs);
  if (bytes === null) return null;
  if (bytes.length === 0) return new URLSearchParams();
  if (/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type))
    return new URLSearchParams(Buffer.from(bytes).toString('utf8'));
  if (!isMultipart || !/^multipart\/form-data\s*;/i.test(type)) return null;
  const fields = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } })
    .formData()
    .catch(() => null);
  if (fields === null) return null;
  const form = new URLSearchParams();
  for (const [name, value] of fields) if (typeof value === 'string') form.append(name, value);
  return form;
}

async function readBody(request: Request, withinMs: number): Promise<Uint8Array | null> {
  if (Number(request.headers.get('content-length') ?? 0) > MOST_BYTES) return null;
  if (request.body === null) return new Uint8Array();
  const reader = request.body.getReader();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    reader.cancel().catch(() => {});
  }, withinMs);
  try {
    const chunks: Uint8Array[] = [];
    let length = 0;
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      length += next.value.length;
      if (length > MOST_BYTES) return null;
      chunks.push(next.value);
    }
    return isLate ? null : Buffer.concat(chunks);
  } catch {
    // The client has gone.
    return null;
  } finally {
    clearTimeout(timer);
  }
}
