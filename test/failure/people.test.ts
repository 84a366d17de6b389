import { afterEach, describe, expect, it } from 'vitest';
import { ENGINE_ITSELF } from '../../shared/actor.ts';
import { rowSchemas } from '../../shared/views.ts';
import { parseIpAddress } from '../../electron/engine/codec/ipAddress.ts';
import { createGuessing } from '../../electron/engine/people/guessing.ts';
import { createPersonalLinks } from '../../electron/engine/shares/personalLinks.ts';
import {
  createGroupsSource,
  createInvitationsSource,
  createPeopleSource,
  createPersonTorrentsSource,
} from '../../electron/engine/views/peopleSources.ts';
import { createCleanup } from '../support/cleanup.ts';
import { createPeopleFixture, peopleOnVirtualClock, TORRENT } from '../support/peopleFixture.ts';
import { reopen, startStorage } from '../support/storageFixture.ts';
import { createVirtualClock } from '../support/virtualClock.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const PASSWORD = 'three random words';
const EVIL = [
  `Robert'); DROP TABLE people;--`,
  '" OR ""="',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '%00%0d%0aSet-Cookie: a=b',
  '../../etc/passwd',
  '{{name}} $t(key) ${name}',
] as const;

function addressOf(text: string) {
  const address = parseIpAddress(text);
  if (address === undefined) throw new Error(`${text} is no address`);
  return address;
}

