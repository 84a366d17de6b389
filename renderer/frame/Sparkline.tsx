import { type ReactNode, useEffect, useRef } from 'react';
import { useTheme } from '../theme.ts';

export interface SparklineProps {
  /** Oldest first. */
  readonly values: readonly number[];
}

const WIDTH = 120;
const HEIGHT = 18;
const LINE_WIDTH = 1.25;
/** Full height at least stands for so much, so that a trickle does not look like a flood. */
const LEAST_TOP = 100_000;

/** A curve of the last minute; the figures stand beside it in words. Drawn only when a value changes. */
export function Sparkline({ values }: SparklineProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  useEffect(() => {
    if (canvas.current !== null) draw(canvas.current, values);
  }, [values, theme]);
  return (
    <canvas
      ref={canvas}
      aria-hidden
      className="block shrink-0 text-seeding max-[60rem]:hidden"
      style={{ width: WIDTH, height: HEIGHT }}
    />
  );
}

function draw(canvas: HTMLCanvasElement, values: readonly number[]): void {
  const scale = window.devicePixelRatio;
  canvas.width = Math.round(WIDTH * scale);
  canvas.height = Math.round(HEIGHT * scale);
  const context = canvas.getContext('2d');
  if (context === null || values.length < 2) return;
  context.scale(scale, scale);
  context.strokeStyle = getComputedStyle(canvas).color;
  context.lineWidth = LINE_WIDTH;
  context.lineJoin = 'round';
  const top = Math.max(LEAST_TOP, ...values);
  const step = (WIDTH - 2) / (values.length - 1);
  context.beginPath();
  for (const [i, value] of values.entries()) {
    context.lineTo(1 + i * step, HEIGHT - 2 - (value / top) * (HEIGHT - 4));
  }
  context.stroke();
}
