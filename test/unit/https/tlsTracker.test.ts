import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import type { CertificateFiles } from '../../../electron/engine/https/certificateFiles.ts';
import { type CertificatePair, makeSelfSigned } from '../../../electron/engine/https/selfSigned.ts';
import { createTlsListener } from '../../../electron/engine/https/tlsListener.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { readToEnd, startHttpTracker } from '../../support/httpTrackerFixture.ts';
import { createTrackerFixture } from '../../support/trackerFixture.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const ANNOUNCE = `/announce?info_hash=${'%AB'.repeat(20)}&peer_id=-GY0100-abcdefghijkl&port=6881&left=10`;
const OK = /^HTTP\/1\.1 200 OK\r\n[^]*8:intervali60e/;

function newPair(): CertificatePair {
  const fromMs = Date.now() - 1000;
  return makeSelfSigned(randomBytes, { names: ['127.0.0.1'], fromMs, untilMs: fromMs + 86_400_000 });
}

async function start() {
  let current = newPair();
  const listeners = new Set<(pair: CertificatePair) => void>();
  const files: CertificateFiles = {
    get current() {
      return current;
    },
    watch(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const fixture = createTrackerFixture();
  const served = await startHttpTracker(cleanup, { ...fixture, listenTcp: createTlsListener(files) });
  return {
    ...fixture,
    ...served,
    first: current.certificate,
    renew() {
      current = newPair();
      for (const listener of listeners) listener(current);
      return current.certificate;
    },
    async secure(ca: string): Promise<TLSSocket> {
      const socket = connect({ host: '127.0.0.1', port: served.frontend.local.port, ca });
      cleanup.add(() => void socket.destroy());
      await once(socket, 'secureConnect');
      return socket;
    },
  };
}

describe('the tracker over HTTPS', () => {
  it('answers announces to clients that trust its certificate, and says goodbye', async () => {
    const { secure, first } = await start();
    const socket = await secure(first);
    const received = readToEnd(socket);
    socket.write(`GET ${ANNOUNCE} HTTP/1.1\r\nConnection: close\r\n\r\n`);
    expect(await received).toMatch(OK);
    expect(socket.readableEnded).toBe(true);
  });

  it('keeps connections for further requests', async () => {
    const { secure, first } = await start();
    const socket = await secure(first);
    for (let i = 0; i < 3; i++) {
      socket.write(`GET ${ANNOUNCE} HTTP/1.1\r\nHost: t\r\n\r\n`);
      expect(String((await once(socket, 'data'))[0])).toMatch(OK);
    }
  });

  it('shows a new certificate to those who come, and keeps those who are there', async () => {
    const { secure, renew, first } = await start();
    const old = await secure(first);
    const second = renew();
    const fresh = await secure(second);
    for (const socket of [old, fresh]) {
      socket.write(`GET ${ANNOUNCE} HTTP/1.1\r\nHost: t\r\n\r\n`);
      expect(String((await once(socket, 'data'))[0])).toMatch(OK);
    }
    await expect(secure(first)).rejects.toThrow(/self-signed|certificate/);
  });

  it('cuts off who speaks no TLS, and others have their answers', async () => {
    const { exchange, secure, first, logged } = await start();
    expect(await exchange(`GET ${ANNOUNCE} HTTP/1.1\r\n\r\n`).catch(() => '')).not.toMatch(OK);
    const socket = await secure(first);
    socket.write(`GET ${ANNOUNCE} HTTP/1.1\r\nHost: t\r\n\r\n`);
    expect(String((await once(socket, 'data'))[0])).toMatch(OK);
    expect(logged).toEqual([]);
  });

  it('outlives a client that leaves in the middle of the handshake', async () => {
    const { frontend, secure, first } = await start();
    for (let i = 0; i < 10; i++) {
      const socket = connectTcp(frontend.local.port, '127.0.0.1');
      await once(socket, 'connect');
      socket.write(Buffer.from('16030102000100', 'hex'));
      socket.resetAndDestroy();
    }
    expect((await secure(first)).authorized).toBe(true);
  });
});
