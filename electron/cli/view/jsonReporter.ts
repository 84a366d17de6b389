import type { EngineStatus, Share } from '../../../shared/model.ts';
import { printJson, type Screen } from '../terminal.ts';
import type { ShareReporter } from './shareReporter.ts';

/** One JSON object a line. The shapes are described by `granary help json`. */
export function createJsonReporter(out: Screen): ShareReporter {
  let lastShare = '';
  let lastPeers = '';
  return {
    ready(share, status) {
      lastShare = JSON.stringify(share);
      printJson(out, readyLine(share, status));
    },
    update({ share, peers }) {
      const { infoHash } = share;
      const shareNow = JSON.stringify(share);
      const peersNow = JSON.stringify(peers);
      if (shareNow !== lastShare) printJson(out, { event: 'share.changed', infoHash, share });
      if (peersNow !== lastPeers) printJson(out, { event: 'peers', infoHash, ...peers });
      lastShare = shareNow;
      lastPeers = peersNow;
    },
    notice: ({ level, message }) => printJson(out, { event: 'notice', level, message }),
    end: ({ why, last }) => printJson(out, { event: 'stopped', infoHash: last.share.infoHash, why }),
  };
}

function readyLine(share: Share, status: EngineStatus): { event: string } & Record<string, unknown> {
  const { infoHash, name, bytes, pieceLength, magnet, torrentUrl } = share;
  const { trackerPort, peerPort } = status;
  return { event: 'ready', infoHash, name, bytes, pieceLength, magnet, torrentUrl, trackerPort, peerPort };
}
