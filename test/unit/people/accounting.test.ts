import { describe, expect, it } from 'vitest';
import { MAX_PEERS_PER_TORRENT } from '../../../electron/engine/people/accounting.ts';
import { OTHER_TORRENT, type PeopleFixture, peopleOnVirtualClock, TORRENT } from '../../support/peopleFixture.ts';
import type { VirtualClock } from '../../support/virtualClock.ts';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;
const MINUTE_MS = 60_000;

interface Client {
  readonly name?: string;
  readonly peer?: string;
  readonly infoHash?: typeof TORRENT;
}

/** Announces of people by name, a minute after the one before. */
function start(names: readonly string[] = ['Ada', 'Ben']) {
  let fixture: PeopleFixture & { readonly clock: VirtualClock } = peopleOnVirtualClock({ names });
  return {
    get fixture() {
      return fixture;
    },
    tell(
      client: Client,
      report: { up?: number; down?: number; left?: number; event?: 'started' | 'stopped' | 'completed' },
    ) {
      fixture.clock.advance(MINUTE_MS);
      const { name = 'Ada', peer = 'one', infoHash = TORRENT } = client;
      const { passkey } = fixture.person(name);
      const { up: uploadedBytes = 0, down: downloadedBytes = 0, left: leftBytes = 0, event = 'none' } = report;
      return fixture.announce({ passkey, peer, infoHash, uploadedBytes, downloadedBytes, leftBytes, event });
    },
    ledger: (name = 'Ada') => fixture.person(name).ledger,
    restart(how?: 'crash') {
      fixture = { ...fixture.restart(how), clock: fixture.clock };
    },
  };
}

describe('what a person transferred', () => {
  it('is what their clients’ totals grew by', () => {
    const { tell, ledger } = start();
    tell({}, { event: 'started', left: 100 });
    tell({}, { down: 60, up: 10, left: 40 });
    tell({}, { down: 100, up: 30, left: 0, event: 'completed' });
    tell({}, { down: 100, up: 70, event: 'stopped' });
    expect(ledger()).toMatchObject({ uploaded: 70n, downloaded: 100n, charged: 100n });
    expect(ledger().torrents.get(TORRENT)).toMatchObject({ uploaded: 70n, completedAt: expect.any(Number) });
  });

  it('is not what a client had before it came', () => {
    const { tell, ledger } = start();
    tell({}, { up: 5000, down: 400 });
    tell({}, { up: 5001, down: 400 });
    expect(ledger()).toMatchObject({ uploaded: 1n, downloaded: 0n });
  });

  it('comes from several PCs, several torrents and several addresses at once', () => {
    const { tell, ledger, fixture } = start();
    for (const peer of ['one', 'two']) tell({ peer }, { event: 'started', left: 100 });
    tell({ peer: 'one', infoHash: OTHER_TORRENT }, { event: 'started' });
    tell({ peer: 'one' }, { down: 10, left: 90 });
    tell({ peer: 'two' }, { down: 20, left: 80 });
    tell({ peer: 'one', infoHash: OTHER_TORRENT }, { up: 7 });
    const { passkey } = fixture.person('Ada');
    fixture.announce({ passkey, peer: 'one', address: '10.9.9.9', downloadedBytes: 15, leftBytes: 85 });
    expect(ledger()).toMatchObject({ downloaded: 35n, uploaded: 7n, activeDownloads: 1, activeSeeds: 1 });
  });

  it('counts once what is announced at several URLs', () => {
    const { tell, ledger } = start();
    for (let url = 0; url < 3; url++) tell({}, { event: 'started', left: 100 });
    for (let url = 0; url < 3; url++) tell({}, { down: 50, left: 50 });
    for (let url = 0; url < 3; url++) tell({}, { down: 80, left: 20, event: 'stopped' });
    expect(ledger()).toMatchObject({ downloaded: 80n, activeDownloads: 0 });
  });

  it('goes on when a client begins anew, with or without a goodbye', () => {
    const { tell, ledger } = start();
    tell({}, { event: 'started', left: 100 });
    tell({}, { up: 1000, down: 50, left: 50 });
    tell({}, { event: 'started', left: 50 });
    tell({}, { up: 200, down: 50 });
    expect(ledger()).toMatchObject({ uploaded: 1200n, downloaded: 100n });
    tell({}, { up: 250, down: 50, event: 'stopped' });
    tell({}, { event: 'started' });
    tell({}, { up: 30 });
    expect(ledger()).toMatchObject({ uploaded: 1280n, downloaded: 100n });
  });

  it('is not counted twice when announces overtake each other', () => {
    const { tell, ledger, fixture } = start();
    tell({}, { event: 'started' });
    tell({}, { up: 1000 });
    const { passkey } = fixture.person('Ada');
    fixture.announce({ passkey, peer: 'one', uploadedBytes: 0, event: 'started' });
    fixture.announce({ passkey, peer: 'one', uploadedBytes: 900 });
    tell({}, { up: 1100 });
    expect(ledger()).toMatchObject({ uploaded: 1100n });
  });

  it('goes on after a client was silent for hours', () => {
    const { tell, ledger, fixture } = start();
    tell({}, { event: 'started', left: 9 });
    fixture.clock.advance(5 * 3_600_000);
    expect(ledger()).toMatchObject({ activeDownloads: 0 });
    tell({}, { up: 77, left: 9 });
    expect(ledger()).toMatchObject({ uploaded: 77n, activeDownloads: 1 });
  });

  it('is exact beyond what a float holds', () => {
    const story = start();
    story.fixture.database.exec('UPDATE people SET carried_downloaded = 9007199254740993');
    story.restart('crash');
    story.tell({}, { event: 'started', left: 9 });
    story.tell({}, { down: 2, left: 7 });
    expect(story.ledger().downloaded).toBe(9_007_199_254_740_995n);
    story.restart();
    expect(story.ledger().downloaded).toBe(9_007_199_254_740_995n);
  });
});

