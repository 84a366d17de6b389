import { printLines, type Screen } from '../terminal.ts';
import { safeText } from '../text/safeText.ts';
import { goodbyeLines } from './goodbye.ts';
import { createLiveRegion } from './liveRegion.ts';
import { qrCodeLines, shortMagnet } from './qrCode.ts';
import type { ShareReporter, WatchedShare } from './shareReporter.ts';
import { shareTableLines } from './shareTable.ts';
import { shareHeader } from './shareText.ts';

/** Links and QR code once, and under them a table that is drawn again in place. */
export function createLiveReporter(out: Screen, farewell: string): ShareReporter {
  const region = createLiveRegion(out);
  let shown: WatchedShare | undefined;

  function draw(): void {
    if (shown === undefined) return;
    region.draw(shareTableLines({ ...shown, farewell }, { ...out.size(), style: out.style }));
  }

  const endResize = out.onResize(draw);
  return {
    ready(share) {
      const { columns, rows } = out.size();
      const links = [share.magnet, shortMagnet(share.magnet)];
      const qr = qrCodeLines(links, { columns, rows, hasColour: out.style.hasColour });
      printLines(out, ['', ...shareHeader(share, out.style), ...(qr === undefined ? [] : ['', ...qr])]);
    },
    update(now) {
      shown = now;
      draw();
    },
    notice({ level, message }) {
      const paint = level === 'info' ? out.style.dim : out.style.yellow;
      region.printAbove([`  ${paint(`note: ${safeText(message)}`)}`]);
    },
    end(goodbye) {
      endResize();
      region.clear();
      printLines(out, ['', ...goodbyeLines(goodbye)]);
    },
  };
}
