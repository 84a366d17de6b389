import type { PiecesRow } from '../../../shared/rows.ts';
import { bytesOfBase64 } from '../shares/availability.ts';

/** What is known of every piece of a share. */
export interface PieceFacts {
  readonly pieces: number;
  readonly connectedPeers: number;
  /** Copies among connected peers, one byte a piece. */
  readonly copies: Uint8Array;
  /** One bit a piece, highest first. */
  readonly held: Uint8Array;
}

export function pieceFacts({ pieces, connectedPeers, availability, held }: PiecesRow): PieceFacts {
  return { pieces, connectedPeers, copies: bytesOfBase64(availability), held: bytesOfBase64(held) };
}

export function isHeld({ held }: PieceFacts, piece: number): boolean {
  return (((held[piece >> 3] ?? 0) >> (7 - (piece & 7))) & 1) === 1;
}

/** Where the cells are drawn; all lengths in CSS pixels. */
export interface MapLayout {
  readonly columns: number;
  readonly rows: number;
  /** From one cell to the next. */
  readonly pitch: number;
  readonly gap: number;
  readonly cells: number;
  readonly piecesPerCell: number;
}

/** The largest cells with which all pieces fit; when even the smallest do not, a cell stands for several pieces. */
const PITCHES = [16, 14, 12, 10, 8, 7, 6] as const;
const SMALLEST_PITCH = 6;

export function layoutMap(pieces: number, width: number, height: number): MapLayout {
  const room = (pitch: number): { columns: number; rows: number } => ({
    columns: Math.max(1, Math.floor(width / pitch)),
    rows: Math.max(1, Math.floor(height / pitch)),
  });
  const pitch =
    PITCHES.find((candidate) => {
      const { columns, rows } = room(candidate);
      return columns * rows >= pieces;
    }) ?? SMALLEST_PITCH;
  const { columns, rows } = room(pitch);
  const piecesPerCell = Math.max(1, Math.ceil(pieces / (columns * rows)));
  const cells = Math.ceil(pieces / piecesPerCell);
  return { columns, rows: Math.ceil(cells / columns), pitch, gap: pitch > 8 ? 2 : 1, cells, piecesPerCell };
}

/** Index of the cell at a point, or undefined beside the cells. */
export function cellAt({ columns, pitch, cells }: MapLayout, x: number, y: number): number | undefined {
  const column = Math.floor(x / pitch);
  const cell = Math.floor(y / pitch) * columns + column;
  return x < 0 || y < 0 || column >= columns || cell >= cells ? undefined : cell;
}

/** What one cell stands for. A cell is only as good as its rarest piece. */
export interface Cell {
  readonly firstPiece: number;
  readonly lastPiece: number;
  readonly fewest: number;
  readonly most: number;
  readonly held: 'all' | 'some' | 'none';
}

export function cellOf(facts: PieceFacts, { piecesPerCell }: Pick<MapLayout, 'piecesPerCell'>, cell: number): Cell {
  const firstPiece = cell * piecesPerCell;
  const lastPiece = Math.min(facts.pieces, firstPiece + piecesPerCell) - 1;
  let fewest = Number.POSITIVE_INFINITY;
  let most = 0;
  let heldPieces = 0;
  for (let piece = firstPiece; piece <= lastPiece; piece++) {
    const copies = facts.copies[piece] ?? 0;
    fewest = Math.min(fewest, copies);
    most = Math.max(most, copies);
    if (isHeld(facts, piece)) heldPieces++;
  }
  const isAll = heldPieces === lastPiece - firstPiece + 1;
  return { firstPiece, lastPiece, fewest, most, held: isAll ? 'all' : heldPieces === 0 ? 'none' : 'some' };
}

export interface PieceSummary {
  readonly held: number;
  /** Pieces of which no connected peer has a copy. */
  readonly onlyHere: number;
  readonly fewest: number;
  readonly most: number;
}

export function summaryOf(facts: PieceFacts): PieceSummary {
  const { fewest, most } = cellOf(facts, { piecesPerCell: Math.max(1, facts.pieces) }, 0);
  let held = 0;
  let onlyHere = 0;
  for (let piece = 0; piece < facts.pieces; piece++) {
    const isHere = isHeld(facts, piece);
    if (isHere) held++;
    if (isHere && (facts.copies[piece] ?? 0) === 0) onlyHere++;
  }
  return { held, onlyHere, fewest: Number.isFinite(fewest) ? fewest : 0, most };
}

/** Where the arrow keys lead from a cell; undefined for other keys. */
export function cellAfter(key: string, cell: number, { columns, cells }: MapLayout): number | undefined {
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[key];
  if (step !== undefined) {
    const next = cell + step;
    return next >= 0 && next < cells ? next : cell;
  }
  if (key === 'Home') return 0;
  return key === 'End' ? cells - 1 : undefined;
}
