import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Transform, Writable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { latin1Text } from '../codec/latin1.ts';
import { messageOf } from '../errors.ts';
import { MAX_LINE_CHARACTERS, parseFilterLine } from './ipFilterLine.ts';
import { MAX_RANGES, type RangeBuilder } from './addressRanges.ts';

/** What came of reading one filter list. */
export interface FilterReading {
  readonly ranges: number;
  readonly badLines: number;
  /** The first line that could not be read, and why. */
  readonly firstBad: { readonly line: number; readonly text: string; readonly message: string } | undefined;
  /** Why the file as a whole could not be read to its end, for a person. */
  readonly failure: string | undefined;
}

/** Of text, unpacked. The largest public lists have some 60 MB. */
const MAX_BYTES = 512 * 1024 * 1024;
const SHOWN_CHARACTERS = 120;
/** Of UTF-8, read byte by byte. */
const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf';

/**
 * Adds the ranges of a list to `into`, a piece at a time so that answers go on meanwhile; one packed with gzip is unpacked. Never
 * rejects but when `signal` ends it: what is wrong is in what it resolves with.
 */
export async function readFilterFile(
  path: string,
  into: RangeBuilder,
  { signal, maxBytes = MAX_BYTES }: { readonly signal: AbortSignal; readonly maxBytes?: number },
): Promise<FilterReading> {
  const lines = createLineReader(into);
  let failure: string | undefined;
  try {
    const unpack = (await isGzip(path)) ? [createGunzip()] : [];
    await pipeline([createReadStream(path), ...unpack, limitTo(maxBytes), lines.sink], { signal });
  } catch (error) {
    signal.throwIfAborted();
    failure = messageOf(error);
  }
  lines.end();
  return { ...lines.reading(), failure };
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

/** A few kilobytes of gzip can unpack to what fills a disk. */
function limitTo(maxBytes: number): Transform {
  let left = maxBytes;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      left -= chunk.length;
      if (left < 0) done(new Error(`it has more than ${maxBytes} bytes`));
      else done(null, chunk);
    },
  });
}

interface LineReader {
  readonly sink: Writable;
  /** Reads what is behind the last line break. */
  end(): void;
  reading(): Omit<FilterReading, 'failure'>;
}

function createLineReader(into: RangeBuilder): LineReader {
  let [number, ranges, badLines] = [0, 0, 0];
  let firstBad: FilterReading['firstBad'];
  let rest = '';

  function readLine(text: string): void {
    number++;
    const line = parseFilterLine(number === 1 && text.startsWith(BYTE_ORDER_MARK) ? text.slice(3) : text);
    if (line.kind === 'nothing') return;
    if (line.kind === 'bad') return noteBad(text, line.message);
    if (into.add(line.range)) ranges++;
    else noteBad(text, `more than ${MAX_RANGES} ranges are not held`);
  }

  function noteBad(text: string, message: string): void {
    badLines++;
    firstBad ??= { line: number, text: text.trim().slice(0, SHOWN_CHARACTERS), message };
  }

  return {
    sink: new Writable({
      write(chunk: Uint8Array, _encoding, done) {
        const lines = (rest + latin1Text(chunk)).split('\n');
        // A line that never ends must not be kept whole, only as long as it takes to see that it is too long.
        rest = (lines.pop() ?? '').slice(0, MAX_LINE_CHARACTERS + 1);
        for (const line of lines) readLine(line);
        done();
      },
    }),
    end() {
      if (rest !== '') readLine(rest);
      rest = '';
    },
    reading: () => ({ ranges, badLines, firstBad }),
  };
}
