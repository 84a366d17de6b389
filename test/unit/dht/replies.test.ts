import { afterEach, describe, expect, it } from 'vitest';
import type { KrpcMessage, KrpcQuery, KrpcReply } from '../../../electron/engine/dht/krpc.ts';
import { infoHashToBytes } from '../../../shared/infoHash.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { createMemoryUdp, infoHashOf, startDhtNode } from '../../support/dhtFixture.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const shared = infoHashOf(0xaa);
const LAN_ASKER = '192.168.1.20';
const OTHER_LAN_ASKER = '10.0.0.20';
const LOOPBACK_ASKER = '127.0.0.1';

/** What stands in for the interfaces of the machine. */
const facing: Readonly<Record<string, string>> = {
  [LAN_ASKER]: '192.168.1.1',
  [OTHER_LAN_ASKER]: '10.0.0.1',
  [LOOPBACK_ASKER]: '127.0.0.1',
};

describe('our own seeder in replies', () => {
  it.each([
    { asker: LAN_ASKER, peers: ['192.168.1.1:7000'] },
    { asker: OTHER_LAN_ASKER, peers: ['10.0.0.1:7000'] },
    { asker: LOOPBACK_ASKER, peers: ['127.0.0.1:7000'] },
    { asker: '172.16.0.9', peers: [] },
  ])('faces $asker with $peers', async ({ asker, peers }) => {
    const { udp } = await startSharing();
    expect(peersIn(udp.ask(getPeers(), asker))).toEqual(peers);
  });

  it.each(['0.0.0.0', '127.0.0.1', '255.255.255.255', '224.0.0.1', 'fe80::1', '8.8.8.8', 'nonsense'])(
    'is left out rather than given to a machine of the network as %s',
    async (address) => {
      const { udp } = await startSharing(() => address);
      expect(peersIn(udp.ask(getPeers(), LAN_ASKER))).toEqual([]);
    },
  );

  it('stands first among the peers that announced', async () => {
    const { udp } = await startSharing();
    announce(udp, OTHER_LAN_ASKER, 7100);
    expect(peersIn(udp.ask(getPeers(), LAN_ASKER))).toEqual(['192.168.1.1:7000', '10.0.0.20:7100']);
  });

  it('is no longer given once the share is forgotten', async () => {
    const { udp, node } = await startSharing();
    node.forget(shared);
    expect(peersIn(udp.ask(getPeers(), LAN_ASKER))).toEqual([]);
  });
});

describe('what is passed on', () => {
  it('keeps peers and nodes of this machine from other machines', async () => {
    const { udp, node } = await startSharing();
    announce(udp, LOOPBACK_ASKER, 7100);
    node.forget(shared);
    expect(peersIn(udp.ask(getPeers(), LAN_ASKER))).toEqual([]);
    expect(peersIn(udp.ask(getPeers(), LOOPBACK_ASKER))).toEqual(['127.0.0.1:7100']);
    expect(nodesIn(udp.ask(findNode(), OTHER_LAN_ASKER))).toEqual([`${LAN_ASKER}:6881`]);
    expect(nodesIn(udp.ask(findNode(), '127.0.0.2'))).toEqual(expect.arrayContaining([`${LOOPBACK_ASKER}:6881`]));
  });

  it('never exceeds 50 peers and 8 nodes', async () => {
    const { udp } = await startSharing();
    for (let i = 1; i <= 200; i++) announce(udp, `192.168.2.${i}`, 7000);
    const answer = udp.ask(getPeers(), LAN_ASKER);
    expect(peersIn(answer)).toHaveLength(50);
    expect(nodesIn(udp.ask(findNode(), LAN_ASKER))).toHaveLength(8);
  });

  it('does not tell a node of itself', async () => {
    const { udp } = await startSharing();
    expect(nodesIn(udp.ask(findNode(), LAN_ASKER))).toEqual([]);
  });
});

