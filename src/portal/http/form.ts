const MOST_BYTES = 16 * 1024;

/**
 * The fields of a form; null where it is too large, or no form.
 * @param isMultipart whether multipart is taken too, as mail programs send it (RFC 8058).
 */
export async function readForm(request: Request, isMultipart: boolean): Promise<URLSearchParams | null> {
  const type = request.headers.get('content-type') ?? '';
  const bytes = await readBody(request);
  if (bytes === null) return null;
  if (bytes.length === 0) return new URLSearchParams();
  if (/^application\/x-www-form-urlencoded\b/i.test(type))
    return new URLSearchParams(Buffer.from(bytes).toString('utf8'));
  if (!isMultipart || !/^multipart\/form-data\b/i.test(type)) return null;
  const fields = await new Response(bytes, { headers: { 'content-type': type } })
    .formData()
    .catch(() => null);
  if (fields === null) return null;
  const form = new URLSearchParams();
  for (const [name, value] of fields) if (typeof value === 'string') form.append(name, value);
  return form;
}

async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer> | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (request.body === null) return new Uint8Array();
  for await (const chunk of request.body) {
    length += chunk.length;
    if (length > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
