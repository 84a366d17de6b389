import { describe, expect, it } from 'vitest';
import { type KrpcMessage, parseKrpc, writeKrpc } from '../../../electron/engine/dht/krpc.ts';

const asker = bytes('abcdefghij0123456789');
const answerer = bytes('mnopqrstuvwxyz123456');
const transactionId = bytes('aa');
const query = { kind: 'query', transactionId, nodeId: asker, isReadOnly: false } as const;
const reply = { kind: 'reply', transactionId, nodeId: answerer } as const;
const node = `${'n'.repeat(20)}\x0a\x00\x00\x01\x1a\xe1`;

/** The bytes are the examples of BEP 5 where it has one. */
const messages: readonly { readonly name: string; readonly value: KrpcMessage; readonly bytes: Uint8Array }[] = [
  {
    name: 'ping',
    value: { ...query, method: 'ping' },
    bytes: bytes('d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe'),
  },
  {
    name: 'ping of a node that answers none (BEP 43)',
    value: { ...query, method: 'ping', isReadOnly: true },
    bytes: bytes('d1:ad2:id20:abcdefghij0123456789e1:q4:ping2:roi1e1:t2:aa1:y1:qe'),
  },
  {
    name: 'find_node',
    value: { ...query, method: 'find_node', target: answerer },
    bytes: bytes('d1:ad2:id20:abcdefghij01234567896:target20:mnopqrstuvwxyz123456e1:q9:find_node1:t2:aa1:y1:qe'),
  },
  {
    name: 'get_peers',
    value: { ...query, method: 'get_peers', infoHash: answerer },
    bytes: bytes('d1:ad2:id20:abcdefghij01234567899:info_hash20:mnopqrstuvwxyz123456e1:q9:get_peers1:t2:aa1:y1:qe'),
  },
  {
    name: 'announce_peer with the port of the packet',
    value: { ...query, method: 'announce_peer', infoHash: answerer, port: 'implied', token: bytes('aoeusnth') },
    bytes: bytes(
      'd1:ad2:id20:abcdefghij012345678912:implied_porti1e9:info_hash20:mnopqrstuvwxyz1234564:porti0e',
      '5:token8:aoeusnthe1:q13:announce_peer1:t2:aa1:y1:qe',
    ),
  },
  {
    name: 'announce_peer with a port of its own',
    value: { ...query, method: 'announce_peer', infoHash: answerer, port: 65535, token: bytes('aoeusnth') },
    bytes: bytes(
      'd1:ad2:id20:abcdefghij012345678912:implied_porti0e9:info_hash20:mnopqrstuvwxyz1234564:porti65535e',
      '5:token8:aoeusnthe1:q13:announce_peer1:t2:aa1:y1:qe',
    ),
  },
  {
    name: 'reply with the id alone',
    value: reply,
    bytes: bytes('d1:rd2:id20:mnopqrstuvwxyz123456e1:t2:aa1:y1:re'),
  },
  {
    name: 'reply with peers and a token',
    value: { ...reply, token: bytes('aoeusnth'), peers: [bytes('axje.u'), bytes('idhtnm')] },
    bytes: bytes('d1:rd2:id20:mnopqrstuvwxyz1234565:token8:aoeusnth6:valuesl6:axje.u6:idhtnmee1:t2:aa1:y1:re'),
  },
  {
    name: 'reply with nodes',
    value: { ...reply, nodes: bytes(node) },
    bytes: bytes(`d1:rd2:id20:mnopqrstuvwxyz1234565:nodes26:${node}e1:t2:aa1:y1:re`),
  },
  {
    name: 'error',
    value: { kind: 'error', transactionId, code: 201, message: bytes('A Generic Error Ocurred') },
    bytes: bytes('d1:eli201e23:A Generic Error Ocurrede1:t2:aa1:y1:ee'),
  },
];

describe('KRPC messages', () => {
  it.each(messages)('writes $name', ({ value, bytes: expected }) => {
    expect(ascii(writeKrpc(value))).toBe(ascii(expected));
  });

  it.each(messages)('reads $name', ({ value, bytes: input }) => {
    expect(parseKrpc(input)).toEqual({ ok: true, value });
  });

  it.each(messages)('takes no prefix of $name for a message', ({ bytes: input }) => {
    for (let length = 0; length < input.length; length++) {
      expect(parseKrpc(input.subarray(0, length))).toMatchObject({ ok: false, error: { code: 'not-bencoded' } });
    }
  });

  it.each([
    { name: 'keys out of order', bytes: bytes('d1:y1:q1:t2:aa1:q4:ping1:ad2:id20:abcdefghij0123456789ee') },
    { name: 'a client version', bytes: bytes('d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:v4:LT011:y1:qe') },
  ])('reads a ping with $name', ({ bytes: input }) => {
    expect(parseKrpc(input)).toEqual({ ok: true, value: { ...query, method: 'ping' } });
  });

  it('keeps of the nodes the whole ones, and of the peers those of IPv4', () => {
    const input = bytes(
      `d1:rd2:id20:mnopqrstuvwxyz1234565:nodes30:${node}rest6:valuesl6:axje.u18:${'6'.repeat(18)}ee1:t2:aa1:y1:re`,
    );
    expect(parseKrpc(input)).toEqual({ ok: true, value: { ...reply, nodes: bytes(node), peers: [bytes('axje.u')] } });
  });

  it('reads an error of any shape as one', () => {
    const input = bytes('d1:e5:wrong1:t2:aa1:y1:ee');
    const value = { kind: 'error', transactionId, code: 0, message: new Uint8Array() };
    expect(parseKrpc(input)).toEqual({ ok: true, value });
  });

  it('tells a method that it does not know', () => {
    const input = bytes('d1:ad2:id20:abcdefghij01234567896:target20:mnopqrstuvwxyz123456e1:q3:get1:t2:aa1:y1:qe');
    expect(parseKrpc(input)).toEqual({ ok: true, value: { ...query, method: 'unknown' } });
  });
});