describe('who is answered', () => {
  it.each(['8.8.8.8', '0.0.0.0', '255.255.255.255', '239.192.152.143'])('not %s', async (from) => {
    const { udp } = await startSharing();
    expect(udp.ask(getPeers(), from)).toBeUndefined();
    expect(udp.sent).toEqual([]);
  });

  it('anyone, once public addresses are allowed', async () => {
    const { udp } = await startSharing(() => '8.8.4.4', { allowPublicAddresses: true });
    expect(peersIn(udp.ask(getPeers(), '8.8.8.8'))).toEqual(['8.8.4.4:7000']);
  });

  it('a method that is not spoken here is refused with 204, in no more bytes than were sent', async () => {
    const { udp } = await startSharing();
    const query = Buffer.from('d1:ad2:id20:abcdefghij01234567896:target20:mnopqrstuvwxyz123456e1:q3:get1:t2:aa1:y1:qe');
    udp.receive(query, LAN_ASKER);
    expect(udp.sent.map(({ packet }) => packet.toString())).toEqual(['d1:eli204e14:Method Unknowne1:t2:aa1:y1:ee']);
    expect(udp.sent[0]?.packet.length).toBeLessThanOrEqual(query.length);
  });

  it('a node that answers no queries is answered but not taken into the table', async () => {
    const { udp, node } = await startSharing();
    expect(udp.ask({ ...getPeers(), isReadOnly: true }, LAN_ASKER)).toMatchObject({ kind: 'reply' });
    expect(node.nodeCount()).toBe(0);
    udp.ask(getPeers(), LAN_ASKER);
    expect(node.nodeCount()).toBe(1);
    udp.ask({ ...getPeers(), isReadOnly: true }, LAN_ASKER);
    expect(node.nodeCount()).toBe(1);
  });
});

async function startSharing(addressFacing = (asker: string) => facing[asker], config = {}) {
  const udp = createMemoryUdp();
  const node = await startDhtNode(cleanup, { peerPort: 7000, ...config }, { bindUdp: udp.bindUdp, addressFacing });
  node.announce(shared);
  return { udp, node };
}

function announce(udp: ReturnType<typeof createMemoryUdp>, from: string, port: number): void {
  const answer = udp.ask(getPeers(from), from);
  const token = answer?.kind === 'reply' ? answer.token : undefined;
  if (token === undefined) throw new TypeError('get_peers is answered with a token');
  const infoHash = infoHashToBytes(shared);
  const accepted = udp.ask({ ...head(from), method: 'announce_peer', infoHash, port, token }, from);
  expect(accepted).toMatchObject({ kind: 'reply' });
}

function getPeers(asker = 'asker'): KrpcQuery {
  return { ...head(asker), method: 'get_peers', infoHash: infoHashToBytes(shared) };
}

function findNode(): KrpcQuery {
  return { ...head('asker'), method: 'find_node', target: infoHashToBytes(shared) };
}

/** Each asker has a node id of its own. */
function head(asker: string) {
  const nodeId = Uint8Array.from(Buffer.from(asker.padEnd(20, '.')));
  return { kind: 'query', transactionId: Buffer.from('xy'), nodeId, isReadOnly: false } as const;
}

function peersIn(message: KrpcMessage | undefined): string[] {
  return (replyOf(message).peers ?? []).map(endpointText);
}

function nodesIn(message: KrpcMessage | undefined): string[] {
  const { nodes = new Uint8Array() } = replyOf(message);
  return Array.from({ length: nodes.length / 26 }, (_, i) => endpointText(nodes.subarray(i * 26 + 20, i * 26 + 26)));
}

function replyOf(message: KrpcMessage | undefined): KrpcReply {
  if (message?.kind !== 'reply') throw new TypeError('a reply was expected');
  return message;
}

function endpointText(compact: Uint8Array): string {
  return `${compact.subarray(0, 4).join('.')}:${Buffer.from(compact).readUInt16BE(4)}`;
}
