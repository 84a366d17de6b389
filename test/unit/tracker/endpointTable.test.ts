import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EndpointTable, SCOPES } from '../../../electron/engine/tracker/endpointTable.ts';
import { createMemoryBlocks } from '../../../electron/engine/tracker/memoryBlocks.ts';
import { createPeerRecords } from '../../../electron/engine/tracker/peerRecords.ts';
import { ip } from '../../support/trackerFixture.ts';

const SLOTS = 6;
const NEAR = ['192.168.1.2', '192.168.1.3'];
const ADDRESSES = [...NEAR, '192.168.2.2', '127.0.0.1', '127.8.9.1', '169.254.1.1', '8.8.8.8'];

/** Whether a table that says so really has one scope and, where it matters, one subnet. */
function isOneKind(addresses: readonly string[]): boolean {
  const kinds = addresses.map((text) => {
    const { scope, bytes } = ip(text);
    return scope === 'private' || scope === 'public' ? `${scope} ${bytes.slice(0, 3).join('.')}` : scope;
  });
  return new Set(kinds).size <= 1;
}

const step = fc.record({
  slot: fc.nat(SLOTS - 1),
  address: fc.constantFrom(...ADDRESSES),
  what: fc.constantFrom('put', 'put', 'remove', 'seeder', 'leecher'),
});

describe('a table of endpoints', () => {
  it('never takes rows that differ for rows that are alike, whatever came before', () => {
    const seen = { alike: 0, different: 0 };
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const records = createPeerRecords();
        const table = new EndpointTable('IPv4', records, createMemoryBlocks());
        for (let slot = 0; slot < SLOTS; slot++) records.add(1, new Uint8Array(20), slot);
        const held = new Map<number, string>();
        for (const { slot, address, what } of steps) {
          const { bytes, scope } = ip(address);
          const endpoint = { address: bytes, port: 1000 + slot, scope };
          if (what === 'remove') {
            table.remove(slot);
            held.delete(slot);
          } else if (what !== 'put') table.setSeeder(slot, what === 'seeder');
          else {
            if (held.has(slot)) table.replace(slot, endpoint);
            else table.add(slot, endpoint, false);
            held.set(slot, address);
          }
          const isReallyOneKind = isOneKind([...held.values()]);
          const { onlyScope } = table;
          if (onlyScope !== undefined) {
            expect(isReallyOneKind).toBe(true);
            for (let row = 0; row < table.rowCount; row++) expect(table.scopeAt(row)).toBe(onlyScope);
          }
          seen[onlyScope === undefined ? 'different' : 'alike']++;
        }
      }),
      { numRuns: 300 },
    );
    expect(Math.min(seen.alike, seen.different)).toBeGreaterThan(100);
  });

  it('knows rows that are alike, and does so again when it has been empty', () => {
    const records = createPeerRecords();
    const table = new EndpointTable('IPv4', records, createMemoryBlocks());
    const put = (text: string): number => {
      const slot = records.add(1, new Uint8Array(20), 0);
      const { bytes, scope } = ip(text);
      table.add(slot, { address: bytes, port: 1, scope }, false);
      return slot;
    };
    const near = NEAR.map(put);
    expect(table.onlyScope).toBe(SCOPES.indexOf('private'));
    const far = put('192.168.2.2');
    expect(table.onlyScope).toBeUndefined();
    for (const slot of near) table.remove(slot);
    table.remove(far);
    put('127.0.0.1');
    put('127.8.9.1');
    expect(table.onlyScope).toBe(SCOPES.indexOf('loopback'));
  });
});
