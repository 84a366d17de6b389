import { open } from 'node:fs/promises';
import { systemCode } from './errors.ts';

/** The last lines of a file, up to `maxBytes`; none when there is no file. */
export async function readTail(file: string, maxBytes: number): Promise<string[]> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      const start = Math.max(0, size - maxBytes);
      const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(size - start), position: start });
      const lines = buffer.toString('utf8', 0, bytesRead).split('\n');
      // The first may be the rest of one.
      return (start > 0 ? lines.slice(1) : lines).filter((line) => line !== '');
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** A line of our log in words: when, how grave, what, and where in the program. Details are left out: they name things. */
export function logLineText(line: string): string {
  const { time, level, message, cause } = parsed(line);
  const trail = typeof cause === 'object' && cause !== null ? causeText(cause as Record<string, unknown>) : '';
  return [time, level, message].map(textOf).join(' ') + trail;
}

const MAX_FRAMES = 8;

function parsed(line: string): Readonly<Record<'time' | 'level' | 'message' | 'cause', unknown>> {
  try {
    const { time, level, message, cause } = JSON.parse(line) as Record<string, unknown>;
    return { time, level, message, cause };
  } catch {
    return { time: '', level: '', message: '(a line that cannot be read)', cause: undefined };
  }
}

function causeText({ type, code, stack }: Readonly<Record<string, unknown>>): string {
  // A frame is kept without the folder that the program lies in.
  const frames = [...textOf(stack).matchAll(/^ +at ([\w.<>[\] ]+) \(.*?([\w.-]+:\d+:\d+)\)$/gm)];
  const where = frames.slice(0, MAX_FRAMES).map(([, name, place]) => ` < ${name} ${place}`);
  return ` | ${textOf(type)} ${textOf(code)}${where.join('')}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
