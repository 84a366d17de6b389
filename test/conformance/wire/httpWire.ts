import { once } from 'node:events';
import { connect } from 'node:net';
import { createChanges } from './changes.ts';
import type { Place } from './place.ts';

/** HTTP as bytes on a TCP connection: what is sent stands exactly as it was written. */

export interface HttpAnswer {
  readonly version: string;
  readonly status: number;
  /** Names in small letters. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

export interface HttpConnection {
  /** One character a byte. */
  send(text: string): void;
  /**
   * The next answer, whole; undefined when the connection ended, or nothing came in time. `withoutBody`: of a HEAD request,
   * whose answer has no body whatever its head says.
   */
  answer(options?: { readonly withoutBody?: boolean }): Promise<HttpAnswer | undefined>;
  /** Whether the tracker ends the connection, within the suite's patience. */
  ends(): Promise<boolean>;
  close(): void;
}

const HEAD_END = '\r\n\r\n';

export async function openHttp({ host, port, from }: Place): Promise<HttpConnection> {
  const socket = connect({ host, port, ...(from !== undefined && { localAddress: from }) });
  const changes = createChanges();
  let received = Buffer.alloc(0);
  let isEnded = false;
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    changes.happen();
  });
  const end = (): void => {
    isEnded = true;
    changes.happen();
  };
  await once(socket, 'connect');
  socket.on('end', end);
  socket.on('close', end);
  socket.on('error', end);

  /** Null: there will be no answer. */
  function take(withoutBody: boolean): HttpAnswer | null | undefined {
    const headEnd = received.indexOf(HEAD_END);
    if (headEnd < 0) return isEnded ? null : undefined;
    const bodyAt = headEnd + HEAD_END.length;
    const [line = '', ...fields] = received.toString('latin1', 0, headEnd).split('\r\n');
    const headers = new Map(fields.map(readField));
    const bodyEnd = withoutBody ? bodyAt : endOfBody(headers, bodyAt);
    if (bodyEnd > received.length) return isEnded ? null : undefined;
    const [version = '', status = ''] = line.split(' ');
    const answer = { version, status: Number(status), headers, body: received.subarray(bodyAt, bodyEnd) };
    received = received.subarray(bodyEnd);
    return answer;
  }

  function endOfBody(headers: ReadonlyMap<string, string>, bodyAt: number): number {
    const length = headers.get('content-length');
    if (length !== undefined) return bodyAt + Number(length);
    return isEnded ? received.length : Infinity;
  }

  return {
    send: (text) => void socket.write(text, 'latin1'),
    answer: async ({ withoutBody = false } = {}) => (await changes.until(() => take(withoutBody))) ?? undefined,
    ends: async () => (await changes.until(() => isEnded || undefined)) ?? false,
    close: () => void socket.destroy(),
  };
}

function readField(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}
