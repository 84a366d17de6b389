/** Asks a program's own HTTP interface and reads the JSON it answers. Throws on any status but 2xx, with the answer. */
export async function askJson(url: string, request: RequestInit = {}): Promise<unknown> {
  const response = await ask(url, request);
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}

/** As `askJson`, for an answer that is no JSON. A connection each: nothing stays open between questions. */
export async function ask(url: string, request: RequestInit = {}): Promise<Response> {
  const headers = new Headers(request.headers);
  headers.set('connection', 'close');
  const response = await fetch(url, { ...request, headers, signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response;
}
