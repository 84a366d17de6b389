import { describe, expect, it } from 'vitest';
import {
  DISABLED,
  EXPIRED,
  NO_PASSKEY,
  NOT_FOR_YOU,
  OLD_PASSKEY,
  SLOWED,
  WAITING,
  WRONG_PASSKEY,
} from '../../../electron/engine/people/privatePolicy.ts';
import { ENGINE_ITSELF } from '../../../shared/actor.ts';
import { OTHER_TORRENT, type PeopleFixture, peopleOnVirtualClock, TORRENT } from '../../support/peopleFixture.ts';

const GIB = 1024 ** 3;
const MINUTE_MS = 60_000;
const WRONG = 'f'.repeat(32);

describe('a passkey', () => {
  it('lets in who has one, and nobody else', () => {
    const { announce, person } = peopleOnVirtualClock({ names: ['Ada'] });
    expect(announce({ passkey: person('Ada').passkey })).toBeUndefined();
    expect(announce({ passkey: '' })).toBe(NO_PASSKEY);
    expect(announce({ passkey: WRONG })).toBe(WRONG_PASSKEY);
  });

  it('that was replaced, or whose person was removed, is told so', () => {
    const fixture = peopleOnVirtualClock({ names: ['Ada', 'Ben'] });
    const [ada, ben] = ['Ada', 'Ben'].map((name) => fixture.person(name).passkey);
    fixture.people.resetPasskey(1, ENGINE_ITSELF);
    fixture.people.remove(2, ENGINE_ITSELF);
    const { passkey } = fixture.person('Ada');
    expect(passkey).toMatch(/^[0-9a-f]{32}$/);
    expect(fixture.announce({ passkey })).toBeUndefined();
    for (const { announce } of [fixture, fixture.restart()]) {
      expect(announce({ passkey: ada ?? '' })).toBe(OLD_PASSKEY);
      expect(announce({ passkey: ben ?? '' })).toBe(OLD_PASSKEY);
    }
  });

  it('tells its person what they are waiting for', async () => {
    const { announce, person, people, clock } = peopleOnVirtualClock({ names: ['Ada'] });
    const { passkey } = person('Ada');
    await people.change(1, { expiresAt: clock.now() + MINUTE_MS }, ENGINE_ITSELF);
    expect(announce({ passkey })).toBeUndefined();
    clock.advance(MINUTE_MS);
    expect(announce({ passkey })).toBe(EXPIRED);
    await people.change(1, { expiresAt: undefined, isDisabled: true }, ENGINE_ITSELF);
    expect(announce({ passkey })).toBe(DISABLED);
    await people.change(1, { isDisabled: false }, ENGINE_ITSELF);
    expect(announce({ passkey })).toBeUndefined();
  });

  it('of someone who waits for approval is not served before it comes', async () => {
    const { announce, people, clock } = peopleOnVirtualClock();
    const draft = { role: 'member', uses: 1, needsApproval: true, groups: [], expiresAt: clock.now() + 1 } as const;
    const { code } = people.invite(draft, ENGINE_ITSELF);
    const { id, passkey } = await people.register({ code, name: 'Ada', password: 'three random words', address: HALL });
    expect(announce({ passkey })).toBe(WAITING);
    people.approve(id, ENGINE_ITSELF);
    expect(announce({ passkey })).toBeUndefined();
  });
});

describe('guessing', () => {
  function guess({ announce }: PeopleFixture, times: number, address: string = HALL.text): (string | undefined)[] {
    return Array.from({ length: times }, (_, at) => {
      return announce({ passkey: (at + 1_000_000).toString(16).padStart(32, 'e'), address })?.message;
    });
  }

  it('is slowed, and a right guess then looks like a wrong one', () => {
    const fixture = peopleOnVirtualClock({ names: ['Ada'] });
    const answers = guess(fixture, 50);
    expect(answers.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => WRONG_PASSKEY.message));
    expect(answers.slice(20)).toEqual(Array.from({ length: 30 }, () => SLOWED.message));
    expect(fixture.announce({ passkey: fixture.person('Ada').passkey, address: HALL.text })).toBe(SLOWED);
  });

  it('keeps nobody out who was there before, or anywhere else', () => {
    const fixture = peopleOnVirtualClock({ names: ['Ada', 'Ben', 'Chen'] });
    const from = (name: string, address: string = HALL.text) =>
      fixture.announce({ passkey: fixture.person(name).passkey, address });
    expect(from('Ada')).toBeUndefined();
    guess(fixture, 50);
    expect(from('Ada')).toBeUndefined();
    expect(from('Ben', '10.0.0.9')).toBeUndefined();
    expect(from('Chen')).toBe(SLOWED);
    fixture.people.provedAt(fixture.person('Chen'), HALL);
    expect(from('Chen')).toBeUndefined();
  });

  it('is noted once a minute with its count, and forgotten when it ends', () => {
    const fixture = peopleOnVirtualClock({ names: ['Ada'] });
    guess(fixture, 50);
    fixture.clock.advance(MINUTE_MS);
    const noted = { kind: 'passkeys-guessed', level: 'warning', values: { address: HALL.text, count: 50 } };
    expect(fixture.notes).toEqual([noted]);
    fixture.clock.advance(10 * MINUTE_MS);
    expect(fixture.notes).toHaveLength(1);
    expect(fixture.announce({ passkey: fixture.person('Ada').passkey, address: HALL.text })).toBeUndefined();
  });

  it('is not what a client does that goes on with one wrong passkey', () => {
    const fixture = peopleOnVirtualClock({ names: ['Ada'] });
    for (let time = 0; time < 500; time++) fixture.announce({ passkey: WRONG, address: HALL.text });
    expect(fixture.announce({ passkey: fixture.person('Ada').passkey, address: HALL.text })).toBeUndefined();
  });

  it('from a whole IPv6 network counts as from one machine', () => {
    const fixture = peopleOnVirtualClock({ names: ['Ada'] });
    for (let at = 0; at < 30; at++) guess(fixture, 1, `fd00:1:2:3::${at.toString(16)}`);
    for (let at = 0; at < 30; at++) {
      fixture.announce({ passkey: at.toString(16).padStart(32, 'd'), address: `fd00:1:2:3::${at.toString(16)}` });
    }
    const { passkey } = fixture.person('Ada');
    expect(fixture.announce({ passkey, address: 'fd00:1:2:3::ffff' })).toBe(SLOWED);
    expect(fixture.announce({ passkey, address: 'fd00:1:2:4::1' })).toBeUndefined();
  });
});

