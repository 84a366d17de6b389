import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseTorrent } from '../../../electron/engine/metainfo/torrentParser.ts';
import {
  createTorrentList,
  MAX_LISTED,
  type TorrentList,
  type TorrentListDeps,
} from '../../../electron/engine/policy/torrentList.ts';
import type { InfoHash } from '../../../shared/infoHash.ts';
import { MIB } from '../../../shared/units.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { createMemoryListed, numberedHash } from '../../support/policyFixture.ts';
import { startStorage } from '../../support/storageFixture.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';
import { torrentNamed } from '../../support/smallTorrent.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const BY = { kind: 'console', name: '192.168.1.9' } as const;
const hash = numberedHash(1);
const HOUR_MS = 3_600_000;
/** Two of them are more than is kept of what was taken off. */
const BIG_ENTRY = {
  name: undefined,
  verdict: 'allow',
  addedAt: 0,
  addedBy: 'window',
  addedByName: undefined,
  publishedBy: undefined,
  kept: { contentBytes: 1, fileBytes: 40 * MIB },
};
let changed: string[];
let list: TorrentList;

beforeEach(() => {
  changed = [];
  list = open();
});

function open(repository = createMemoryListed(), more: Partial<TorrentListDeps> = {}): TorrentList {
  const onChanged = (some: readonly string[]) => changed.push(...some);
  return createTorrentList({ clock: createVirtualClock(), repository, onChanged, ...more });
}

describe('what a person lists', () => {
  it('may be an info-hash, a magnet link or a .torrent file, each with the name that it has', () => {
    const { bytes, infoHash, name } = torrentNamed('Größe A0');
    const result = list.list(
      [
        { kind: 'infoHash', infoHash: ` ${hash.toUpperCase()} ` },
        { kind: 'magnet', link: `magnet:?xt=urn:btih:${numberedHash(2)}&dn=Maps` },
        { kind: 'torrent', base64: Buffer.from(bytes).toString('base64') },
      ],
      'allow',
      BY,
    );
    expect(result.rejected).toEqual([]);
    expect(result.listed).toEqual([
      { infoHash: hash },
      { infoHash: numberedHash(2), name: 'Maps' },
      { infoHash, name },
    ]);
    expect(result.listed.map((torrent) => list.verdictOf(torrent.infoHash))).toEqual(['allow', 'allow', 'allow']);
    expect(list.entries()[0]).toMatchObject({ addedBy: 'console', addedByName: '192.168.1.9', verdict: 'allow' });
    expect(changed).toEqual(result.listed.map((torrent) => torrent.infoHash));
  });

  it('is rejected one by one, with what is wrong', () => {
    const { listed, rejected } = list.list(
      [
        { kind: 'infoHash', infoHash: "'; DROP TABLE listed_torrents; --" },
        { kind: 'magnet', link: 'https://example.org/' },
        { kind: 'torrent', base64: 'ZGU=' },
        { kind: 'infoHash', infoHash: hash, name: '<b>' },
      ],
      'block',
      BY,
    );
    expect(listed).toEqual([{ infoHash: hash, name: '<b>' }]);
    expect(rejected.map(({ index, reason }) => [index, reason])).toEqual([
      [0, 'info-hash-bad'],
      [1, 'magnet-bad'],
      [2, 'torrent-bad'],
    ]);
    for (const { message } of rejected) expect(message.length).toBeGreaterThan(10);
  });

  it('changes its verdict, keeps its name, and is taken off once', () => {
    list.list([{ kind: 'infoHash', infoHash: hash, name: 'Corn' }], 'allow', BY);
    list.list([{ kind: 'infoHash', infoHash: hash }], 'block', BY);
    expect(list.verdictOf(hash)).toBe('block');
    expect(list.nameOf(hash)).toBe('Corn');
    expect(list.unlist([hash, hash, numberedHash(5)])).toEqual([hash]);
    expect(list.unlist([hash])).toEqual([]);
    expect(list.verdictOf(hash)).toBeUndefined();
  });

  it('is bounded', () => {
    for (let from = 0; from < MAX_LISTED; from += 10_000) {
      const items = Array.from({ length: 10_000 }, (_, i) => ({
        kind: 'infoHash' as const,
        infoHash: numberedHash(from + i),
      }));
      list.list(items, 'allow', BY);
    }
    const one = { kind: 'infoHash', infoHash: numberedHash(MAX_LISTED) } as const;
    expect(list.list([one], 'allow', BY).rejected).toMatchObject([{ index: 0, reason: 'list-full' }]);
    expect(list.list([{ kind: 'infoHash', infoHash: numberedHash(0) }], 'block', BY).rejected).toEqual([]);
    expect(list.entries().length).toBe(MAX_LISTED);
  });

  it('is there after a restart, whatever is in its name', async () => {
    const { storage } = await startStorage(cleanup);
    const name = `"'; DROP TABLE listed_torrents; -- <script>\u0000`;
    open(storage.listed).list([{ kind: 'infoHash', infoHash: hash, name }], 'block', { kind: 'command-line' });
    open(storage.listed).list([{ kind: 'infoHash', infoHash: numberedHash(2) }], 'allow', BY);
    const again = open(storage.listed);
    expect(again.entries()).toMatchObject([
      { infoHash: hash, name, verdict: 'block', addedBy: 'command-line', addedByName: undefined },
      { infoHash: numberedHash(2), name: undefined, verdict: 'allow', addedBy: 'console' },
    ]);
    again.unlist([hash]);
    expect(open(storage.listed).entries().length).toBe(1);
  });
});