describe('time seeded', () => {
  it('is that between announces of a client that has all', () => {
    const { tell, ledger } = start();
    tell({}, { left: 5 });
    tell({}, { left: 0, event: 'completed' });
    tell({}, {});
    tell({}, {});
    expect(ledger().seededMs).toBe(2 * MINUTE_MS);
  });

  it('counts once for PCs that seed at the same time', () => {
    const { tell, ledger } = start();
    tell({ peer: 'one' }, {});
    tell({ peer: 'two' }, {});
    tell({ peer: 'one' }, {});
    tell({ peer: 'two' }, { event: 'stopped' });
    expect(ledger().seededMs).toBe(3 * MINUTE_MS);
  });

  it('leaves out the time in which nothing was heard', () => {
    const { tell, ledger, fixture } = start();
    tell({}, {});
    fixture.clock.advance(3_600_000);
    tell({}, {});
    tell({}, {});
    expect(ledger().seededMs).toBe(MINUTE_MS);
  });
});

describe('a restart', () => {
  it('loses nothing when the engine stops', () => {
    const story = start();
    story.tell({}, { event: 'started', left: 100 });
    story.tell({}, { down: 50, up: 5, left: 50 });
    story.restart();
    expect(story.ledger()).toMatchObject({ downloaded: 50n, uploaded: 5n, activeDownloads: 0 });
    story.tell({}, { down: 80, up: 15, left: 20 });
    expect(story.ledger()).toMatchObject({ downloaded: 80n, uploaded: 15n, activeDownloads: 1 });
  });

  it('loses nothing of a known client when the engine is killed', () => {
    const story = start();
    story.tell({}, { event: 'started', left: 100 });
    story.fixture.clock.advance(3000);
    story.tell({}, { down: 50, left: 50 });
    story.restart('crash');
    expect(story.ledger().downloaded).toBe(0n);
    story.tell({}, { down: 80, left: 20 });
    expect(story.ledger().downloaded).toBe(80n);
  });

  it('keeps what came of torrents that are gone', () => {
    const story = start();
    story.tell({}, { event: 'started', left: 9 });
    story.tell({}, { down: 5, up: 3, left: 4 });
    story.fixture.people.forgetTorrent(TORRENT);
    expect(story.ledger()).toMatchObject({ downloaded: 5n, uploaded: 3n, activeDownloads: 0 });
    story.restart();
    expect(story.ledger()).toMatchObject({ downloaded: 5n, uploaded: 3n });
    expect(story.ledger().torrents.size).toBe(0);
  });
});

describe('what cannot be', () => {
  it('is flagged and not counted when no link carries it', () => {
    const story = start();
    story.tell({}, { event: 'started' });
    story.tell({}, { up: 5_000 * GIB });
    expect(story.ledger().uploaded).toBe(0n);
    expect([...story.fixture.person('Ada').suspicions]).toEqual(['impossible-rate']);
    story.restart();
    expect([...story.fixture.person('Ada').suspicions]).toEqual(['impossible-rate']);
  });

  it('is flagged when nobody downloaded what was uploaded', () => {
    const story = start();
    story.tell({}, { event: 'started' });
    story.tell({}, { up: 2 * GIB });
    expect([...story.fixture.person('Ada').suspicions]).toEqual([]);
    story.fixture.clock.advance(13 * MINUTE_MS);
    expect([...story.fixture.person('Ada').suspicions]).toEqual(['unmatched-upload']);
    expect(story.fixture.notes).toContainEqual(
      expect.objectContaining({ kind: 'person-suspected', infoHash: TORRENT }),
    );
  });

  it('is not what others announce a little later, or took along without a goodbye', () => {
    const story = start();
    story.tell({ name: 'Ben' }, { event: 'started', left: 9 * GIB });
    story.tell({}, { event: 'started' });
    story.tell({}, { up: 2 * GIB });
    story.tell({ name: 'Ben' }, { down: 2 * GIB, left: 7 * GIB });
    story.fixture.clock.advance(15 * MINUTE_MS);
    story.tell({}, { up: 8 * GIB });
    story.fixture.clock.advance(15 * MINUTE_MS);
    expect([...story.fixture.person('Ada').suspicions]).toEqual([]);
  });

  it('is not counted beyond the clients that one passkey is good for', () => {
    const { fixture } = start();
    const { passkey } = fixture.person('Ada');
    const answers = Array.from({ length: MAX_PEERS_PER_TORRENT + 2 }, (_, at) =>
      fixture.announce({ passkey, peer: `client ${at}` }),
    );
    expect(answers.filter((refusal) => refusal === undefined)).toHaveLength(MAX_PEERS_PER_TORRENT);
    expect(answers.at(-1)?.message).toContain('too many clients');
    expect(fixture.announce({ passkey, peer: 'client 3' })).toBeUndefined();
  });
});
