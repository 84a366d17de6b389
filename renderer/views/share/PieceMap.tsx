import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { heatOf } from '../shares/availability.ts';
import { type Ink, useInk } from '../shares/useInk.ts';
import { cellAfter, cellAt, cellOf, layoutMap, type MapLayout, type PieceFacts } from './pieceMap.ts';

export interface PieceMapProps {
  readonly facts: PieceFacts;
  readonly label: string;
  /** The words for a cell, for whoever points at it or stands on it. */
  readonly words: (cell: number, layout: MapLayout) => string;
  readonly onLayout: (layout: MapLayout) => void;
  readonly onPick: (cell: number | undefined) => void;
  readonly picked: number | undefined;
}

/**
 * All pieces as squares on a canvas, drawn again only when they change. For the keyboard and for screen readers it is a
 * slider over the pieces: the arrow keys move, and each piece is told in words.
 */
export function PieceMap({ facts, label, words, onLayout, onPick, picked }: PieceMapProps): ReactNode {
  const area = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const ink = useInk();
  const { width, height } = useSize(area);
  const layout = layoutMap(facts.pieces, width, height);
  const { columns, rows, pitch, gap, cells, piecesPerCell } = layout;
  useEffect(() => {
    onLayout({ columns, rows, pitch, gap, cells, piecesPerCell });
  }, [onLayout, columns, rows, pitch, gap, cells, piecesPerCell]);
  useLayoutEffect(() => {
    if (canvas.current === null || width === 0) return;
    draw(canvas.current, facts, { layout: { columns, rows, pitch, gap, cells, piecesPerCell }, ink });
  }, [facts, ink, width, columns, rows, pitch, gap, cells, piecesPerCell]);

  const point = (event: PointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    onPick(cellAt(layout, event.clientX - box.left, event.clientY - box.top));
  };
  const press = (event: KeyboardEvent<HTMLDivElement>): void => {
    const next = cellAfter(event.key, picked ?? 0, layout);
    if (next === undefined) return;
    event.preventDefault();
    onPick(next);
  };
  const current = Math.min(picked ?? 0, Math.max(0, cells - 1));
  return (
    <div ref={area} className="relative min-h-0 flex-1 overflow-hidden">
      <div
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={1}
        aria-valuemax={Math.max(1, cells)}
        aria-valuenow={current + 1}
        aria-valuetext={words(current, layout)}
        onPointerMove={point}
        onPointerLeave={() => onPick(undefined)}
        onKeyDown={press}
        className="absolute inset-0"
      >
        <canvas ref={canvas} className="block" />
        {picked === undefined || picked >= cells ? null : (
          <span
            aria-hidden
            className="pointer-events-none absolute rounded-[2px] outline-2 outline-ink"
            style={{
              left: (picked % columns) * pitch,
              top: Math.floor(picked / columns) * pitch,
              width: pitch - gap,
              height: pitch - gap,
            }}
          />
        )}
      </div>
    </div>
  );
}

interface Drawing {
  readonly layout: MapLayout;
  readonly ink: Ink;
}

function draw(canvas: HTMLCanvasElement, facts: PieceFacts, { layout, ink }: Drawing): void {
  const { columns, rows, pitch, gap, cells } = layout;
  const scale = window.devicePixelRatio;
  const width = columns * pitch;
  const height = rows * pitch;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  const side = pitch - gap;
  for (let cell = 0; cell < cells; cell++) {
    const { fewest, held } = cellOf(facts, layout, cell);
    const x = (cell % columns) * pitch;
    const y = Math.floor(cell / columns) * pitch;
    context.globalAlpha = 1;
    context.fillStyle = ink.track;
    context.fillRect(x, y, side, side);
    context.globalAlpha = heatOf(fewest, facts.connectedPeers);
    context.fillStyle = ink.seeding;
    context.fillRect(x, y, side, side);
    if (held === 'all') continue;
    // A frame for what is not here, so that it is seen without telling colours apart.
    context.globalAlpha = 1;
    context.strokeStyle = ink.checking;
    context.lineWidth = 1.5;
    context.strokeRect(x + 0.75, y + 0.75, side - 1.5, side - 1.5);
  }
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function useSize(element: { readonly current: HTMLElement | null }): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    const target = element.current;
    if (target === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