describe('a .torrent file that a person gives', () => {
  const corn = torrentNamed('Corn');
  const rye = torrentNamed('Rye');
  const itemOf = ({ bytes }: typeof corn) =>
    ({ kind: 'torrent', base64: Buffer.from(bytes).toString('base64') }) as const;

  it('is kept without its trackers and with its very info, over a restart and what is said later', async () => {
    const { storage } = await startStorage(cleanup);
    open(storage.listed).list([itemOf(corn)], 'allow', BY);
    const again = open(storage.listed);
    again.list([{ kind: 'infoHash', infoHash: corn.infoHash }], 'block', BY);
    again.list([{ kind: 'infoHash', infoHash: corn.infoHash }], 'allow', BY);
    for (const some of [again, open(storage.listed)]) {
      expect(some.fileOf(corn.infoHash)).toEqual({ path: undefined, bytes: 5 });
      const kept = parseTorrent(some.keptFile(corn.infoHash) ?? new Uint8Array());
      expect(kept).toMatchObject({ ok: true, value: { info: { infoHash: corn.infoHash }, trackers: [] } });
    }
  });

  it('goes with its entry', async () => {
    const { storage } = await startStorage(cleanup);
    const stored = open(storage.listed);
    stored.list([itemOf(corn), { kind: 'infoHash', infoHash: corn.infoHash }], 'allow', BY);
    expect(stored.keptFile(corn.infoHash)).toBeDefined();
    stored.unlist([corn.infoHash]);
    expect(stored.keptFile(corn.infoHash)).toBeUndefined();
    expect(stored.fileOf(corn.infoHash)).toBeUndefined();
    const other = open(storage.listed);
    other.list([{ kind: 'infoHash', infoHash: corn.infoHash }], 'allow', BY);
    expect(other.fileOf(corn.infoHash)).toBeUndefined();
  });

  it.each(['allow', 'block'] as const)(
    'is back when its entry is within an hour, as %s, and so is who published it',
    (verdict) => {
      const clock = createVirtualClock();
      const timed = open(createMemoryListed(), { clock });
      const again = (infoHash: string): void => {
        timed.list([{ kind: 'infoHash', infoHash }], verdict, BY);
      };
      timed.list([itemOf(corn), itemOf(rye)], 'allow', { kind: 'site', name: 'Ada', person: 7 });
      const before = timed.keptFile(corn.infoHash);
      timed.unlist([corn.infoHash, rye.infoHash]);
      expect(timed.find(corn.infoHash)).toBeUndefined();
      clock.advance(HOUR_MS - 1);
      again(corn.infoHash);
      expect(timed.find(corn.infoHash)).toMatchObject({ name: 'Corn', verdict, publishedBy: 7, addedByName: BY.name });
      expect([before, timed.keptFile(corn.infoHash)]).toEqual([expect.any(Uint8Array), before]);
      expect(timed.fileOf(corn.infoHash)).toEqual({ path: undefined, bytes: 5 });
      clock.advance(1);
      again(rye.infoHash);
      expect(timed.find(rye.infoHash)).toMatchObject({ name: undefined, publishedBy: undefined, kept: undefined });
    },
  );

  it('stays away where there is no room for it any more, and its entry comes back', () => {
    const small = open(createMemoryListed(), { maxKeptBytes: corn.bytes.length });
    small.list([itemOf(corn)], 'allow', BY);
    small.unlist([corn.infoHash]);
    small.list([itemOf(rye)], 'allow', BY);
    expect(small.list([{ kind: 'infoHash', infoHash: corn.infoHash }], 'allow', BY).rejected).toEqual([]);
    expect(small.find(corn.infoHash)).toMatchObject({ name: 'Corn', verdict: 'allow', kept: undefined });
  });

  it('is read no further than what is kept of those that are taken off together', () => {
    const repository = createMemoryListed();
    let read = 0;
    const big = { ...repository, metainfoOf: (infoHash: InfoHash) => (read++, repository.metainfoOf(infoHash)) };
    const entries = [corn, rye].map(({ infoHash }) => ({ ...BIG_ENTRY, infoHash }));
    const full = open({ ...big, load: () => entries });
    expect(full.unlist([corn.infoHash, rye.infoHash])).toHaveLength(2);
    expect(read).toBe(1);
  });

  it('that is given anew counts, not the one that was taken off', () => {
    list.list([itemOf(corn)], 'allow', { kind: 'site', name: 'Ada', person: 7 });
    list.unlist([corn.infoHash]);
    list.list([itemOf(corn)], 'allow', { kind: 'site', name: 'Ben', person: 8 });
    expect(list.find(corn.infoHash)).toMatchObject({ publishedBy: 8 });
    list.unlist([corn.infoHash]);
    list.list([{ kind: 'infoHash', infoHash: corn.infoHash }], 'allow', BY);
    expect(list.find(corn.infoHash)).toMatchObject({ publishedBy: 8 });
  });

  it('is not kept of what it blocks', () => {
    list.list([itemOf(corn)], 'block', BY);
    expect(list.nameOf(corn.infoHash)).toBe('Corn');
    expect(list.fileOf(corn.infoHash)).toBeUndefined();
  });

  it('is rejected in words when it would take more room than there is for all, and nothing of it is listed', () => {
    const small = open(createMemoryListed(), { maxKeptBytes: corn.bytes.length });
    expect(small.list([itemOf(corn), itemOf(corn), itemOf(rye)], 'allow', BY).rejected).toMatchObject([
      { index: 2, reason: 'files-full', message: expect.stringContaining('MiB together') },
    ]);
    expect(small.find(rye.infoHash)).toBeUndefined();
    expect(small.list([{ kind: 'infoHash', infoHash: rye.infoHash }], 'allow', BY).rejected).toEqual([]);
    small.unlist([corn.infoHash]);
    expect(small.list([itemOf(rye)], 'allow', BY).rejected).toEqual([]);
  });
});

