import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { LogLevel } from '../../../electron/engine/ports.ts';
import { createLineLogger, createLogger } from '../../../electron/engine/system/logger.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const NOON = Date.UTC(2026, 0, 1, 12);

describe('a log line', () => {
  it('is JSON with level, time, message and the details', () => {
    const { logger, entries } = setUp();
    logger.log('warning', 'port taken', { port: 6969, addresses: ['::1'] });
    logger.log('info', 'no details');
    expect(entries()).toEqual([
      { level: 'warning', time: '2026-01-01T12:00:00.000Z', message: 'port taken', port: 6969, addresses: ['::1'] },
      { level: 'info', time: '2026-01-01T12:00:00.000Z', message: 'no details' },
    ]);
  });

  it.each([
    { level: 'debug', written: ['debug', 'info', 'warning', 'error'] },
    { level: 'warning', written: ['warning', 'error'] },
    { level: 'error', written: ['error'] },
  ] as const)('is written from level $level on', ({ level, written }) => {
    const { logger, entries } = setUp(level);
    for (const each of ['debug', 'info', 'warning', 'error'] as const) logger.log(each, 'x');
    expect(entries().map((entry) => entry['level'])).toEqual(written);
  });

  it('tells a cause with its stack and its own cause', () => {
    const { logger, entries } = setUp();
    logger.log('error', 'failed', { cause: new TypeError('outer', { cause: new Error('inner') }) });
    expect(entries()[0]).toMatchObject({
      cause: { type: 'TypeError', message: 'outer', stack: expect.any(String), cause: { message: 'inner' } },
    });
  });

  it('takes details that JSON cannot say, and that carry the names of its own fields', () => {
    const { logger, entries } = setUp();
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    logger.log('info', 'odd', { circle, big: 2n ** 60n, nothing: undefined, message: 'mine', level: 'mine', time: 0 });
    expect(entries()).toHaveLength(1);
    expect(entries()[0]).toMatchObject({ message: 'odd', level: 'info', message_: 'mine', level_: 'mine', time_: 0 });
  });

  it('never shows a secret, by its name or by its text', () => {
    const { logger, lines } = setUp();
    logger.redact('hunter2');
    logger.log('error', 'refused hunter2', {
      secret: 'other',
      headers: { authorization: 'Bearer other' },
      url: 'ws://127.0.0.1/?secret=hunter2',
      cause: new Error('hunter2 is wrong'),
    });
    const text = lines.join('');
    expect(text).not.toMatch(/hunter2|other/);
    expect(text).toContain('refused [redacted]');
  });

  it('is dropped after the end', async () => {
    const { logger, lines, closes } = setUp();
    await logger.stop();
    await logger.stop();
    logger.log('error', 'late');
    expect(lines).toEqual([]);
    expect(closes()).toBe(1);
  });
});

describe('a log file', () => {
  it('takes up to its bound, and keeps the one before', async () => {
    const { logger, file } = await startFile(300);
    for (let i = 0; i < 20; i++) logger.log('info', `line ${i}`);
    const [now, before] = [await readFile(file, 'utf8'), await readFile(`${file}.1`, 'utf8')];
    expect(now.length).toBeLessThanOrEqual(300);
    expect(before.length).toBeLessThanOrEqual(300);
    expect(messagesIn(before + now).at(-1)).toBe('line 19');
    expect(messagesIn(before + now)).toEqual(
      messagesIn(before + now).map((_, i, { length }) => `line ${20 - length + i}`),
    );
  });

  it('is continued by the next start', async () => {
    const { logger, file } = await startFile(10_000);
    logger.log('info', 'first start');
    await logger.stop();
    const next = createLogger(
      { clock: createVirtualClock() },
      { destination: { file, maxBytes: 10_000 }, level: 'info' },
    );
    cleanup.add(() => next.stop());
    next.log('info', 'second start');
    expect(messagesIn(await readFile(file, 'utf8'))).toEqual(['first start', 'second start']);
  });

  it('takes a line that is longer than its bound alone', async () => {
    const { logger, file } = await startFile(300);
    logger.log('info', 'before');
    logger.log('info', 'x'.repeat(1000));
    expect(messagesIn(await readFile(file, 'utf8'))).toEqual(['x'.repeat(1000)]);
  });

  it('that cannot be written loses lines and not the program, and says how many', async () => {
    const folder = await temporaryFolder(cleanup, 'log');
    const inTheWay = join(folder, 'logs');
    await writeFile(inTheWay, '');
    const destination = { file: join(inTheWay, 'granary.log'), maxBytes: 10_000 };
    const logger = createLogger({ clock: createVirtualClock() }, { destination, level: 'info' });
    cleanup.add(() => logger.stop());
    logger.log('info', 'lost');
    logger.log('info', 'lost, too');
    await rm(inTheWay);
    await mkdir(inTheWay);
    logger.log('info', 'kept');
    const lines = (await readFile(destination.file, 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ lost: 2 }, { message: 'kept' }]);
  });
});

function setUp(level: LogLevel = 'info') {
  const lines: string[] = [];
  let closeCount = 0;
  const sink = { write: (line: string) => void lines.push(line), close: () => void closeCount++ };
  const logger = createLineLogger({ clock: createVirtualClock(NOON), sink }, level);
  const entries = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { logger, lines, entries, closes: () => closeCount };
}

async function startFile(maxBytes: number) {
  const file = join(await temporaryFolder(cleanup, 'log'), 'granary.log');
  const logger = createLogger({ clock: createVirtualClock() }, { destination: { file, maxBytes }, level: 'info' });
  cleanup.add(() => logger.stop());
  return { logger, file };
}

function messagesIn(text: string): unknown[] {
  const lines = text.trim().split('\n');
  return lines.map((line) => (JSON.parse(line) as Record<string, unknown>)['message']);
}
