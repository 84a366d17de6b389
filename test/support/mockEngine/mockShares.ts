import { createHash } from 'node:crypto';
import { type InfoHash, infoHashFromBytes } from '../../../shared/infoHash.ts';
import type { ShareState } from '../../../shared/model.ts';
import { MIB } from '../../../shared/units.ts';
import { HOSTILE_TEXTS } from './hostileTexts.ts';
import type { MockOptions } from './options.ts';
import { chanceOf } from './random.ts';
import { shareName } from './shareNames.ts';

/** A share of the mock engine. Its peers are a run of the peer table; what moves is worked out from the time. */
export interface MockShare {
  readonly index: number;
  readonly infoHash: InfoHash;
  readonly name: string;
  readonly bytes: number;
  readonly files: number;
  readonly pieceLength: number;
  readonly pieces: number;
  readonly private: boolean;
  readonly comment: string;
  readonly createdAt: number;
  readonly firstPeer: number;
  readonly peerCount: number;
  /** How many of its peers have all of it from the beginning. */
  readonly doneCount: number;
  /** Whether those who miss something are getting it. */
  readonly isMoving: boolean;
  readonly uploadedBefore: number;
  state: ShareState;
}

/** Of the share that is made as number `index`, from 0. */
export function mockInfoHash(seed: number, index: number): InfoHash {
  return infoHashFromBytes(createHash('sha1').update(`mock ${seed} ${index}`).digest());
}

/** What a share is before its peers are counted. */
interface Sketch {
  readonly name: string;
  readonly bytes: number;
  readonly files: number;
  readonly peers: number;
  readonly done: number;
  readonly state?: ShareState;
  readonly isStill?: boolean;
}

const GB = 1e9;
const DAY_MS = 86_400_000;
const MAX_PIECES = 2200;

/** The first ones are composed, so that the top of the list shows every state; the big swarm is the fourth. */
export function makeShares(options: MockOptions, now: number): MockShare[] {
  let firstPeer = 0;
  return Array.from({ length: options.shares }, (_, index) => {
    const sketch = composed(options)[index] ?? sketchOf(options, index);
    const name = options.hostile ? hostileName(index) : sketch.name;
    const share = shareOf({ ...sketch, name }, { options, index, firstPeer, now });
    firstPeer += sketch.peers;
    return share;
  });
}

interface Place {
  readonly options: MockOptions;
  readonly index: number;
  readonly firstPeer: number;
  readonly now: number;
}

function shareOf(sketch: Sketch, { options, index, firstPeer, now }: Place): MockShare {
  const { name, bytes, files, state = { kind: 'seeding' } } = sketch;
  const pieceLength = pieceLengthFor(bytes);
  const chance = (what: number): number => chanceOf(options.seed * 7919 + what, index);
  return {
    index,
    infoHash: mockInfoHash(options.seed, index),
    name,
    bytes,
    files,
    pieceLength,
    pieces: Math.ceil(bytes / pieceLength),
    private: chance(1) < 0.15,
    comment: options.hostile ? hostileName(index + 1) : chance(2) < 0.5 ? 'As handed over on Friday.' : '',
    createdAt: Math.round(now - (index + chance(3)) * 0.3 * DAY_MS),
    firstPeer,
    peerCount: sketch.peers,
    doneCount: sketch.done,
    isMoving: state.kind === 'seeding' && sketch.isStill !== true,
    uploadedBefore: Math.floor(bytes * (0.4 + sketch.done * chance(4) * 0.2)),
    state,
  };
}

function composed({ peers }: MockOptions): Sketch[] {
  const error: ShareState = {
    kind: 'error',
    code: 'file-changed',
    message: 'a file changed on disk: quarter 3/summary.xlsx',
    file: 'quarter 3/summary.xlsx',
  };
  return [
    { name: 'Wedding film, all cameras', bytes: 38.2 * GB, files: 48, peers: 12, done: 7 },
    { name: 'CAD library 2026-11', bytes: 12.6 * GB, files: 5120, peers: 9, done: 9 },
    { name: 'Lab image, room 204', bytes: 21.4 * GB, files: 1, peers: 30, done: 3 },
    { name: 'Conference talks, day 1', bytes: 8.1 * GB, files: 24, peers, done: Math.floor(peers * 0.68) },
    { name: 'Old renders', bytes: 64 * GB, files: 811, peers: 0, done: 0, state: { kind: 'paused' } },
    { name: 'Game night maps', bytes: 3.4 * GB, files: 96, peers: 11, done: 11 },
    {
      name: 'Photos, unsorted',
      bytes: 17.9 * GB,
      files: 4210,
      peers: 0,
      done: 0,
      state: { kind: 'checking', bytesDone: 11.1 * GB },
    },
    { name: 'Budget drafts', bytes: 220.4e6, files: 31, peers: 4, done: 2, state: error },
    { name: 'Urlaubsfotos Bodensee 2026', bytes: 5.7 * GB, files: 1204, peers: 6, done: 1 },
    { name: '🎄 Weihnachtsfeier, alle Bilder', bytes: 1.9 * GB, files: 377, peers: 3, done: 0, isStill: true },
    { name: shareName(1, 41), bytes: 940e6, files: 63, peers: 5, done: 5 },
    { name: 'Debian 13 DVD', bytes: 4.0 * GB, files: 1, peers: 25, done: 19 },
  ];
}

function sketchOf({ seed }: MockOptions, index: number): Sketch {
  const chance = (what: number): number => chanceOf(seed * 104_729 + what, index);
  const bytes = Math.floor(1e6 * 10 ** (chance(1) * 4.6));
  const files = chance(2) < 0.4 ? 1 : Math.ceil(10 ** (chance(3) * 3.4));
  const peers = chance(4) < 0.25 ? 0 : Math.floor(3 ** (chance(5) * 4.2));
  const done = chance(6) < 0.6 ? peers : Math.floor(peers * chance(7));
  const name = shareName(seed, index);
  const state: ShareState | undefined = index % 23 === 5 ? { kind: 'paused' } : undefined;
  return { name, bytes, files, peers, done, isStill: chance(8) < 0.5, ...(state === undefined ? {} : { state }) };
}

function hostileName(index: number): string {
  return HOSTILE_TEXTS[index % HOSTILE_TEXTS.length] ?? '';
}

/** A power of two that keeps the number of pieces in bounds, as the engine chooses it. */
export function pieceLengthFor(bytes: number): number {
  let length = MIB / 64;
  while (bytes / length > MAX_PIECES && length < 16 * MIB) length *= 2;
  return length;
}
