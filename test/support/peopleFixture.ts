import { randomBytes } from 'node:crypto';
import Database from 'better-sqlite3';
import { parseIpAddress } from '../../electron/engine/codec/ipAddress.ts';
import { createPeople, type People, type PeopleNote } from '../../electron/engine/people/people.ts';
import type { Person } from '../../electron/engine/people/person.ts';
import type { Rules } from '../../electron/engine/people/rules.ts';
import type { Clock } from '../../electron/engine/ports.ts';
import { createGroupsRepository } from '../../electron/engine/storage/groupsRepository.ts';
import { createInvitationsRepository } from '../../electron/engine/storage/invitationsRepository.ts';
import { migrate } from '../../electron/engine/storage/migrations.ts';
import { createPeopleRepository } from '../../electron/engine/storage/peopleRepository.ts';
import { createTransfersRepository } from '../../electron/engine/storage/transfersRepository.ts';
import type { AnnounceRequest, Refusal } from '../../electron/engine/tracker/announce.ts';
import type { InfoHash } from '../../shared/infoHash.ts';
import { fakeInfoHash } from './fakeShare.ts';
import { createVirtualClock, type VirtualClock } from './virtualClock.ts';

export const NO_RULES: Rules = {
  minRatioPercent: 0,
  ratioGraceBytes: 0,
  maxActiveDownloads: 0,
  seedingHours: 0,
  freeLeech: false,
};
export const TORRENT: InfoHash = fakeInfoHash('the torrent');
export const OTHER_TORRENT: InfoHash = fakeInfoHash('another torrent');
export const INTERVAL_SECONDS = 60;

export interface PeopleFixture {
  readonly people: People;
  readonly clock: Clock;
  readonly notes: readonly PeopleNote[];
  readonly database: Database.Database;
  /** By name. */
  person(name: string): Person;
  /** As the tracker does: asks the policy, and counts what it lets through. */
  announce(from: Announcing): Refusal | undefined;
  /** The same people after the engine stopped, or with `crash` after it was killed. */
  restart(how?: 'crash'): PeopleFixture;
}

export interface Announcing extends Partial<Omit<AnnounceRequest, 'peerId'>> {
  readonly passkey: string;
  readonly peer?: string;
  readonly address?: string;
}

export interface PeopleOptions {
  readonly clock?: Clock;
  /** People who are there from the beginning; nobody knows their passwords. */
  readonly names?: readonly string[];
  readonly rules?: Partial<Rules>;
  readonly onLess?: () => void;
}

/** The people of a private tracker on a database in memory. */
export function createPeopleFixture(options: PeopleOptions = {}): PeopleFixture {
  const database = new Database(':memory:');
  database.pragma('foreign_keys = ON');
  migrate(database);
  const repository = createPeopleRepository(database);
  for (const [index, name] of (options.names ?? []).entries()) {
    repository.insert({
      name,
      foldedName: name.toLowerCase(),
      role: 'member',
      passkey: index.toString(16).padStart(32, '0'),
      password: JSON.stringify({ salt: 'salt', hash: 'hash', N: 2, r: 1, p: 1 }),
      isWaiting: false,
      isDisabled: false,
      createdAt: 0,
      expiresAt: undefined,
      suspicions: [],
    });
  }
  return open(database, { ...options, clock: options.clock ?? createVirtualClock() });
}

/** A fixture on a clock that tests move on. */
export function peopleOnVirtualClock(
  options: Omit<PeopleOptions, 'clock'> = {},
): PeopleFixture & { readonly clock: VirtualClock } {
  const clock = createVirtualClock();
  return { ...createPeopleFixture({ ...options, clock }), clock };
}

function open(database: Database.Database, options: PeopleOptions & { readonly clock: Clock }): PeopleFixture {
  const { clock, rules } = options;
  const notes: PeopleNote[] = [];
  const people = createPeople(
    {
      clock,
      logger: {
        log: (_level, message, details) => void notes.push({ kind: 'notice', values: { message, ...texts(details) } }),
      },
      randomBytes: (length) => randomBytes(length),
      storage: {
        people: createPeopleRepository(database),
        invitations: createInvitationsRepository(database),
        groups: createGroupsRepository(database),
        transfers: createTransfersRepository(database),
        transaction: (work) => database.transaction(work).immediate(),
      },
      rules: { ...NO_RULES, ...rules },
      note: (note) => void notes.push(note),
      onLess: () => options.onLess?.(),
    },
    { intervalSeconds: INTERVAL_SECONDS },
  );
  return {
    people,
    clock,
    notes,
    database,
    person(name) {
      const person = people.all().find((each) => each.name === name);
      if (person === undefined) throw new Error(`nobody is called ${name}`);
      return person;
    },
    announce(from) {
      const request = requestOf(from);
      const { infoHash, peerId, passkey, requester: address, leftBytes, event } = request;
      const isDownloading = leftBytes > 0 && event !== 'stopped';
      const refusal = people.policy.refusalOf({ infoHash, peerId, passkey, address, isDownloading });
      const holder = people.holderOf(passkey);
      if (refusal === undefined && holder !== undefined)
        people.announced(holder, request, { address, isCounted: true });
      return refusal;
    },
    restart(how) {
      if (how !== 'crash') people.stop();
      return open(database, options);
    },
  };
}

function requestOf({ peer = 'a client', address = '10.0.0.2', ...given }: Announcing): AnnounceRequest {
  const requester = parseIpAddress(address);
  if (requester === undefined) throw new Error(`${address} is no address`);
  return {
    infoHash: TORRENT,
    peerId: Buffer.from(peer.padEnd(20, '.').slice(0, 20), 'latin1'),
    key: 0,
    requester,
    claimed: undefined,
    facing: undefined,
    port: 6881,
    uploadedBytes: 0,
    downloadedBytes: 0,
    leftBytes: 0,
    event: 'none',
    numWant: undefined,
    bothFamilies: false,
    ...given,
  };
}

function texts(details: Readonly<Record<string, unknown>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, String(value)]));
}
