import type { Share } from '../../../shared/model.ts';
import type { ShareRow } from '../../../shared/rows.ts';
import { rarestOfRuns } from '../session/pieceCopies.ts';
import type { SwarmFigures } from '../shares/swarmFigures.ts';

/** What a share's row is made of. */
export interface ShareRowParts {
  readonly share: Share;
  readonly figures: SwarmFigures;
  /** One byte a piece; empty when nobody is connected. */
  readonly copies: Uint8Array;
}

const AVAILABILITY_COLUMNS = 64;

export function shareRowOf({ share, figures, copies }: ShareRowParts): ShareRow {
  const { infoHash, name, bytes, files, createdAt, state, magnet, torrentUrl } = share;
  const { peersConnected, uploadedBytes, uploadRateBytesPerSecond, swarm } = share;
  return {
    key: infoHash,
    name,
    bytes,
    files,
    private: share.private,
    createdAt,
    state,
    magnet,
    torrentUrl,
    ...figuresOf(figures),
    seeders: swarm.seeders,
    leechers: swarm.leechers,
    peersConnected,
    uploadedBytes,
    uploadRateBytesPerSecond,
    ratio: ratioOf({ uploadedBytes, bytes }),
    availability: base64(rarestOfRuns(copies, AVAILABILITY_COLUMNS)),
  };
}

/** Without `secondsLeft` where that cannot be told. */
export function figuresOf({
  haveIt,
  wantIt,
  secondsLeft,
}: SwarmFigures): Pick<ShareRow, 'haveIt' | 'wantIt' | 'secondsLeft'> {
  return { haveIt, wantIt, ...(secondsLeft !== undefined && { secondsLeft }) };
}

export function ratioOf({ uploadedBytes, bytes }: Pick<Share, 'uploadedBytes' | 'bytes'>): number {
  return bytes === 0 ? 0 : uploadedBytes / bytes;
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
}
