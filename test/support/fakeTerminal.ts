import type { Screen, Terminal } from '../../electron/cli/terminal.ts';
import { createStyle } from '../../electron/cli/text/style.ts';

/** A screen that keeps what is written to it. */
export interface FakeScreen extends Screen {
  text(): string;
  /** What was written, line by line, without the empty end. */
  lines(): string[];
  /** Each line as JSON. */
  events(): Array<Record<string, unknown>>;
  resize(columns: number, rows: number): void;
}

export interface FakeTerminal extends Terminal {
  readonly out: FakeScreen;
  readonly err: FakeScreen;
}

export interface FakeScreenOptions {
  readonly isTerminal?: boolean;
  readonly hasColour?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

export function createFakeTerminal(options: FakeScreenOptions = {}): FakeTerminal {
  return { out: createFakeScreen(options), err: createFakeScreen(options) };
}

export function createFakeScreen(options: FakeScreenOptions = {}): FakeScreen {
  const { isTerminal = false, hasColour = false } = options;
  const listeners = new Set<() => void>();
  let size = { columns: options.columns ?? 80, rows: options.rows ?? 24 };
  let written = '';
  const lines = (): string[] => (written === '' ? [] : written.replace(/\n$/, '').split('\n'));
  return {
    isTerminal,
    style: createStyle(hasColour),
    size: () => size,
    write: (text) => void (written += text),
    onResize(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    text: () => written,
    lines,
    events: () => lines().map((line) => JSON.parse(line) as Record<string, unknown>),
    resize(columns, rows) {
      size = { columns, rows };
      for (const listener of listeners) listener();
    },
  };
}
