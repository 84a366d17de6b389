import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { infoHashOf, LOOPBACK, startAsker, startDhtNode } from '../support/dhtFixture.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/freePort.ts';
import { startHandshakeListener } from '../support/handshakeListener.ts';
import { startProgram } from '../support/programs.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const infoHash = infoHashOf(0xaa);

describe('the DHT node as the only one that a client knows', () => {
  it('answers get_peers, made by hand after BEP 5, with our own seeder', async () => {
    const node = await startDhtNode(cleanup, { peerPort: 0x1ae1, nodeId: Buffer.alloc(20, 'N') });
    node.announce(infoHash);
    const asker = await startAsker(cleanup);

    const question = bytes(
      'd1:ad2:id20:',
      'a'.repeat(20),
      '9:info_hash20:',
      '\xaa'.repeat(20),
      'e1:q9:get_peers1:t2:xy1:y1:qe',
    );
    const answer = await asker.ask(question, node.port);

    const token = /5:token(20:[^]{20})/.exec(answer.toString('latin1'))?.[1] ?? 'no token';
    const peer = '6:\x7f\x00\x00\x01\x1a\xe1';
    const expected = bytes(
      'd1:rd2:id20:',
      'N'.repeat(20),
      '5:nodes0:5:token',
      token,
      `6:valuesl${peer}ee1:t2:xy1:y1:re`,
    );
    expect(answer.toString('latin1')).toBe(expected.toString('latin1'));
  });

  it('leads aria2c with a magnet link without trackers to our seeder', async () => {
    const seeder = await startHandshakeListener(cleanup, LOOPBACK);
    const node = await startDhtNode(cleanup, { peerPort: seeder.port });
    node.announce(infoHash);

    await startProgram(cleanup, { command: 'aria2c', args: await aria2DhtArgs(node.port) });

    expect(await seeder.firstHandshake).toBe(infoHash);
    // aria2c answers pings and so is one of our nodes by now.
    await eventually(() => (node.nodeCount() > 0 ? true : undefined), { what: 'aria2c to become a node' });
  });

  it('leads aria2c to a peer that another Granary announced, over one bootstrap address', async () => {
    const seeder = await startHandshakeListener(cleanup, LOOPBACK);
    const bootstrap = await startDhtNode(cleanup);
    const sharing = await startDhtNode(cleanup, {
      peerPort: seeder.port,
      bootstrap: [{ host: LOOPBACK, port: bootstrap.port }],
    });
    sharing.announce(infoHash);

    await startProgram(cleanup, { command: 'aria2c', args: await aria2DhtArgs(bootstrap.port) });

    expect(await seeder.firstHandshake).toBe(infoHash);
  });
});

async function aria2DhtArgs(entryPort: number): Promise<string[]> {
  const folder = await temporaryFolder(cleanup, 'aria2');
  return [
    '--no-conf',
    `--dir=${folder}`,
    `--interface=${LOOPBACK}`,
    `--listen-port=${await freePort()}`,
    '--disable-ipv6=true',
    '--enable-dht=true',
    `--dht-listen-port=${await freePort()}`,
    `--dht-entry-point=${LOOPBACK}:${entryPort}`,
    `--dht-file-path=${join(folder, 'dht.dat')}`,
    '--bt-enable-lpd=false',
    '--enable-peer-exchange=false',
    '--console-log-level=warn',
    '--summary-interval=0',
    `--stop-with-process=${process.pid}`,
    `magnet:?xt=urn:btih:${infoHash}`,
  ];
}

function bytes(...parts: readonly string[]): Buffer {
  return Buffer.from(parts.join(''), 'latin1');
}
