import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import type { DhtNode } from '../../../electron/engine/dht/dhtNode.ts';
import { parseKrpc, writeKrpc } from '../../../electron/engine/dht/krpc.ts';
import { JOIN_INTERVAL_MS } from '../../../electron/engine/dht/routingTable.ts';
import { infoHashToBytes } from '../../../shared/infoHash.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { createMemoryUdp, infoHashOf, LOOPBACK, startAsker, startDhtNode } from '../../support/dhtFixture.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/freePort.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const infoHash = infoHashOf(0xaa);
const target = infoHashToBytes(infoHash);

describe('DHT nodes', () => {
  it('find each other through one bootstrap address', async () => {
    const bootstrap = await startDhtNode(cleanup);
    const places = [{ host: LOOPBACK, port: bootstrap.port }];
    const [first, second] = [
      await startDhtNode(cleanup, { bootstrap: places }),
      await startDhtNode(cleanup, { bootstrap: places }),
    ];
    await nodes(second, 2);
    await nodes(first, 2);
    expect(portsKnownTo(bootstrap)).toEqual(new Set([first.port, second.port]));
    expect(portsKnownTo(second)).toEqual(new Set([bootstrap.port, first.port]));
  });

  it('know where a share is from the node that announced it', async () => {
    const bootstrap = await startDhtNode(cleanup);
    const sharing = await startDhtNode(cleanup, {
      peerPort: 7000,
      bootstrap: [{ host: LOOPBACK, port: bootstrap.port }],
    });
    sharing.announce(infoHash);
    const asker = await startAsker(cleanup);
    const peers = await eventually(() => peersGivenBy(bootstrap, asker), { what: 'the announce to arrive' });
    expect(peers).toEqual([Uint8Array.of(127, 0, 0, 1, 7000 >> 8, 7000 & 255)]);
  });

  it('ask a bootstrap again that was not there at first', async () => {
    const clock = createVirtualClock();
    const port = await freePort();
    const early = await startDhtNode(cleanup, { bootstrap: [{ host: LOOPBACK, port }] }, { clock });
    const late = await startDhtNode(cleanup, { port });
    expect(late.port).toBe(port);
    clock.advance(JOIN_INTERVAL_MS);
    await nodes(early, 1);
    expect(portsKnownTo(early)).toEqual(new Set([port]));
  });

  it('start again with the id and the nodes they had', async () => {
    const other = await startDhtNode(cleanup);
    const before = await startDhtNode(cleanup, { bootstrap: [{ host: LOOPBACK, port: other.port }] });
    await nodes(before, 1);
    const table = before.saveTable();
    expect(table.id).toHaveLength(20);
    expect(table.nodes).toEqual([{ id: other.saveTable().id, host: LOOPBACK, port: other.port }]);
    await before.stop();

    const after = await startDhtNode(cleanup, { nodeId: table.id, nodes: table.nodes });
    expect(after.nodeCount()).toBe(1);
    expect(after.saveTable()).toEqual(table);
  });

  it('keep to the nodes they knew while they are alone', async () => {
    const known = [{ id: new Uint8Array(20).fill(7), host: LOOPBACK, port: await freePort() }];
    const node = await startDhtNode(cleanup, { nodes: known });
    await eventually(() => (node.nodeCount() === 0 ? true : undefined), { what: 'the silent node to be dropped' });
    expect(node.saveTable().nodes).toEqual(known);
  });

  it('neither take nodes of the internet from a table nor ask them', async () => {
    const hosts = ['8.8.8.8', '0.0.0.0', '255.255.255.255', '2001:db8::1', 'localhost'];
    const known = hosts.map((host, i) => ({ id: new Uint8Array(20).fill(i + 1), host, port: 6881 }));
    const udp = createMemoryUdp();
    const node = await startDhtNode(cleanup, { nodes: known }, { bindUdp: udp.bindUdp });
    expect(node.saveTable().nodes).toEqual([]);
    await node.stop();
    expect(udp.sent).toEqual([]);
  });

  it('say which port is taken', async () => {
    const node = await startDhtNode(cleanup);
    await expect(startDhtNode(cleanup, { port: node.port })).rejects.toMatchObject({ code: 'port-taken' });
  });

  it('stop in the middle of a lookup, and more than once', async () => {
    const asker = await startAsker(cleanup);
    const node = await startDhtNode(cleanup, { bootstrap: [{ host: LOOPBACK, port: asker.socket.address().port }] });
    await once(asker.socket, 'message');
    node.announce(infoHash);
    const stopped = node.stop();
    expect(node.stop()).toBe(stopped);
    await stopped;
  });
});

function portsKnownTo(node: DhtNode): Set<number> {
  return new Set(node.saveTable().nodes.map(({ port }) => port));
}

async function nodes(node: DhtNode, atLeast: number): Promise<void> {
  await eventually(() => (node.nodeCount() >= atLeast ? true : undefined), { what: `${atLeast} nodes` });
}

async function peersGivenBy(
  node: DhtNode,
  asker: Awaited<ReturnType<typeof startAsker>>,
): Promise<readonly Uint8Array[] | undefined> {
  const query = {
    kind: 'query',
    transactionId: Buffer.from('xy'),
    nodeId: Buffer.alloc(20, 'q'),
    isReadOnly: true,
  } as const;
  const answer = parseKrpc(await asker.ask(writeKrpc({ ...query, method: 'get_peers', infoHash: target }), node.port));
  return answer.ok && answer.value.kind === 'reply' ? answer.value.peers : undefined;
}
