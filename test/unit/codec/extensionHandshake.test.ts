import { describe, expect, it } from 'vitest';
import {
  parseExtensionHandshake,
  writeExtensionHandshake,
  type ExtensionHandshake,
} from '../../../electron/engine/codec/extensionHandshake.ts';

const table: readonly { name: string; value: ExtensionHandshake; bytes: string }[] = [
  { name: 'nothing but the dictionary', value: { extensions: new Map() }, bytes: 'd1:mdee' },
  {
    name: 'two extensions',
    value: {
      extensions: new Map([
        ['ut_metadata', 2],
        ['ut_pex', 1],
      ]),
    },
    bytes: 'd1:md11:ut_metadatai2e6:ut_pexi1eee',
  },
  {
    name: 'everything',
    value: {
      extensions: new Map([['ut_metadata', 255]]),
      client: 'Granary 0.1 ü',
      listenPort: 6881,
      requestQueue: 2048,
      metadataBytes: 31_235,
      uploadOnly: true,
      yourAddress: Uint8Array.of(127, 0, 0, 1),
    },
    bytes:
      'd1:md11:ut_metadatai255ee13:metadata_sizei31235e1:pi6881e4:reqqi2048e11:upload_onlyi1e' +
      '1:v14:Granary 0.1 ü6:yourip4:\u007f\u0000\u0000\u0001e',
  },
];

const lenient: readonly { name: string; bytes: string; value: Partial<ExtensionHandshake> }[] = [
  { name: 'an empty dictionary', bytes: 'de', value: { extensions: new Map() } },
  { name: 'an id of 0', bytes: 'd1:md6:ut_pexi0eee', value: { extensions: new Map() } },
  { name: 'an id above a byte', bytes: 'd1:md6:ut_pexi256eee', value: { extensions: new Map() } },
  { name: 'a text where a number should be', bytes: 'd1:mde1:p4:6881e', value: { extensions: new Map() } },
  { name: 'a port out of range', bytes: 'd1:mde1:pi65536ee', value: { extensions: new Map() } },
  { name: 'a negative metadata size', bytes: 'd1:mde13:metadata_sizei-1ee', value: { extensions: new Map() } },
  { name: 'a list where a name should be', bytes: 'd1:mde1:vlee', value: { extensions: new Map() } },
  { name: 'an address of 5 bytes', bytes: 'd1:mde6:yourip5:aaaaae', value: { extensions: new Map() } },
  { name: 'keys that it does not know', bytes: 'd1:ei1e1:mde5:nonsei7ee', value: { extensions: new Map() } },
];

const rejects: readonly { name: string; bytes: string; code: string }[] = [
  { name: 'nothing', bytes: '', code: 'truncated' },
  { name: 'a list', bytes: 'le', code: 'not-a-dictionary' },
  { name: 'a number', bytes: 'i1e', code: 'not-a-dictionary' },
  { name: 'a dictionary and more', bytes: 'dede', code: 'trailing-bytes' },
];

describe('the extension handshake', () => {
  it.each(table)('writes $name', ({ value, bytes }) => {
    expect(Buffer.from(writeExtensionHandshake(value)).toString()).toBe(bytes);
  });

  it.each(table)('reads $name', ({ value, bytes }) => {
    expect(parseExtensionHandshake(Buffer.from(bytes))).toEqual({ ok: true, value });
  });

  it.each(lenient)('reads past $name', ({ bytes, value }) => {
    expect(parseExtensionHandshake(Buffer.from(bytes))).toEqual({ ok: true, value });
  });

  it.each(rejects)('refuses $name', ({ bytes, code }) => {
    expect(parseExtensionHandshake(Buffer.from(bytes))).toMatchObject({ ok: false, error: { code } });
  });

  it.each(table)('refuses every prefix of $name', ({ bytes }) => {
    const whole = Buffer.from(bytes);
    for (let length = 0; length < whole.length; length++) {
      expect(parseExtensionHandshake(whole.subarray(0, length)).ok).toBe(false);
    }
  });

  it('keeps a byte order mark that a client begins its name with', () => {
    const value = { extensions: new Map<string, number>(), client: '\ufeffGranary' };
    expect(parseExtensionHandshake(writeExtensionHandshake(value))).toEqual({ ok: true, value });
  });

  it('keeps at most 64 extensions of a peer that names thousands', () => {
    const names = Array.from({ length: 3000 }, (_, i) => `6:x${String(i).padStart(5, '0')}i1e`).join('');
    const parsed = parseExtensionHandshake(Buffer.from(`d1:md${names}ee`));
    expect(parsed.ok && parsed.value.extensions.size).toBe(64);
  });
});
