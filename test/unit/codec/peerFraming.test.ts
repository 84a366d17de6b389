import { describe, expect, it } from 'vitest';
import { createFrameReader, type FramingState } from '../../../electron/engine/codec/peerFraming.ts';

const MAX = 1000;
const stream = Buffer.concat([
  frame(Buffer.alloc(0)),
  frame(Buffer.from('a')),
  frame(Buffer.alloc(MAX, 'b')),
  frame(Buffer.alloc(0)),
  frame(Buffer.from('the end')),
]);
const expected = ['', 'a', 'b'.repeat(MAX), '', 'the end'];

describe('cutting a stream into frames', () => {
  it('takes a stream in one read', () => {
    expect(readAll([stream])).toEqual({ frames: expected, state: 'reading' });
  });

  it.each([1, 2, 3, 4, 5, 7, 64, 999, 1003, 1004, 1005])('takes it in reads of %i bytes', (size) => {
    expect(readAll(cut(stream, size))).toEqual({ frames: expected, state: 'reading' });
  });

  it('takes it in two reads, cut anywhere', () => {
    for (let at = 0; at <= stream.length; at++) {
      const { frames } = readAll([stream.subarray(0, at), stream.subarray(at)]);
      expect(frames).toEqual(expected);
    }
  });

  it('reads every prefix as the frames that are complete in it', () => {
    const ends = [4, 9, 9 + 4 + MAX, 9 + 8 + MAX, stream.length];
    for (let length = 0; length <= stream.length; length++) {
      const complete = ends.filter((end) => end <= length).length;
      expect(readAll([stream.subarray(0, length)]).frames).toEqual(expected.slice(0, complete));
    }
  });

  it.each([
    ['just above the maximum', MAX + 1],
    ['that would be negative if it had a sign', 0x8000_0000],
    ['of 4 GiB', 0xffff_ffff],
  ])('gives up on a length %s, whole or in pieces', (_name, length) => {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(length);
    const bytes = Buffer.concat([frame(Buffer.from('ok')), head, Buffer.alloc(2000)]);
    for (const size of [1, 3, bytes.length]) {
      expect(readAll(cut(bytes, size))).toEqual({ frames: ['ok'], state: 'too-long' });
    }
  });

  it('stops for good when the handler has had enough', () => {
    const frames: string[] = [];
    const reader = createFrameReader(MAX, (bytes) => {
      frames.push(Buffer.from(bytes).toString());
      return frames.length < 2;
    });
    expect(reader.push(stream)).toBe('stopped');
    expect(reader.push(stream)).toBe('stopped');
    expect(frames).toEqual(['', 'a']);
  });

  it('lets the caller use its buffer again', () => {
    const frames: string[] = [];
    const reader = createFrameReader(MAX, (bytes) => frames.push(Buffer.from(bytes).toString()) > 0);
    const buffer = Buffer.alloc(10);
    for (const part of cut(stream, 10)) {
      part.copy(buffer);
      reader.push(buffer.subarray(0, part.length));
      buffer.fill(0xff);
    }
    expect(frames).toEqual(expected);
  });
});

function readAll(parts: readonly Uint8Array[]): { frames: string[]; state: FramingState } {
  const frames: string[] = [];
  let state: FramingState = 'reading';
  const reader = createFrameReader(MAX, (bytes) => frames.push(Buffer.from(bytes).toString()) > 0);
  for (const part of parts) state = reader.push(part);
  return { frames, state };
}

function frame(payload: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(payload.length);
  return Buffer.concat([head, payload]);
}

function cut(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}
