import { describe, expect, it } from 'vitest';
import {
  type HttpReplyError,
  type HttpTrackerReply,
  parseHttpReply,
  writeHttpReply,
} from '../../../electron/engine/codec/httpTrackerReply.ts';
import { infoHashFromBytes } from '../../../shared/infoHash.ts';
import { success } from '../../../shared/result.ts';

const nothing = new Uint8Array(0);
const peerId = Uint8Array.from(Buffer.from('-GY0100-abcdefghijkl'));
const announce = {
  kind: 'announce',
  intervalSeconds: 60,
  minIntervalSeconds: undefined,
  seeders: 1,
  leechers: 2,
  completed: 3,
  externalIp: undefined,
} as const;

/** Bytes as text, one character each. */
const examples: readonly { readonly name: string; readonly value: HttpTrackerReply; readonly bytes: string }[] = [
  {
    name: 'announce without peers',
    value: { ...announce, peers: { form: 'compact', ipv4: nothing, ipv6: nothing } },
    bytes: 'd8:completei1e10:downloadedi3e10:incompletei2e8:intervali60e5:peers0:e',
  },
  {
    name: 'announce with peers of both families',
    value: {
      ...announce,
      minIntervalSeconds: 15,
      externalIp: Uint8Array.of(10, 0, 0, 1),
      peers: { form: 'compact', ipv4: Uint8Array.of(1, 2, 3, 4, 5, 6), ipv6: new Uint8Array(18).fill(7) },
    },
    bytes:
      'd8:completei1e10:downloadedi3e11:external ip4:\n\0\0\x0110:incompletei2e8:intervali60e12:min intervali15e' +
      `5:peers6:\x01\x02\x03\x04\x05\x066:peers618:${'\x07'.repeat(18)}e`,
  },
  {
    name: 'announce with dictionaries',
    value: {
      ...announce,
      peers: {
        form: 'dictionary',
        peers: [
          { peerId, address: '10.0.0.1', port: 6881 },
          { peerId: undefined, address: 'fd00::1', port: 1 },
        ],
      },
    },
    bytes:
      'd8:completei1e10:downloadedi3e10:incompletei2e8:intervali60e5:peersl' +
      'd2:ip8:10.0.0.17:peer id20:-GY0100-abcdefghijkl4:porti6881eed2:ip7:fd00::14:porti1eeee',
  },
  {
    name: 'announce with no dictionaries',
    value: { ...announce, peers: { form: 'dictionary', peers: [] } },
    bytes: 'd8:completei1e10:downloadedi3e10:incompletei2e8:intervali60e5:peerslee',
  },
  {
    name: 'failure',
    value: { kind: 'failure', reason: 'not shared here' },
    bytes: 'd14:failure reason15:not shared heree',
  },
  {
    name: 'failure for now',
    value: { kind: 'failure', reason: 'busy', retryInMinutes: 2 },
    bytes: 'd14:failure reason4:busy8:retry ini2ee',
  },
  {
    name: 'scrape of two, in the order of their bytes',
    value: {
      kind: 'scrape',
      files: [
        { infoHash: infoHashFromBytes(Buffer.from('a'.repeat(20))), seeders: 1, completed: 2, leechers: 3, paused: 0 },
        {
          infoHash: infoHashFromBytes(new Uint8Array(20).fill(0xff)),
          seeders: 0,
          completed: 0,
          leechers: 9,
          paused: 4,
        },
      ],
    },
    bytes:
      `d5:filesd20:${'a'.repeat(20)}d8:completei1e10:downloadedi2e10:incompletei3ee` +
      `20:${'\xff'.repeat(20)}d8:completei0e10:downloadedi0e11:downloadersi5e10:incompletei9eeee`,
  },
];

describe('an HTTP tracker reply', () => {
  it.each(examples)('$name: written and read', ({ value, bytes }) => {
    expect(Buffer.from(writeHttpReply(value)).toString('latin1')).toBe(bytes);
    expect(parseHttpReply(Buffer.from(bytes, 'latin1'))).toEqual(success(value));
  });

  it.each(examples)('$name: no prefix is a reply', ({ bytes }) => {
    for (let length = 0; length < bytes.length; length++) {
      expect(parseHttpReply(Buffer.from(bytes.slice(0, length), 'latin1')).ok).toBe(false);
    }
  });

  it('sorts what a scrape names', () => {
    const files = [0xff, 0x61, 0x00].map((byte) => ({
      infoHash: infoHashFromBytes(new Uint8Array(20).fill(byte)),
      seeders: 0,
      completed: 0,
      leechers: 0,
      paused: 0,
    }));
    expect(parseHttpReply(writeHttpReply({ kind: 'scrape', files })).ok).toBe(true);
  });

  const rejects: readonly { readonly name: string; readonly bytes: string; readonly code: HttpReplyError['code'] }[] = [
    { name: 'a web page', bytes: '<html>', code: 'not-bencode' },
    { name: 'a list', bytes: 'le', code: 'not-a-reply' },
    { name: 'an empty dictionary', bytes: 'de', code: 'not-a-reply' },
    { name: 'an announce without interval', bytes: 'd5:peers0:e', code: 'not-a-reply' },
    { name: 'a peer without port', bytes: 'd8:intervali1e5:peersld2:ip1:aeee', code: 'not-a-reply' },
    { name: 'a scrape of something else', bytes: 'd5:filesd3:abcdeee', code: 'not-a-reply' },
  ];
  it.each(rejects)('is not $name', ({ bytes, code }) => {
    expect(parseHttpReply(Buffer.from(bytes, 'latin1'))).toMatchObject({ ok: false, error: { code } });
  });

  it('of another tracker may lack all counts', () => {
    const parsed = parseHttpReply(Buffer.from('d8:intervali1800e5:peers0:e'));
    expect(parsed).toMatchObject({ ok: true, value: { seeders: 0, leechers: 0, completed: 0, intervalSeconds: 1800 } });
  });
});
