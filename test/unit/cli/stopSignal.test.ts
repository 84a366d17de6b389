import { EventEmitter } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { listenForStop } from '../../../electron/cli/stopSignal.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

function listen(platform: NodeJS.Platform) {
  const source = Object.assign(new EventEmitter(), { platform }) as unknown as NodeJS.Process;
  const exitNow = vi.fn<() => void>();
  let nowMs = 1000;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
  const stop = listenForStop(source, exitNow);
  return { source, exitNow, stop, pass: (ms: number) => void (nowMs += ms) };
}

describe('listenForStop', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('asks for a stop at the first %s', (name) => {
    const { source, exitNow, stop } = listen('linux');
    source.emit(name, name);
    expect(stop.signal.aborted).toBe(true);
    expect(exitNow).not.toHaveBeenCalled();
  });

  it('exits at once when it is asked again, but not at the echo of the first', () => {
    const { source, exitNow, pass } = listen('linux');
    source.emit('SIGINT', 'SIGINT');
    pass(20);
    source.emit('SIGINT', 'SIGINT');
    expect(exitNow).not.toHaveBeenCalled();
    pass(1000);
    source.emit('SIGINT', 'SIGINT');
    expect(exitNow).toHaveBeenCalledOnce();
  });

  it('takes the first signal after a stop from inside as the first', () => {
    const { source, exitNow, stop, pass } = listen('linux');
    stop.stop();
    pass(1000);
    source.emit('SIGTERM', 'SIGTERM');
    expect(stop.signal.aborted).toBe(true);
    expect(exitNow).not.toHaveBeenCalled();
  });

  it('hears Ctrl-Break on Windows only', () => {
    expect(listen('win32').source.listenerCount('SIGBREAK')).toBe(1);
    expect(listen('linux').source.listenerCount('SIGBREAK')).toBe(0);
  });

  it('gives the signals back', () => {
    const { source, stop } = listen('win32');
    stop.release();
    expect(source.eventNames()).toEqual([]);
  });
});
