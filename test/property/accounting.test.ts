import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeInfoHash } from '../support/fakeShare.ts';
import { INTERVAL_SECONDS, type PeopleFixture, peopleOnVirtualClock } from '../support/peopleFixture.ts';
import type { VirtualClock } from '../support/virtualClock.ts';

/**
 * Long histories of people with several PCs, beside a model that is slow and obviously right: it sees every byte as it is
 * transferred, where the tracker sees running totals now and then.
 */

const NAMES = ['Ada', 'Ben'];
const TORRENTS = [fakeInfoHash('one'), fakeInfoHash('two')];
const PCS = ['desk', 'laptop', 'attic'];
const STEP_MS = 60_000;

/** A client of a person: what it transferred since it was started, and what is left. */
interface Client {
  readonly name: string;
  readonly infoHash: (typeof TORRENTS)[number];
  readonly address: string;
  peer: string;
  up: number;
  down: number;
  left: number;
}

interface Sums {
  up: bigint;
  down: bigint;
}

type Step =
  | { readonly kind: 'start'; readonly who: number }
  | { readonly kind: 'announce' | 'twice' | 'late' | 'stop' | 'move'; readonly who: number }
  | { readonly kind: 'transfer'; readonly who: number; readonly up: number; readonly down: number }
  | { readonly kind: 'reset'; readonly who: number; readonly keepsPeerId: boolean }
  | { readonly kind: 'sleep'; readonly minutes: number }
  | { readonly kind: 'restart' };

const anyone = fc.nat({ max: NAMES.length * TORRENTS.length * PCS.length - 1 });
const bytes = fc.oneof(fc.nat({ max: 1000 }), fc.nat({ max: 2 ** 31 }));
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('start' as const), who: anyone }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('transfer' as const), who: anyone, up: bytes, down: bytes }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('announce' as const, 'announce', 'twice', 'late', 'move'),
      who: anyone,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('stop' as const), who: anyone }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reset' as const), who: anyone, keepsPeerId: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sleep' as const), minutes: fc.nat({ max: 300 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
);

const reached = new Map<string, number>();

describe('what people transferred', () => {
  it('is what their clients transferred, to the byte, once all have announced it', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { minLength: 10, maxLength: 150 }), (steps) => {
        const world = createWorld();
        for (const each of steps) world.take(each);
        world.announceAll();
        expect(world.counted()).toEqual(world.transferred());
        world.take({ kind: 'restart' });
        expect(world.counted()).toEqual(world.transferred());
        world.end();
      }),
      { numRuns: 150 },
    );
    const kinds = ['start', 'transfer', 'announce', 'twice', 'late', 'move', 'stop', 'reset', 'sleep', 'restart'];
    expect(kinds.filter((kind) => (reached.get(kind) ?? 0) < 50)).toEqual([]);
  });
});

function createWorld() {
  let fixture: PeopleFixture & { readonly clock: VirtualClock } = peopleOnVirtualClock({ names: NAMES });
  const transferred = new Map<string, Sums>();
  const running = new Map<number, Client>();
  let clients = 0;

  function sumsOf({ name, infoHash }: Client): Sums {
    const key = `${name} ${infoHash}`;
    const sums = transferred.get(key) ?? { up: 0n, down: 0n };
    transferred.set(key, sums);
    return sums;
  }

  function start(who: number): void {
    if (running.has(who)) return;
    const name = NAMES[who % NAMES.length] ?? '';
    const infoHash = TORRENTS[Math.floor(who / NAMES.length) % TORRENTS.length] ?? fakeInfoHash('none');
    const client = {
      name,
      infoHash,
      address: `10.0.0.${who + 2}`,
      peer: `client ${++clients}`,
      up: 0,
      down: 0,
      left: 2 ** 40,
    };
    running.set(who, client);
    announce(client, 'started');
  }

  function announce(client: Client, event: 'none' | 'started' | 'stopped' = 'none', what: Partial<Client> = {}): void {
    const { name, infoHash, address, peer, up, down, left } = { ...client, ...what };
    const { passkey } = fixture.person(name);
    const report = { uploadedBytes: up, downloadedBytes: down, leftBytes: left, event };
    expect(fixture.announce({ passkey, infoHash, address, peer, ...report })).toBeUndefined();
  }

  function transfer(client: Client, up: number, down: number): void {
    client.up += up;
    client.down += down;
    client.left -= down;
    const sums = sumsOf(client);
    sums.up += BigInt(up);
    sums.down += BigInt(down);
  }

  /** A client that was killed: its last totals were announced, for no tracker learns of others. */
  function reset(who: number, client: Client, keepsPeerId: boolean): void {
    announce(client);
    fixture.clock.advance(STEP_MS);
    const peer = keepsPeerId ? client.peer : `client ${++clients}`;
    running.set(who, { ...client, peer, up: 0, down: 0 });
    announce({ ...client, peer, up: 0, down: 0 }, 'started');
  }

  function takeOf(step: Exclude<Step, { kind: 'start' | 'sleep' | 'restart' }>, client: Client): void {
    switch (step.kind) {
      case 'transfer':
        return transfer(client, step.up, step.down);
      case 'announce':
        return announce(client);
      case 'twice':
        announce(client);
        return announce(client);
      case 'late': {
        // An announce that was sent before is the last to come.
        const before = { up: client.up, down: client.down };
        transfer(client, 5, 7);
        announce(client);
        return announce(client, 'none', before);
      }
      case 'move':
        return announce(client, 'none', { address: '10.9.9.9' });
      case 'stop':
        running.delete(step.who);
        announce(client, 'stopped');
        return announce(client, 'stopped');
      case 'reset':
        return reset(step.who, client, step.keepsPeerId);
    }
  }

  return {
    take(each: Step): void {
      fixture.clock.advance(STEP_MS);
      reached.set(each.kind, (reached.get(each.kind) ?? 0) + 1);
      if (each.kind === 'start') return start(each.who);
      if (each.kind === 'sleep') return fixture.clock.advance(each.minutes * INTERVAL_SECONDS * 1000);
      if (each.kind === 'restart') {
        fixture = { ...fixture.restart(), clock: fixture.clock };
        return;
      }
      const client = running.get(each.who);
      if (client !== undefined) takeOf(each, client);
    },
    announceAll(): void {
      fixture.clock.advance(STEP_MS);
      for (const client of running.values()) announce(client);
    },
    counted: () => tableOf(fixture),
    transferred() {
      const torrents = tableOfSums(transferred);
      const people = NAMES.map((name) => {
        const own = [...transferred].filter(([key]) => key.startsWith(name)).map(([, sums]) => sums);
        const sum = (which: keyof Sums): bigint => own.reduce((total, sums) => total + sums[which], 0n);
        return { name, up: sum('up'), down: sum('down') };
      });
      return { torrents, people };
    },
    end(): void {
      fixture.people.stop();
      expect(fixture.clock.pendingTasks).toBe(0);
    },
  };
}

function tableOf(fixture: PeopleFixture) {
  const torrents = fixture.people.all().flatMap(({ name, ledger }) =>
    [...ledger.torrents.values()].map(({ infoHash, uploaded: up, downloaded: down }) => {
      return [`${name} ${infoHash}`, { up, down }] as const;
    }),
  );
  return {
    torrents: tableOfSums(torrents),
    people: fixture.people.all().map(({ name, ledger }) => ({ name, up: ledger.uploaded, down: ledger.downloaded })),
  };
}

function tableOfSums(sums: Iterable<readonly [string, Sums]>): Record<string, Sums> {
  return Object.fromEntries([...sums].filter(([, { up, down }]) => up + down > 0n));
}
