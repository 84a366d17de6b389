import { describe, expect, it } from 'vitest';
import type { JobProgress } from '../../../shared/contract.ts';
import { GIB, KIB, MIB } from '../../../shared/units.ts';
import {
  afterFailure,
  afterProgress,
  hashingJobs,
  type HashingJob,
  useHashingJobs,
} from '../../../renderer/views/create/hashingJobs.ts';
import { newJobId } from '../../../renderer/views/create/jobId.ts';
import { pieceLengthsFor, pieceLengthText } from '../../../renderer/views/create/pieceLengths.ts';
import { unsafeReason } from '../../../electron/engine/metainfo/safePath.ts';
import { nameProblem } from '../../../renderer/views/create/shareName.ts';

describe('piece lengths to choose from', () => {
  it('are all of them for a small share, with the count of pieces', () => {
    const lengths = pieceLengthsFor(100 * MIB);
    expect(lengths.at(0)).toEqual({ bytes: 16 * KIB, pieces: 6400 });
    expect(lengths.at(-1)).toEqual({ bytes: 16 * MIB, pieces: 7 });
  });

  it('leave out those that make too many pieces, but never all', () => {
    expect(pieceLengthsFor(40 * GIB).every(({ pieces }) => pieces <= 200_000)).toBe(true);
    expect(pieceLengthsFor(1e18)).toHaveLength(1);
    expect(pieceLengthsFor(0).at(0)?.pieces).toBe(1);
  });

  it('are written in binary units', () => {
    expect(pieceLengthText(16 * KIB)).toBe('16\u00a0KiB');
    expect(pieceLengthText(4 * MIB)).toBe('4\u00a0MiB');
  });
});

describe('the name of a share', () => {
  it.each([
    ['Wedding film', undefined],
    ['', 'empty'],
    ['  ', 'empty'],
    ['a/b', 'separator'],
    ['a\\b', 'separator'],
    ['..', 'reserved'],
    [' . ', 'reserved'],
    ['...', 'ending'],
    ['Photos.', 'ending'],
    ['a\u202eb', undefined],
    ['a\u0007b', 'unseen'],
    ['a\ud800b', 'unseen'],
    ['a\ufffdb', 'unseen'],
    ['12:30', 'forbidden'],
    ['why?', 'forbidden'],
    ['con', 'device'],
    ['LPT1.txt', 'device'],
    ['console', undefined],
    ['ü'.repeat(127), undefined],
    ['ü'.repeat(128), 'too-long'],
  ])('%j', (name, problem) => {
    expect(nameProblem(name)).toBe(problem);
    // The engine would refuse the same, only later.
    expect(unsafeReason(name.trim().normalize('NFC')) !== undefined).toBe(problem !== undefined);
  });
});

describe('shares in the making', () => {
  const job: HashingJob = { jobId: 'a', name: 'Photos', request: { paths: ['/photos'] } };
  const progress: JobProgress = { jobId: 'a', phase: 'hashing', bytesDone: 1, bytesTotal: 2, rateBytesPerSecond: 1 };

  it('take in their own progress and nobody else’s', () => {
    const jobs = { a: job };
    expect(afterProgress(jobs, progress)).toEqual({ a: { ...job, progress } });
    expect(afterProgress(jobs, { ...progress, jobId: 'b' })).toBe(jobs);
  });

  it('keep why they failed', () => {
    expect(afterFailure({ a: job }, 'a', 'disk full')).toEqual({ a: { ...job, error: 'disk full' } });
    expect(afterFailure({}, 'a', 'disk full')).toEqual({});
  });

  it('are shown when they begin, and go on when they are not', () => {
    hashingJobs.add(job);
    expect(hashingJobs.isShown('a')).toBe(true);
    hashingJobs.show(undefined);
    hashingJobs.progress(progress);
    expect(useHashingJobs.getState()).toEqual({ jobs: { a: { ...job, progress } }, shown: undefined });
    hashingJobs.show('a');
    hashingJobs.remove('a');
    expect(useHashingJobs.getState()).toEqual({ jobs: {}, shown: undefined });
    expect(hashingJobs.has('a')).toBe(false);
  });

  it('have names that are their own', () => {
    const names = new Set(Array.from({ length: 100 }, newJobId));
    expect(names.size).toBe(100);
    expect([...names].every((name) => /^[0-9a-f]{32}$/.test(name))).toBe(true);
  });
});
