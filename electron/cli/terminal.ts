import { safeJson } from './text/safeText.ts';
import { createStyle, type Style, wantsColour } from './text/style.ts';

/** One output stream as the commands see it. */
export interface Screen {
  readonly isTerminal: boolean;
  readonly style: Style;
  /** Size in cells; 80 by 24 where the stream is no terminal. */
  size(): { readonly columns: number; readonly rows: number };
  write(text: string): void;
  /** Returns a function that ends the subscription. */
  onResize(listener: () => void): () => void;
}

/** Standard output or error. What is known of a terminal is missing for a file or a pipe. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): boolean;
  on(event: 'resize', listener: () => void): unknown;
  off(event: 'resize', listener: () => void): unknown;
}

/** Where results (`out`) and everything else (`err`) go. */
export interface Terminal {
  readonly out: Screen;
  readonly err: Screen;
}

export function createScreen(stream: OutputStream, environment: Readonly<Record<string, string | undefined>>): Screen {
  const isTerminal = stream.isTTY === true && environment['TERM'] !== 'dumb';
  return {
    isTerminal,
    style: createStyle(wantsColour(isTerminal, environment)),
    size: () => ({ columns: stream.columns || 80, rows: stream.rows || 24 }),
    write: (text) => void stream.write(text),
    onResize(listener) {
      stream.on('resize', listener);
      return () => void stream.off('resize', listener);
    },
  };
}

export function printLines(screen: Screen, lines: readonly string[]): void {
  if (lines.length > 0) screen.write(`${lines.join('\n')}\n`);
}

/** One JSON object on a line of its own. */
export function printJson(screen: Screen, event: { readonly event: string } & Readonly<Record<string, unknown>>): void {
  screen.write(`${safeJson(event)}\n`);
}
