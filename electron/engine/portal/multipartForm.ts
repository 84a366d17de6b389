/** A form as a browser sends it when there is a file in it (multipart/form-data, RFC 7578). */
export interface MultipartForm {
  /** Undefined where there is none of this name, or none was chosen. */
  file(name: string): Promise<Uint8Array | undefined>;
  /** All values of this name that are text. */
  texts(name: string): readonly string[];
}

/** Read by Node.js itself, as the answer to a fetch would be; undefined for what makes no sense. */
export async function readMultipart(body: Uint8Array, contentType: string): Promise<MultipartForm | undefined> {
  const headers = { 'Content-Type': contentType };
  const form = await new Response(Uint8Array.from(body), { headers }).formData().catch(() => undefined);
  if (form === undefined) return undefined;
  return {
    async file(name) {
      const value = form.get(name);
      return typeof value === 'string' || value === null || value.size === 0 ? undefined : value.bytes();
    },
    texts: (name) => form.getAll(name).filter((value) => typeof value === 'string'),
  };
}