const id = '2:id20:abcdefghij0123456789';
const hash = '9:info_hash20:mnopqrstuvwxyz123456';

describe('what is no KRPC message', () => {
  it.each([
    { name: 'nothing', bytes: bytes(''), code: 'not-bencoded' },
    { name: 'lists a thousand deep', bytes: bytes('l'.repeat(1000), 'e'.repeat(1000)), code: 'not-bencoded' },
    { name: 'more than 8 KiB', bytes: bytes('d1:t8192:', 'x'.repeat(8192), '1:y1:qe'), code: 'not-bencoded' },
    { name: 'a list', bytes: bytes('le'), code: 'not-krpc' },
    { name: 'no transaction id', bytes: bytes(`d1:ad${id}e1:q4:ping1:y1:qe`), code: 'not-krpc' },
    { name: 'an empty transaction id', bytes: bytes(`d1:ad${id}e1:q4:ping1:t0:1:y1:qe`), code: 'not-krpc' },
    {
      name: 'a transaction id to be echoed',
      bytes: bytes(`d1:ad${id}e1:q4:ping1:t33:${'x'.repeat(33)}1:y1:qe`),
      code: 'not-krpc',
    },
    {
      name: 'a kind that is a dictionary',
      bytes: bytes(`d1:ad${id}e1:q4:ping1:t2:aa1:yd8:toString1:xee`),
      code: 'not-krpc',
    },
    { name: 'another kind', bytes: bytes('d1:t2:aa1:y1:xe'), code: 'not-krpc' },
    { name: 'a query without arguments', bytes: bytes('d1:q4:ping1:t2:aa1:y1:qe'), code: 'not-krpc' },
    {
      name: 'a query with a short id',
      bytes: bytes('d1:ad2:id19:abcdefghij012345678e1:q4:ping1:t2:aa1:y1:qe'),
      code: 'not-krpc',
    },
    { name: 'a query without a method', bytes: bytes(`d1:ad${id}e1:t2:aa1:y1:qe`), code: 'not-krpc' },
    { name: 'a method that is a number', bytes: bytes(`d1:ad${id}e1:qi1e1:t2:aa1:y1:qe`), code: 'not-krpc' },
    {
      name: 'a target that is a number',
      bytes: bytes(`d1:ad${id}6:targeti5ee1:q9:find_node1:t2:aa1:y1:qe`),
      code: 'not-krpc',
    },
    { name: 'get_peers of nothing', bytes: bytes(`d1:ad${id}e1:q9:get_peers1:t2:aa1:y1:qe`), code: 'not-krpc' },
    {
      name: 'an announce without a token',
      bytes: bytes(`d1:ad${id}${hash}4:porti80ee1:q13:announce_peer1:t2:aa1:y1:qe`),
      code: 'not-krpc',
    },
    {
      name: 'an announce of port 0',
      bytes: bytes(`d1:ad${id}${hash}4:porti0e5:token1:xe1:q13:announce_peer1:t2:aa1:y1:qe`),
      code: 'not-krpc',
    },
    {
      name: 'an announce of port 65536',
      bytes: bytes(`d1:ad${id}${hash}4:porti65536e5:token1:xe1:q13:announce_peer1:t2:aa1:y1:qe`),
      code: 'not-krpc',
    },
    { name: 'a reply without values', bytes: bytes('d1:t2:aa1:y1:re'), code: 'not-krpc' },
    { name: 'a reply whose id is a number', bytes: bytes('d1:rd2:idi1ee1:t2:aa1:y1:re'), code: 'not-krpc' },
  ])('refuses $name', ({ bytes: input, code }) => {
    expect(parseKrpc(input)).toMatchObject({ ok: false, error: { code } });
  });
});

function bytes(...parts: readonly string[]): Uint8Array {
  return Uint8Array.from(Buffer.from(parts.join(''), 'latin1'));
}

function ascii(value: Uint8Array): string {
  return Buffer.from(value).toString('latin1');
}
