import { describe, expect, it } from 'vitest';
import { createPeerRecords } from '../../../electron/engine/tracker/peerRecords.ts';
import { peerIdOf } from '../../support/trackerFixture.ts';

describe('records of peers', () => {
  it('hold every count that a peer can tell, exactly', () => {
    const records = createPeerRecords();
    const slot = records.add(1, peerIdOf('a'), 5);
    const counts = [0, 1, 2 ** 32 - 1, 2 ** 32, 2 ** 48 - 1, 2 ** 48, Number.MAX_SAFE_INTEGER];
    for (const leftBytes of counts) {
      for (const uploadedBytes of counts) {
        const transfer = { leftBytes, uploadedBytes, downloadedBytes: Number.MAX_SAFE_INTEGER - leftBytes };
        records.setTransfer(slot, transfer);
        expect(records.transferOf(slot)).toEqual(transfer);
        expect(records.isSeeder(slot)).toBe(leftBytes === 0);
      }
    }
  });

  it('keep neighbours apart, over the end of a page', () => {
    const records = createPeerRecords();
    const slots = Array.from({ length: 9000 }, (_, i) => records.add(1 + i, peerIdOf(String(i)), i));
    for (const slot of slots) {
      records.setIPv4(slot, slot, slot % 65_536);
      records.setSeenSeconds(slot, 'IPv4', slot + 1);
      records.setRow(slot, 'IPv4', slot + 2);
      if (slot % 2 === 0) records.setRow(slot, 'IPv6', slot + 3);
      if (slot % 3 === 0) records.setCompletionCounted(slot);
    }
    const isAsWritten = (slot: number): boolean =>
      records.swarmNumberOf(slot) === 1 + slot &&
      records.keyOf(slot) === slot &&
      records.hasPeerId(slot, peerIdOf(String(slot))) &&
      records.isAtIPv4(slot, slot, slot % 65_536) &&
      records.seenSecondsOf(slot, 'IPv4') === slot + 1 &&
      records.rowOf(slot, 'IPv4') === slot + 2 &&
      records.rowOf(slot, 'IPv6') === (slot % 2 === 0 ? slot + 3 : -1) &&
      records.isCompletionCounted(slot) === (slot % 3 === 0);
    expect(slots.filter((slot) => !isAsWritten(slot))).toEqual([]);
  });

  it('use a slot again, with nothing left of who was there', () => {
    const records = createPeerRecords();
    const [first, second] = [records.add(1, peerIdOf('a'), 1), records.add(1, peerIdOf('b'), 2)];
    records.setTransfer(first, { leftBytes: 1, uploadedBytes: 2, downloadedBytes: 3 });
    records.setRow(first, 'IPv4', 7);
    records.setRow(first, 'IPv6', 8);
    records.setSeenSeconds(first, 'IPv6', 9);
    records.setCompletionCounted(first);
    records.remove(first);
    records.remove(second);
    expect(records.swarmNumberOf(first)).toBe(0);
    const again = [records.add(2, peerIdOf('c'), 0), records.add(2, peerIdOf('d'), 0)];
    expect(new Set(again)).toEqual(new Set([first, second]));
    expect(records.slotEnd()).toBe(2);
    expect(records.transferOf(first)).toEqual({ leftBytes: 0, uploadedBytes: 0, downloadedBytes: 0 });
    expect([records.rowOf(first, 'IPv4'), records.rowOf(first, 'IPv6')]).toEqual([-1, -1]);
    expect(records.seenSecondsOf(first, 'IPv6')).toBe(0);
    expect(records.isCompletionCounted(first)).toBe(false);
  });
});
