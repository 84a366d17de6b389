import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';
import { messageOf } from '../errors.ts';

/** A file that lines are added to and that takes no more than twice `maxBytes` of the disk. */
export interface BoundedFile {
  /** Never throws: a line that cannot be written is counted, and the count is written when lines can be again. */
  write(line: string): void;
  close(): void;
}

const OWNER_ONLY = 0o600;

/**
 * Opens `file` at the first line and adds to it. Before a line that would make it longer than `maxBytes` it is renamed to
 * `file.1`, in the place of the one that was there, and begun anew.
 */
export function createBoundedFile(file: string, maxBytes: number): BoundedFile {
  let descriptor: number | undefined;
  let bytes = 0;
  let lost = 0;
  let reason = '';

  function open(): number {
    if (descriptor !== undefined) return descriptor;
    descriptor = openSync(file, 'a', OWNER_ONLY);
    bytes = fstatSync(descriptor).size;
    return descriptor;
  }

  function close(): void {
    if (descriptor === undefined) return;
    const closing = descriptor;
    descriptor = undefined;
    closeSync(closing);
  }

  function append(text: string): void {
    const line = Buffer.from(text);
    open();
    if (bytes > 0 && bytes + line.length > maxBytes) {
      close();
      renameSync(file, `${file}.1`);
    }
    bytes += writeSync(open(), line);
  }

  return {
    write(line) {
      try {
        if (lost > 0) append(`${JSON.stringify({ level: 'warning', message: 'log lines were lost', lost, reason })}\n`);
        lost = 0;
        append(line);
      } catch (error) {
        lost++;
        reason = messageOf(error);
      }
    },
    close,
  };
}