describe('groups', () => {
  it('limit what is in them to their people and admins', async () => {
    const fixture = peopleOnVirtualClock({ names: ['Ada', 'Ben', 'Chen'] });
    const { people, announce, person } = fixture;
    const infoHashes = [OTHER_TORRENT];
    const { id } = people.saveGroup({ id: undefined, name: 'Video', people: [1], infoHashes }, ENGINE_ITSELF);
    await people.change(3, { role: 'admin' }, ENGINE_ITSELF);
    const seen = (from: PeopleFixture = fixture) =>
      ['Ada', 'Ben', 'Chen'].map((name) => {
        return from.announce({ passkey: from.person(name).passkey, infoHash: OTHER_TORRENT });
      });
    expect(seen()).toEqual([undefined, NOT_FOR_YOU, undefined]);
    expect(seen(fixture.restart())).toEqual([undefined, NOT_FOR_YOU, undefined]);
    expect(announce({ passkey: person('Ben').passkey, infoHash: TORRENT })).toBeUndefined();
    await people.change(2, { groups: [id] }, ENGINE_ITSELF);
    expect(seen()).toEqual([undefined, undefined, undefined]);
    people.remove(1, ENGINE_ITSELF);
    expect(people.groups.all().map((group) => group.people)).toEqual([[2]]);
    people.removeGroup(id, ENGINE_ITSELF);
    expect(people.groups.all()).toEqual([]);
  });

  it('keep a torrent that is taken away, so that it comes back for their people alone', () => {
    const fixture = peopleOnVirtualClock({ names: ['Ada', 'Ben'] });
    const infoHashes = [OTHER_TORRENT];
    const { id, name } = fixture.people.saveGroup(
      { id: undefined, name: 'Video', people: [1], infoHashes },
      ENGINE_ITSELF,
    );
    fixture.people.forgetTorrent(OTHER_TORRENT);
    const later = fixture.restart();
    const { people } = later;
    const answer = () => later.announce({ passkey: later.person('Ben').passkey, infoHash: OTHER_TORRENT });
    expect(answer()).toBe(NOT_FOR_YOU);
    people.saveGroup({ id, name: 'Films' }, ENGINE_ITSELF);
    expect(answer()).toBe(NOT_FOR_YOU);
    people.saveGroup({ id, name, infoHashes: [] }, ENGINE_ITSELF);
    expect(answer()).toBeUndefined();
    people.saveGroup({ id, name, infoHashes }, ENGINE_ITSELF);
    people.forgetTorrent(OTHER_TORRENT);
    people.removeGroup(id, ENGINE_ITSELF);
    expect(answer()).toBeUndefined();
  });

  it('are told apart by name, and are made of people who are there', () => {
    const { people } = peopleOnVirtualClock({ names: ['Ada'] });
    const save = (name: string, members: number[] = []) =>
      people.saveGroup({ id: undefined, name, people: members }, ENGINE_ITSELF);
    const { id } = save('Vidéo');
    expect(() => save('VIDEO')).toThrow(expect.objectContaining({ code: 'name-taken' }));
    expect(() => save('x\u202ey')).toThrow(expect.objectContaining({ code: 'bad-input' }));
    expect(() => save('Other', [77])).toThrow(expect.objectContaining({ code: 'person-unknown' }));
    expect(() => people.removeGroup(99, ENGINE_ITSELF)).toThrow(expect.objectContaining({ code: 'group-unknown' }));
    expect(people.saveGroup({ id, name: 'VIDEO' }, ENGINE_ITSELF)).toMatchObject({ id, name: 'VIDEO' });
  });
});

