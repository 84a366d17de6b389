import { describe, expect, it } from 'vitest';
import { parseMetadataMessage, writeMetadataMessage } from '../../../electron/engine/codec/utMetadata.ts';
import { createMetadataServer } from '../../../electron/engine/peer/metadataServer.ts';

const infoBytes = Uint8Array.from({ length: 40_000 }, (_, i) => i % 251);

describe('serving metadata', () => {
  it('gives every piece, the last one short', () => {
    const server = createMetadataServer(infoBytes);
    const pieces = [0, 1, 2].map((piece) => ask(server, piece, 0));
    expect(pieces.map((answer) => answer.kind === 'data' && answer.totalBytes)).toEqual([40_000, 40_000, 40_000]);
    const data = pieces.map((answer) => (answer.kind === 'data' ? answer.data : new Uint8Array()));
    expect(Buffer.concat(data).equals(infoBytes)).toBe(true);
  });

  it.each([3, 0xffff_ffff])('rejects piece %i, which is not there', (piece) => {
    expect(ask(createMetadataServer(infoBytes), piece, 0)).toEqual({ kind: 'reject', piece });
  });

  it.each([
    ['a reject', writeMetadataMessage({ kind: 'reject', piece: 0 })],
    ['data', writeMetadataMessage({ kind: 'data', piece: 0, totalBytes: 1, data: Uint8Array.of(1) })],
    ['garbage', Uint8Array.of(1, 2, 3)],
    ['nothing', new Uint8Array()],
  ])('has no answer to %s', (_what, payload) => {
    expect(createMetadataServer(infoBytes).answer(payload, 0)).toBeUndefined();
  });

  it('slows down a peer that asks again and again, and forgets it in time', () => {
    const server = createMetadataServer(infoBytes);
    const kinds = Array.from({ length: 1000 }, () => ask(server, 0, 0).kind);
    const served = kinds.filter((kind) => kind === 'data').length;
    expect(served).toBeGreaterThanOrEqual(6);
    expect(served).toBeLessThan(50);
    expect(ask(server, 0, 1000).kind).toBe('data');
  });
});

function ask(server: ReturnType<typeof createMetadataServer>, piece: number, nowMs: number) {
  const payload = server.answer(writeMetadataMessage({ kind: 'request', piece }), nowMs);
  const answer = parseMetadataMessage(payload ?? new Uint8Array());
  if (!answer.ok) throw new Error(answer.error);
  return answer.value;
}
