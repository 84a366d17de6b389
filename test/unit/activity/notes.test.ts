import { describe, expect, it } from 'vitest';
import type { NewActivity } from '../../../electron/engine/activity/activityLog.ts';
import { watchAddresses } from '../../../electron/engine/activity/addressNotes.ts';
import { createPeerNotes } from '../../../electron/engine/activity/peerNotes.ts';
import { createShareNotes } from '../../../electron/engine/activity/shareNotes.ts';
import { createEventBus } from '../../../electron/engine/eventBus.ts';
import type { Peer, Share, ShareState } from '../../../shared/model.ts';
import { fakeInfoHash, fakePeer, fakeShare } from '../../support/fakeShare.ts';
import { ip, peerIdOf } from '../../support/trackerFixture.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

/** A log that only remembers what was noted. */
function createNotedLog() {
  const noted: NewActivity[] = [];
  return {
    noted,
    log: { note: (activity: NewActivity) => void noted.push(activity), items: () => [], stop: () => undefined },
  };
}

describe('notes of shares', () => {
  const ERROR: ShareState = { kind: 'error', code: 'file-changed', message: 'a.bin has changed', file: '/data/a.bin' };

  function follow(restored: readonly Share[], states: readonly ShareState[]): string[] {
    const events = createEventBus({ log: () => undefined });
    const { log, noted } = createNotedLog();
    const notes = createShareNotes({ events, log }, restored);
    for (const state of states) events.emit({ event: 'share.changed', data: fakeShare({ state }) });
    notes.stop();
    return noted.map(({ kind }) => kind);
  }

  it.each<{ name: string; restored: readonly Share[]; states: readonly ShareState[]; kinds: readonly string[] }>([
    {
      name: 'a new share',
      restored: [],
      states: [{ kind: 'checking', bytesDone: 0 }, { kind: 'seeding' }, { kind: 'seeding' }],
      kinds: ['share-created'],
    },
    {
      name: 'a share that was there before',
      restored: [fakeShare({ state: { kind: 'checking', bytesDone: 0 } })],
      states: [{ kind: 'seeding' }],
      kinds: [],
    },
    {
      name: 'pause and resume',
      restored: [fakeShare()],
      states: [{ kind: 'paused' }, { kind: 'paused' }, { kind: 'checking', bytesDone: 0 }, { kind: 'seeding' }],
      kinds: ['share-paused', 'share-resumed'],
    },
    {
      name: 'a file that changed, and a resume in vain',
      restored: [fakeShare()],
      states: [ERROR, { kind: 'checking', bytesDone: 0 }, ERROR],
      kinds: ['share-failed'],
    },
    {
      name: 'a share that is found changed at the start',
      restored: [fakeShare({ state: { kind: 'checking', bytesDone: 0 } })],
      states: [ERROR],
      kinds: ['share-failed'],
    },
  ])('tell of $name', ({ restored, states, kinds }) => {
    expect(follow(restored, states)).toEqual(kinds);
  });

  it('name what failed, what was removed, and pass notices on', () => {
    const events = createEventBus({ log: () => undefined });
    const { log, noted } = createNotedLog();
    const share = fakeShare();
    const { infoHash } = share;
    const notes = createShareNotes({ events, log }, [share]);
    events.emit({ event: 'share.changed', data: { ...share, state: ERROR } });
    events.emit({ event: 'share.removed', data: { infoHash } });
    events.emit({ event: 'engine.notice', data: { level: 'warning', message: 'a port is taken' } });
    notes.stop();
    events.emit({ event: 'share.removed', data: { infoHash } });
    expect(noted).toEqual([
      {
        kind: 'share-failed',
        level: 'error',
        infoHash,
        values: { name: share.name, code: ERROR.code, message: 'a.bin has changed', file: '/data/a.bin' },
      },
      { kind: 'share-removed', infoHash, values: { name: share.name } },
      { kind: 'notice', level: 'warning', values: { message: 'a port is taken' } },
    ]);
  });
});

describe('notes of peers', () => {
  const infoHash = fakeInfoHash('photos');

  function startNotes() {
    const clock = createVirtualClock();
    const { log, noted } = createNotedLog();
    const swarm = { seeders: 1, leechers: 0, paused: 0, completed: 0, announces: 0, scrapes: 0 };
    const now = { swarm, peers: [] as readonly Peer[] };
    const session = {
      infoHash,
      info: { name: 'photos' },
      state: { kind: 'seeding' },
      get peersConnected() {
        return now.peers.length;
      },
      peers: () => [...now.peers],
    };
    const notes = createPeerNotes({
      clock,
      log,
      sessions: () => [session] as never,
      tracker: { counts: () => now.swarm },
    });
    return { clock, noted, now, notes };
  }

  it('tell who finished by its announce, once, and that everyone has it', () => {
    const { clock, noted, now, notes } = startNotes();
    now.swarm = { ...now.swarm, seeders: 2, leechers: 1 };
    const announced = { infoHash, peerId: peerIdOf('first') };
    notes.completed(announced, ip('192.168.1.7'));
    notes.completed(announced, ip('192.168.1.7'));
    clock.advance(10_000);
    expect(noted).toHaveLength(1);
    expect(noted[0]).toMatchObject({ kind: 'peer-finished', values: { name: 'photos', address: '192.168.1.7' } });
    now.swarm = { ...now.swarm, seeders: 3, leechers: 0 };
    clock.advance(60_000);
    expect(noted.slice(1)).toEqual([{ kind: 'everyone-has-it', infoHash, values: { name: 'photos', count: 2 } }]);
    notes.stop();
    expect(clock.pendingTasks).toBe(0);
  });

  it('tell who finished before our eyes, though it announces to no tracker of ours', () => {
    const { clock, noted, now, notes } = startNotes();
    const peer = fakePeer({ progress: 0.5 });
    now.peers = [peer, fakePeer({ address: '192.168.1.21', progress: 1, isSeeder: true })];
    clock.advance(5000);
    now.peers = [{ ...peer, progress: 1, isSeeder: true }];
    clock.advance(5000);
    expect(noted.map(({ kind, values }) => [kind, values?.['address']])).toEqual([['peer-finished', peer.address]]);
    notes.stop();
  });
});

describe('notes of addresses', () => {
  it('tell a change once', () => {
    const clock = createVirtualClock();
    const { log, noted } = createNotedLog();
    let addresses = ['192.168.1.5', 'fd00::5'];
    const stop = watchAddresses({ clock, log, addresses: () => addresses });
    clock.advance(20_000);
    addresses = ['10.0.0.9', 'fd00::9'];
    clock.advance(20_000);
    stop();
    expect(noted).toEqual([
      {
        kind: 'address-changed',
        level: 'warning',
        values: { address: '10.0.0.9', message: '10.0.0.9, fd00::9' },
      },
    ]);
    expect(clock.pendingTasks).toBe(0);
  });
});
