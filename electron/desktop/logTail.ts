import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const TAIL_BYTES = 32 * 1024;
const MAX_LINES = 50;

/** The end of what the engine said, for the person who looks why it does not run. */
export interface LogTail {
  /** What its process wrote to its error stream. */
  add(text: string): void;
  /** The last lines of the log file, then those of the error stream. Never throws. */
  lines(): string[];
}

export function createLogTail(file: string): LogTail {
  let errors = '';
  return {
    add(text) {
      errors = (errors + text).slice(-TAIL_BYTES);
    },
    lines: () => [...lastLines(readEnd(file)), ...lastLines(errors)],
  };
}

function lastLines(text: string): string[] {
  return text.split('\n').filter(Boolean).slice(-MAX_LINES);
}

/** Nothing when there is no log yet. The first line may be half of one. */
function readEnd(file: string): string {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const bytes = fstatSync(descriptor).size;
    const end = Buffer.alloc(Math.min(bytes, TAIL_BYTES));
    readSync(descriptor, end, 0, end.length, bytes - end.length);
    return end.toString('utf8');
  } catch {
    return '';
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
