import { expect, it } from 'vitest';
import type { JobProgress } from '../../../shared/contract.ts';
import { createJobs } from '../../../electron/engine/shares/jobs.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

const PROGRESS = { phase: 'hashing', bytesDone: 1, bytesTotal: 2, rateBytesPerSecond: 3 } as const;

function setUp() {
  const reported: JobProgress[] = [];
  return { reported, jobs: createJobs(createVirtualClock(), (progress) => reported.push(progress)) };
}

/** Work that ends only when it is cancelled. */
function untilCancelled({ signal }: { readonly signal: AbortSignal }): Promise<string> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve('cancelled')));
}

it('gives the outcome, and reports progress under the job’s id', async () => {
  const { jobs, reported } = setUp();
  const outcome = await jobs.run('a', ({ onProgress }) => {
    onProgress(PROGRESS);
    return Promise.resolve(42);
  });
  expect(outcome).toBe(42);
  expect(reported).toEqual([{ jobId: 'a', ...PROGRESS }]);
});

it('cancels the job that is named, and no other', async () => {
  const { jobs } = setUp();
  const first = jobs.run('a', untilCancelled);
  const second = jobs.run('b', untilCancelled);
  jobs.cancel('unknown');
  jobs.cancel('a');
  expect(await first).toBe('cancelled');
  jobs.cancel('b');
  expect(await second).toBe('cancelled');
});

it('refuses an id that is in use, and gives it free at the end', async () => {
  const { jobs } = setUp();
  const first = jobs.run('a', untilCancelled);
  await expect(jobs.run('a', untilCancelled)).rejects.toMatchObject({ code: 'bad-input' });
  jobs.cancel('a');
  await first;
  expect(await jobs.run('a', () => Promise.resolve('again'))).toBe('again');
  await expect(jobs.run('b', () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(await jobs.run('b', () => Promise.resolve('again'))).toBe('again');
});

it('stops when all have ended', async () => {
  const { jobs } = setUp();
  const ended: string[] = [];
  const all = ['a', 'b'].map((id) => jobs.run(id, untilCancelled).then(() => ended.push(id)));
  await jobs.stop();
  await Promise.all(all);
  expect(ended.toSorted()).toEqual(['a', 'b']);
});
