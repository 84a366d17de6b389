import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { readStored, writeStored } from '../../storedState.ts';

export interface SharesPaneProps {
  /** The list above; it gets what the pane leaves. */
  readonly list: ReactNode;
  /** Below the list where there is height for it. */
  readonly pane: ReactNode | undefined;
  /** A line below the list, in place of the pane where there is none, or no height for it. */
  readonly bar: ReactNode | undefined;
  /** Name of the bar between them. */
  readonly label: string;
}

const STORAGE_KEY = 'shares.paneHeight';
/** Below this the list alone is the better use of the height. */
const ROOMY_PX = 560;
const LEAST_LIST_PX = 160;
const LEAST_PANE_PX = 220;
const KEY_STEP_PX = 24;

/** A list over a pane whose height the person chooses, by dragging the line between them or with the arrow keys on it. */
export function SharesPane({ list, pane, bar, label }: SharesPaneProps): ReactNode {
  const area = useRef<HTMLDivElement>(null);
  const available = useHeight(area);
  const [wanted, setWanted] = useState(readHeight);
  const isRoomy = available >= ROOMY_PX;
  const most = Math.max(LEAST_PANE_PX, available - LEAST_LIST_PX);
  const height = Math.min(most, Math.max(LEAST_PANE_PX, wanted ?? Math.round(available * 0.53)));
  const isSplit = pane !== undefined && isRoomy;

  const resize = (next: number): void => {
    const kept = Math.min(most, Math.max(LEAST_PANE_PX, next));
    setWanted(kept);
    writeStored(STORAGE_KEY, kept);
  };
  return (
    <div ref={area} className="flex min-h-0 flex-1 flex-col">
      {/* Ranges of rows are chosen with Shift, which would select their text as well. */}
      <div className="flex min-h-0 flex-1 flex-col select-none">{list}</div>
      {isSplit ? (
        <>
          <Divider label={label} height={height} most={most} onResize={resize} />
          <div className="flex min-h-0 shrink-0 flex-col bg-surface" style={{ height }}>
            {pane}
          </div>
        </>
      ) : (
        bar
      )}
    </div>
  );
}

interface DividerProps {
  readonly label: string;
  readonly height: number;
  readonly most: number;
  readonly onResize: (height: number) => void;
}

function Divider({ label, height, most, onResize }: DividerProps): ReactNode {
  const start = useRef<{ readonly y: number; readonly height: number }>(undefined);
  const begin = (event: PointerEvent<HTMLDivElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { y: event.clientY, height };
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    if (start.current !== undefined) onResize(start.current.height + start.current.y - event.clientY);
  };
  const press = (event: KeyboardEvent<HTMLDivElement>): void => {
    const next = heightAfter(event.key, { height, most });
    if (next === undefined) return;
    event.preventDefault();
    onResize(next);
  };
  return (
    <div
      role="separator"
      aria-orientation="horizontal"
      aria-label={label}
      aria-valuenow={Math.round(height)}
      aria-valuemin={LEAST_PANE_PX}
      aria-valuemax={Math.round(most)}
      tabIndex={0}
      className="group relative z-10 h-px shrink-0 cursor-row-resize touch-none bg-line hover:bg-field focus-visible:bg-focus"
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={() => {
        start.current = undefined;
      }}
      onKeyDown={press}
    >
      <span className="absolute inset-x-0 -top-1 h-2.5" />
    </div>
  );
}

function heightAfter(key: string, { height, most }: Pick<DividerProps, 'height' | 'most'>): number | undefined {
  switch (key) {
    case 'ArrowUp':
      return height + KEY_STEP_PX;
    case 'ArrowDown':
      return height - KEY_STEP_PX;
    case 'Home':
      return most;
    case 'End':
      return LEAST_PANE_PX;
    default:
      return undefined;
  }
}

function readHeight(): number | undefined {
  const stored = readStored(STORAGE_KEY);
  return typeof stored === 'number' && stored > 0 ? stored : undefined;
}

function useHeight(element: { readonly current: HTMLElement | null }): number {
  const [height, setHeight] = useState(0);
  useEffect(() => {
    const target = element.current;
    if (target === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setHeight(entry?.contentRect.height ?? 0));
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return height;
}
