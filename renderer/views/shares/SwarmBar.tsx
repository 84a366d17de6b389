import { memo, type ReactNode, useLayoutEffect, useRef } from 'react';
import { bytesOfBase64, heatOf } from './availability.ts';
import { useInk } from './useInk.ts';

export interface SwarmBarProps {
  /** As in a share's row: base64, copies of each part. */
  readonly availability: string;
  readonly peersConnected: number;
  /** Everyone has all of it, connected to us or not. */
  readonly isWhole: boolean;
  /** What it shows, in words. */
  readonly label: string;
}

/** Copies of each part of a share among the others: the fuller the colour, the more of them have it. */
export const SwarmBar = memo(function SwarmBar(props: SwarmBarProps): ReactNode {
  const { availability, peersConnected, isWhole, label } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const { seeding } = useInk();
  useLayoutEffect(() => {
    if (canvas.current !== null) draw(canvas.current, { availability, peersConnected, isWhole, colour: seeding });
  }, [availability, peersConnected, isWhole, seeding]);
  return (
    <span className="flex h-full items-center">
      <canvas
        ref={canvas}
        role="img"
        aria-label={label}
        title={label}
        height={1}
        className="h-2 w-full rounded-sm bg-track [image-rendering:pixelated] forced-colors:outline forced-colors:outline-1"
      />
    </span>
  );
});

interface Bar {
  readonly availability: string;
  readonly peersConnected: number;
  readonly isWhole: boolean;
  readonly colour: string;
}

/** One pixel a part; the browser stretches it. */
function draw(canvas: HTMLCanvasElement, { availability, peersConnected, isWhole, colour }: Bar): void {
  const copies = bytesOfBase64(availability);
  canvas.width = Math.max(1, copies.length);
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.clearRect(0, 0, canvas.width, 1);
  context.fillStyle = colour;
  if (isWhole) {
    context.globalAlpha = 1;
    context.fillRect(0, 0, canvas.width, 1);
    return;
  }
  copies.forEach((count, i) => {
    context.globalAlpha = heatOf(count, peersConnected);
    context.fillRect(i, 0, 1, 1);
  });
}
