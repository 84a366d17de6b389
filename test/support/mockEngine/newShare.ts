import { createHash } from 'node:crypto';
import { infoHashFromBytes } from '../../../shared/infoHash.ts';
import { type MockShare, pieceLengthFor } from './mockShares.ts';

interface NewShare {
  readonly name: string;
  readonly bytes: number;
  readonly private: boolean;
  readonly now: number;
  readonly index: number;
}

/** A share that was just made: nobody has it yet. The same name gives the same info-hash. */
export function createShare({ name, bytes, now, index, ...options }: NewShare): MockShare {
  const pieceLength = pieceLengthFor(bytes);
  return {
    index,
    infoHash: infoHashFromBytes(createHash('sha1').update(`new ${name} ${options.private}`).digest()),
    name,
    bytes,
    files: 48,
    pieceLength,
    pieces: Math.ceil(bytes / pieceLength),
    private: options.private,
    comment: '',
    createdAt: now,
    firstPeer: 0,
    peerCount: 0,
    doneCount: 0,
    isMoving: false,
    uploadedBefore: 0,
    state: { kind: 'seeding' },
  };
}
