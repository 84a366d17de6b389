import { afterEach, describe, expect, it } from 'vitest';
import { type KrpcMessage, parseKrpc, writeKrpc } from '../../electron/engine/dht/krpc.ts';
import { infoHashToBytes } from '../../shared/infoHash.ts';
import { createCleanup } from '../support/cleanup.ts';
import { createMemoryUdp, infoHashOf, type LogEntry, startDhtNode } from '../support/dhtFixture.ts';
import { fuzz } from '../support/fuzz.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const shared = infoHashOf(0xaa);
const infoHash = infoHashToBytes(shared);
const nodeId = Buffer.alloc(20, 'i');
const query = { kind: 'query', transactionId: Buffer.from('xy'), nodeId, isReadOnly: false } as const;
const reply = { kind: 'reply', transactionId: Buffer.of(0, 1), nodeId } as const;

const messages: readonly KrpcMessage[] = [
  { ...query, method: 'ping' },
  { ...query, method: 'ping', isReadOnly: true },
  { ...query, method: 'find_node', target: infoHash },
  { ...query, method: 'get_peers', infoHash },
  { ...query, method: 'announce_peer', infoHash, port: 6881, token: Buffer.alloc(20, 't') },
  { ...query, method: 'announce_peer', infoHash, port: 'implied', token: Buffer.alloc(20, 't') },
  reply,
  { ...reply, nodes: Buffer.alloc(52, 10), token: Buffer.alloc(4) },
  { ...reply, peers: [Buffer.alloc(6, 10)], token: Buffer.alloc(4) },
  { kind: 'error', transactionId: Buffer.of(0, 1), code: 201, message: Buffer.from('no') },
];

/** What makes the package throw when it gets to see it. */
const traps = [
  'd1:ad2:id20:iiiiiiiiiiiiiiiiiiii6:targeti5ee1:q9:find_node1:t2:xy1:y1:qe',
  'd1:ad2:id20:iiiiiiiiiiiiiiiiiiii6:target3:abce1:q9:find_node1:t2:xy1:y1:qe',
  'd1:ad2:id20:iiiiiiiiiiiiiiiiiiii9:info_hashi5ee1:q9:get_peers1:t2:xy1:y1:qe',
  'd1:ad2:id20:iiiiiiiiiiiiiiiiiiii9:info_hash1:x4:porti1e5:tokeni5ee1:q13:announce_peer1:t2:xy1:y1:qe',
  'd1:ad2:id20:iiiiiiiiiiiiiiiiiiiie1:qd8:toString1:xe1:t2:xy1:y1:qe',
  'd1:t2:xy1:yd8:toString1:xee',
  'd1:eld8:toString1:xee1:t2:\0\u00011:y1:ee',
  'd1:rd2:idi1ee1:t2:\0\u00011:y1:re',
];

const seeds = [...messages.map(writeKrpc), ...traps.map((trap) => Uint8Array.from(Buffer.from(trap, 'latin1')))];

describe('hostile DHT packets', () => {
  it('never make the parser throw, and what it takes is written and read again as the same', () => {
    fuzz({
      name: 'parseKrpc',
      seeds,
      run: (bytes) => {
        const parsed = parseKrpc(bytes);
        if (parsed.ok && !(parsed.value.kind === 'query' && parsed.value.method === 'unknown')) {
          expect(parseKrpc(writeKrpc(parsed.value))).toEqual(parsed);
        }
      },
    });
  });

  it('never make the node throw or fail, and it answers afterwards', async () => {
    const log: LogEntry[] = [];
    const udp = createMemoryUdp();
    const node = await startDhtNode(cleanup, {}, { bindUdp: udp.bindUdp, log });
    node.announce(shared);
    fuzz({
      name: 'dhtNode',
      seeds,
      run: (bytes) => {
        udp.receive(bytes, '192.168.1.20');
        udp.sent.length = 0;
      },
    });
    expect(log).toEqual([]);
    expect(udp.ask({ ...query, method: 'ping' }, '192.168.1.20')).toMatchObject({ kind: 'reply' });
  });
});
