import { hash } from 'node:crypto';
import { writeU32 } from '../codec/bigEndian.ts';
import type { IpAddress } from '../codec/ipAddress.ts';
import type { Clock, RandomBytes } from '../ports.ts';

/**
 * Connection ids of the UDP tracker (BEP 15).
 *
 * Purpose: a UDP packet may carry any source address. An announce is answered, listed and larger than what asked for it
 * only when it repeats an id that was sent to the address it claims to come from; so nobody can list others in a swarm,
 * remove them from it, or have replies sent to a victim.
 *
 * Layout of the 8 bytes: 7 bytes of a keyed hash, then the low byte of the number of the time window of issue.
 *
 *   SHA-256(secret 32 | window 4 | address 16, IPv4 padded with zeros | family 1), its first 7 bytes
 *
 * A secret in front is sound here, because the input has one fixed length and 7 of 32 bytes are shown: there is nothing
 * to extend. Windows last two minutes and the previous one is still accepted, so an id lives two to four minutes. A
 * client that keeps it longer (uTorrent does, for five) is told so, and asks for another.
 *
 * Attacker's cost: an id is good for one address, and guessing it blindly takes 2^55 packets on average within its
 * window. Our cost: nothing has to be stored per client. One hash takes about 2 µs; whoever remembers an address for a while
 * keeps its ids with it, and 254 of 256 random ids already fail at their last byte.
 */
export interface ConnectionIds {
  /** The id that this address is given now. */
  issue(address: IpAddress): bigint;
  verify(id: bigint, address: IpAddress): boolean;
  /** For many questions about one address. */
  of(address: IpAddress): AddressIds;
  /** Time stands still from now on. */
  stop(): void;
}

/** The ids of one address, which remembers those of this window and the last. */
export interface AddressIds {
  /** The id that it is given now. */
  issue(): bigint;
  /** An id in its two halves, unsigned: a number is cheaper than a bigint a hundred thousand times a second. */
  verify(high: number, low: number): boolean;
}

interface Issued {
  readonly window: number;
  readonly high: number;
  readonly low: number;
}

const WINDOW_MS = 120_000;
/** A window begins and ends so much late at most. */
const LOOK_MS = 1000;
const WINDOWS_ACCEPTED = 2;
const SECRET_BYTES = 32;
const WINDOW_AT = SECRET_BYTES;
const ADDRESS_AT = WINDOW_AT + 4;
const FAMILY_AT = ADDRESS_AT + 16;
const INPUT_BYTES = FAMILY_AT + 1;

export function createConnectionIds({
  clock,
  randomBytes,
}: {
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
}): ConnectionIds {
  const input = new Uint8Array(INPUT_BYTES);
  input.set(randomBytes(SECRET_BYTES));

  const windowNow = (): number => Math.floor(clock.monotonicMs() / WINDOW_MS);
  // Asking what time it is takes as long as checking an id.
  let currentWindow = windowNow();
  const everySecond = clock.every(LOOK_MS, () => {
    currentWindow = windowNow();
  });

  function compute(window: number, address: IpAddress): Issued {
    writeU32(input, WINDOW_AT, window);
    input.fill(0, ADDRESS_AT);
    input.set(address.bytes, ADDRESS_AT);
    input[FAMILY_AT] = address.bytes.length;
    const digest = hash('sha256', input, 'buffer');
    const high = digest.readUInt32BE(0);
    const low = ((digest.readUInt32BE(4) & ~0xff) | (window & 0xff)) >>> 0;
    return { window, high, low };
  }

  function of(address: IpAddress): AddressIds {
    /** Of even windows and of odd ones. */
    const known: [Issued | undefined, Issued | undefined] = [undefined, undefined];

    function idIn(window: number): Issued {
      const place = (window & 1) as 0 | 1;
      const there = known[place];
      if (there?.window === window) return there;
      const made = compute(window, address);
      known[place] = made;
      return made;
    }

    return {
      issue() {
        const { high, low } = idIn(currentWindow);
        return (BigInt(high) << 32n) | BigInt(low);
      },
      verify(high, low) {
        const age = (currentWindow - low) & 0xff;
        if (age >= WINDOWS_ACCEPTED) return false;
        const issued = idIn(currentWindow - age);
        return high === issued.high && low === issued.low;
      },
    };
  }

  return {
    issue: (address) => of(address).issue(),
    verify: (id, address) => of(address).verify(Number(id >> 32n), Number(id & 0xffff_ffffn)),
    of,
    stop: () => everySecond.cancel(),
  };
}