describe('rules', () => {
  const transfer = (fixture: PeopleFixture & { clock: { advance(ms: number): void } }, up: number, down: number) => {
    const { passkey } = fixture.person('Ada');
    fixture.announce({ passkey, leftBytes: 9 * GIB, event: 'started' });
    fixture.clock.advance(MINUTE_MS);
    fixture.announce({ passkey, uploadedBytes: up, downloadedBytes: down, leftBytes: 9 * GIB - down });
    return (about: { left: number; infoHash?: typeof TORRENT; event?: 'stopped' }) =>
      fixture.announce({
        passkey,
        leftBytes: about.left,
        infoHash: TORRENT,
        uploadedBytes: up,
        downloadedBytes: down,
        ...about,
      });
  };

  it('ask for a ratio beyond the grace, of who downloads', () => {
    const fixture = peopleOnVirtualClock({ names: ['Ada'], rules: { minRatioPercent: 50, ratioGraceBytes: GIB } });
    const announce = transfer(fixture, GIB, 3 * GIB);
    const { passkey } = fixture.person('Ada');
    const refusal = fixture.announce({ passkey, leftBytes: 1 });
    expect(refusal?.message).toBe(
      'your ratio is below 0.50, which this tracker asks for: seed what you have, then download more',
    );
    expect(announce({ left: 5, event: 'stopped' })).toBeUndefined();
    expect(fixture.announce({ passkey, leftBytes: 0 })).toBeUndefined();
    fixture.people.rules.set({ ...fixture.people.rules.rules, ratioGraceBytes: 4 * GIB });
    expect(fixture.announce({ passkey, leftBytes: 1 })).toBeUndefined();
  });

  it('do not count what was free, of one torrent or of all', () => {
    const fixture = peopleOnVirtualClock({ names: ['Ada'], rules: { minRatioPercent: 50 } });
    fixture.people.setFreeLeech([TORRENT], true, ENGINE_ITSELF);
    transfer(fixture, 0, 3 * GIB);
    const { ledger } = fixture.person('Ada');
    expect(ledger).toMatchObject({ downloaded: 3n * BigInt(GIB), charged: 0n });
    expect(fixture.restart().people.accounting.isFree(TORRENT)).toBe(true);
    fixture.people.setFreeLeech([TORRENT], false, ENGINE_ITSELF);
    fixture.people.rules.set({ ...fixture.people.rules.rules, freeLeech: true });
    const { passkey } = fixture.person('Ada');
    fixture.clock.advance(MINUTE_MS);
    fixture.announce({ passkey, downloadedBytes: 4 * GIB, leftBytes: 5 * GIB });
    expect(ledger).toMatchObject({ downloaded: 4n * BigInt(GIB), charged: 0n });
  });

  it('limit downloads at a time, and let those go on that are under way', () => {
    const { announce, person } = peopleOnVirtualClock({ names: ['Ada'], rules: { maxActiveDownloads: 1 } });
    const { passkey } = person('Ada');
    expect(announce({ passkey, leftBytes: 5 })).toBeUndefined();
    expect(announce({ passkey, leftBytes: 5, peer: 'another PC' })).toBeUndefined();
    expect(announce({ passkey, leftBytes: 5, infoHash: OTHER_TORRENT })?.message).toContain('at a time (1)');
    expect(announce({ passkey, leftBytes: 0, infoHash: OTHER_TORRENT })).toBeUndefined();
    for (const peer of ['a client', 'another PC']) announce({ passkey, leftBytes: 5, peer, event: 'stopped' });
    expect(announce({ passkey, leftBytes: 5, infoHash: OTHER_TORRENT })).toBeUndefined();
  });

  it('ask to seed what was finished, for a time or as much as was downloaded', () => {
    const fixture = peopleOnVirtualClock({ names: ['Ada'], rules: { seedingHours: 1 } });
    const { passkey } = fixture.person('Ada');
    const other = () => fixture.announce({ passkey, leftBytes: 5, infoHash: OTHER_TORRENT, event: 'started' });
    const tell = (uploadedBytes: number, event: 'none' | 'stopped' | 'completed' = 'none') => {
      fixture.clock.advance(MINUTE_MS);
      fixture.announce({ passkey, uploadedBytes, downloadedBytes: 100, event });
    };
    fixture.announce({ passkey, leftBytes: 100, event: 'started' });
    tell(0, 'completed');
    tell(1, 'stopped');
    expect(other()?.message).toBe('seed what you finished (1 h each), then download more');
    tell(0);
    expect(other()).toBeUndefined();
    fixture.announce({ passkey, leftBytes: 5, infoHash: OTHER_TORRENT, event: 'stopped' });
    for (let minute = 0; minute < 60; minute++) tell(0);
    tell(0, 'stopped');
    expect(other()).toBeUndefined();
  });
});

const HALL = { family: 'IPv4', bytes: Uint8Array.of(10, 0, 0, 7), text: '10.0.0.7', scope: 'private' } as const;
