import type { InfoHash } from '../../../shared/infoHash.ts';

/** What is there at a moment: counts only grow while the engine runs, levels go up and down. */
export interface Counters {
  readonly uploadedBytes: number;
  readonly announces: number;
  readonly scrapes: number;
  readonly peers: number;
  readonly swarmPeers: number;
}

export interface ShareCounters extends Counters {
  readonly infoHash: InfoHash;
}

/** Of the engine: bytes are summed up from its shares, since a share that is removed must not count backwards. */
export interface CounterReading {
  readonly engine: Omit<Counters, 'uploadedBytes'>;
  readonly shares: Iterable<ShareCounters>;
}

/** What came since the look before, and what is there now. */
export interface Sample {
  readonly uploadBytes: number;
  readonly downloadBytes: number;
  readonly announces: number;
  readonly scrapes: number;
  readonly peers: number;
  readonly swarmPeers: number;
}

export interface Samples {
  readonly engine: Sample;
  /** Only shares with anything to tell. */
  readonly shares: ReadonlyMap<InfoHash, Sample>;
}

export interface Counting {
  /** What was counted before this does not count; for what was there already when the engine started. */
  begin(reading: CounterReading): void;
  next(reading: CounterReading): Samples;
}

type Counts = Pick<Counters, 'uploadedBytes' | 'announces' | 'scrapes'>;

const NOTHING: Counts = { uploadedBytes: 0, announces: 0, scrapes: 0 };

export function createCounting(): Counting {
  let engineBefore = NOTHING;
  let sharesBefore: ReadonlyMap<InfoHash, Counts> = new Map();

  return {
    begin({ engine, shares }) {
      engineBefore = { ...engine, uploadedBytes: 0 };
      sharesBefore = new Map([...shares].map((share) => [share.infoHash, share]));
    },
    next({ engine, shares }) {
      const sharesNow = new Map<InfoHash, Counts>();
      const moving = new Map<InfoHash, Sample>();
      let uploadBytes = 0;
      for (const share of shares) {
        sharesNow.set(share.infoHash, share);
        const sample = sampleOf(share, sharesBefore.get(share.infoHash) ?? NOTHING);
        uploadBytes += sample.uploadBytes;
        if (isAnything(sample)) moving.set(share.infoHash, sample);
      }
      const whole = { ...sampleOf({ ...engine, uploadedBytes: 0 }, engineBefore), uploadBytes };
      engineBefore = { ...engine, uploadedBytes: 0 };
      sharesBefore = sharesNow;
      return { engine: whole, shares: moving };
    },
  };
}

function sampleOf(now: Counters, before: Counts): Sample {
  return {
    uploadBytes: growth(now.uploadedBytes, before.uploadedBytes),
    downloadBytes: 0,
    announces: growth(now.announces, before.announces),
    scrapes: growth(now.scrapes, before.scrapes),
    peers: now.peers,
    swarmPeers: now.swarmPeers,
  };
}

/** A count that has become smaller belongs to a share that was removed and made again: it began at zero. */
function growth(now: number, before: number): number {
  return now >= before ? now - before : now;
}

function isAnything(sample: Sample): boolean {
  return Object.values(sample).some((figure) => figure > 0);
}