describe('many who register at once', () => {
  it('are no more than their invitation lets in, and each name is one person', async () => {
    const { people, clock, restart } = peopleOnVirtualClock();
    const draft = { role: 'member', uses: 3, needsApproval: false, groups: [], expiresAt: clock.now() + 1000 } as const;
    const { code } = people.invite(draft, ENGINE_ITSELF);
    const names = ['Ada', 'ADA', 'Ben', 'Chen', 'Dilara', 'Esther'];
    const address = addressOf('10.0.0.2');
    const outcomes = await Promise.allSettled(
      names.map((name) => people.register({ code, name, password: PASSWORD, address })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(people.all().map(({ name }) => name)).toEqual(['Ada', 'Ben', 'Chen']);
    expect(people.invitations.all()).toMatchObject([{ usesLeft: 0 }]);
    expect(restart().people.all()).toHaveLength(3);
  });
});

describe('texts that would do harm', () => {
  it('are kept and shown as they are, in every field', async () => {
    const fixture = peopleOnVirtualClock();
    const { people, clock, announce, restart, database } = fixture;
    for (const text of EVIL) {
      const { id: group } = people.saveGroup({ id: undefined, name: text, infoHashes: [TORRENT] }, ENGINE_ITSELF);
      const draft = { name: text, password: `${text}${PASSWORD}`, role: 'member', expiresAt: undefined } as const;
      const { id } = await people.create({ ...draft, groups: [group] }, { kind: 'api', name: text });
      const invitation = { role: 'member', uses: 1, needsApproval: true, groups: [group] } as const;
      people.invite({ ...invitation, expiresAt: clock.now() + 1000 }, { kind: 'api', name: text });
      expect(await people.signIn(text, draft.password)).toMatchObject({ id, name: text });
      expect(announce({ passkey: text })?.code).toBe('bad-passkey');
    }
    const after = restart();
    expect(after.people.all().map(({ name }) => name)).toEqual(EVIL);
    expect(after.people.groups.all().map(({ name }) => name)).toEqual(EVIL);
    expect(after.people.invitations.all().map(({ createdBy }) => createdBy.name)).toEqual(EVIL);
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('are rows that keep the contract', async () => {
    const fixture = peopleOnVirtualClock({ names: ['Ada'] });
    const { people, clock, person, announce } = fixture;
    const { id } = people.saveGroup(
      { id: undefined, name: EVIL[2], people: [1], infoHashes: [TORRENT] },
      ENGINE_ITSELF,
    );
    await people.change(1, { name: EVIL[3], expiresAt: clock.now() + 9000 }, ENGINE_ITSELF);
    const invitation = { role: 'admin', uses: 5, needsApproval: true, groups: [id] } as const;
    people.invite({ ...invitation, expiresAt: clock.now() + 1000 }, { kind: 'console', name: '10.0.0.9' });
    announce({ passkey: person(EVIL[3]).passkey, uploadedBytes: 5 });
    const where = { announceTiers: () => [], addresses: () => ['10.0.0.1', 'fd00::1'], trackerPort: 6969, peerPort: 1 };
    const links = createPersonalLinks({ ...where, dhtPort: undefined }, 'Granary');
    const deps = {
      people,
      clock,
      library: { find: () => undefined },
      torrentList: { nameOf: () => undefined },
      invitationUrls: links.invitationUrls,
    };
    const common = { filter: '', window: { first: 0, count: 10 } };
    const torrents = { ...common, kind: 'personTorrents', person: '1' } as const;
    const sources = {
      people: createPeopleSource(deps, {}),
      personTorrents: createPersonTorrentsSource(deps, {
        ...torrents,
        sort: { column: 'name', direction: 'ascending' },
      }),
      invitations: createInvitationsSource(deps),
      groups: createGroupsSource(deps),
    };
    for (const [kind, source] of Object.entries(sources)) {
      const rows = source.items().map((item) => source.rowOf(item as never));
      expect(rows, kind).toHaveLength(1);
      const { error } = rowSchemas[kind as keyof typeof sources].safeParse(rows[0]);
      expect(error, kind).toBeUndefined();
    }
    expect(sources.invitations.items()[0]?.urls).toMatchObject(
      [/^http:\/\/10\.0\.0\.1:6969\/join\/[\w-]{24}$/, /^http:\/\/\[fd00::1\]:6969\/join\/[\w-]{24}$/].map((pattern) =>
        expect.stringMatching(pattern),
      ),
    );
  });
});

describe('a million guesses', () => {
  it('from as many addresses fill no more memory than ten thousand', () => {
    const clock = createVirtualClock();
    const noted: string[] = [];
    const guessing = createGuessing({ clock, onGuessing: (place) => void noted.push(place) });
    for (let guess = 0; guess < 1_000_000; guess++) {
      const [b, c, d] = [guess >> 16, (guess >> 8) & 255, guess & 255];
      const text = `10.${b}.${c}.${d}`;
      const address = { family: 'IPv4', bytes: Uint8Array.of(10, b, c, d), text, scope: 'private' } as const;
      guessing.wrong(address, `${guess}`);
    }
    expect(guessing.places()).toBeLessThanOrEqual(10_000);
    clock.advance(600_000);
    expect(guessing.places()).toBe(0);
    expect(noted).toEqual([]);
    guessing.stop();
    expect(clock.pendingTasks).toBe(0);
  });
});

describe('a database that cannot be written', () => {
  it('is told once, and what was not written is written when it can be', () => {
    const fixture = peopleOnVirtualClock({ names: ['Ada'] });
    const { database, clock, notes } = fixture;
    const { passkey } = fixture.person('Ada');
    database.exec("CREATE TRIGGER full BEFORE INSERT ON person_torrents BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    fixture.announce({ passkey, event: 'started' });
    clock.advance(9000);
    fixture.announce({ passkey, uploadedBytes: 40 });
    clock.advance(9000);
    expect(notes.map(({ values }) => values['message'])).toEqual([
      'what people transferred cannot be saved: disk full',
    ]);
    database.exec('DROP TRIGGER full');
    clock.advance(3000);
    expect(fixture.restart('crash').person('Ada').ledger.uploaded).toBe(40n);
  });
});

describe('time', () => {
  it('that jumps by days, or goes back, changes nobody’s figures', () => {
    const virtual = createVirtualClock();
    let offsetMs = 0;
    const clock = { ...virtual, now: () => (virtual.now() + offsetMs) as ReturnType<typeof virtual.now> };
    const fixture = createPeopleFixture({ clock, names: ['Ada'] });
    const { passkey } = fixture.person('Ada');
    fixture.announce({ passkey });
    for (const jump of [72, -144, 72]) {
      offsetMs += jump * 3_600_000;
      virtual.advance(60_000);
      expect(fixture.announce({ passkey, uploadedBytes: 0 })).toBeUndefined();
    }
    expect(fixture.person('Ada').ledger.seededMs).toBe(180_000);
    fixture.people.stop();
  });
});

describe('the stored figures', () => {
  it('of many people and torrents are written in slices, and are all there after a restart', async () => {
    const { storage, dataDir } = await startStorage(cleanup);
    expect(storage.integrity()).toBe('ok');
    await storage.close();
    expect(reopen(cleanup, dataDir).people.load()).toEqual([]);
    const names = Array.from({ length: 40 }, (_, at) => `Person ${at}`);
    const fixture = peopleOnVirtualClock({ names });
    for (const { passkey } of fixture.people.all()) {
      for (let torrent = 0; torrent < 40; torrent++) {
        const infoHash = torrent.toString(16).padStart(40, '0') as typeof TORRENT;
        fixture.announce({ passkey, infoHash });
        fixture.announce({ passkey, infoHash, uploadedBytes: torrent });
      }
    }
    const count = () => fixture.database.prepare('SELECT count(*) FROM person_torrents').pluck().get();
    expect(count()).toBe(0);
    fixture.clock.advance(3000);
    expect(count()).toBe(1600);
    const total = fixture
      .restart('crash')
      .people.all()
      .reduce((sum, { ledger }) => sum + ledger.uploaded, 0n);
    expect(total).toBe(40n * 780n);
  });
});