describe('what a folder holds', () => {
  it('is allowed for as long as one of its files is there', () => {
    list.setFile('/a.torrent', { infoHash: hash, name: 'Corn' });
    list.setFile('/b.torrent', { infoHash: hash, name: 'Corn again' });
    expect(list.entries()).toMatchObject([{ file: '/a.torrent', name: 'Corn', addedBy: 'engine' }]);
    list.setFile('/a.torrent', { infoHash: numberedHash(2) });
    expect(list.entries()).toMatchObject([{ file: '/b.torrent', name: 'Corn again' }, { file: '/a.torrent' }]);
    list.setFile('/b.torrent', undefined);
    expect(list.verdictOf(hash)).toBeUndefined();
    expect(list.verdictOf(numberedHash(2))).toBe('allow');
    list.setFile('/unknown.torrent', undefined);
  });

  it('gives way to what a person says, and comes back when that is taken off', () => {
    list.setFile('/a.torrent', { infoHash: hash, name: 'Corn' });
    list.list([{ kind: 'infoHash', infoHash: hash }], 'block', BY);
    expect(list.entries()).toMatchObject([{ verdict: 'block', file: undefined, name: 'Corn' }]);
    list.unlist([hash]);
    expect(list.entries()).toMatchObject([{ verdict: 'allow', file: '/a.torrent' }]);
  });
});
