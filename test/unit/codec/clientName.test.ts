import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientNameOf, MAX_CLIENT_NAME_LENGTH } from '../../../electron/engine/codec/clientName.ts';

const known: readonly { readonly peerId: string; readonly name: string }[] = [
  { peerId: '-GY0100-abcdefghijkl', name: 'Granary 0.1.0' },
  { peerId: '-qB4520-abcdefghijkl', name: 'qBittorrent 4.5.2' },
  { peerId: '-TR3000-abcdefghijkl', name: 'Transmission 3.00' },
  { peerId: 'A2-1-36-0-abcdefghij', name: 'aria2 1.36.0' },
  { peerId: '-UT355W-abcdefghijkl', name: 'µTorrent 3.5.5' },
  { peerId: 'M7-10-5-abcdefghijkl', name: 'Mainline' },
  { peerId: '-Zy12ab-abcdefghijkl', name: 'Zy12ab' },
  { peerId: '\0'.repeat(20), name: 'unknown' },
];

describe('clientNameOf', () => {
  it.each(known)('reads $peerId as $name', ({ peerId, name }) => {
    expect(clientNameOf(Buffer.from(peerId, 'latin1'))).toBe(name);
  });

  it('calls a peer-id of another length unknown', () => {
    expect(clientNameOf(Buffer.from('-qB4520-'))).toBe('unknown');
  });

  it('gives short printable text for any 20 bytes', () => {
    // Half of them start like a known client, so that its version digits are hostile too.
    const start = fc.constantFrom('', '-qB', '-UT', '-DE', '-lt', 'A2-', '-GY', 'M', 'exbc');
    fc.assert(
      fc.property(start, fc.uint8Array({ minLength: 20, maxLength: 20 }), (prefix, bytes) => {
        const peerId = Buffer.concat([Buffer.from(prefix, 'latin1'), bytes]).subarray(0, 20);
        const name = clientNameOf(peerId);
        expect(name).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(name.length).toBeGreaterThan(0);
        expect([...name].length).toBeLessThanOrEqual(MAX_CLIENT_NAME_LENGTH);
      }),
    );
  });
});
