import { parseIpAddress } from '../codec/ipAddress.ts';
import type { Clock } from '../ports.ts';

/**
 * Makes guessing slow. Each address waits longer after each wrong try, and all addresses of the network together wait a
 * little once many tries went wrong, so that many machines gain next to nothing over one. Nobody is ever locked out for
 * good, and the network's wait never holds for this computer itself.
 */
export interface LoginDelay {
  /**
   * Seconds to wait, a whole number; 0 lets the try begin, which counts as a wrong one until `succeeded` says otherwise:
   * tries that run at the same time cannot all slip through on one count.
   */
  begin(address: string): number;
  succeeded(address: string): void;
}

interface Tries {
  wrong: number;
  lastAtMs: number;
}

/** Typing errors are free. */
const FREE_TRIES = 3;
const MAX_WAIT_SECONDS = 15 * 60;
/** An address that was quiet for so long starts anew. Longer than any wait, or waiting would be the way around it. */
const FORGET_MS = 60 * 60 * 1000;
const MAX_ADDRESSES = 1024;

const FREE_TRIES_OF_ALL = 20;
const MAX_WAIT_SECONDS_OF_ALL = 30;

export function createLoginDelay(clock: Clock): LoginDelay {
  const byAddress = new Map<string, Tries>();
  const all: Tries = { wrong: 0, lastAtMs: clock.monotonicMs() };

  function secondsLeft(tries: Tries, waitSeconds: number): number {
    const sinceMs = clock.monotonicMs() - tries.lastAtMs;
    return Math.max(0, Math.ceil(waitSeconds - sinceMs / 1000));
  }

  function triesOf(key: string): Tries {
    const nowMs = clock.monotonicMs();
    const known = byAddress.get(key);
    const tries = known && nowMs - known.lastAtMs < FORGET_MS ? known : { wrong: 0, lastAtMs: nowMs };
    // The one that tried last stands last, so that the one to forget first stands first.
    byAddress.delete(key);
    byAddress.set(key, tries);
    for (const oldest of byAddress.keys()) {
      if (byAddress.size <= MAX_ADDRESSES) break;
      byAddress.delete(oldest);
    }
    return tries;
  }

  return {
    begin(address) {
      const { key, isThisComputer } = whoIs(address);
      const own = triesOf(key);
      if (clock.monotonicMs() - all.lastAtMs >= FORGET_MS) all.wrong = 0;
      const ownWait = secondsLeft(own, waitAfter(own.wrong - FREE_TRIES, MAX_WAIT_SECONDS));
      const waitOfAll = secondsLeft(all, waitAfter(all.wrong - FREE_TRIES_OF_ALL, MAX_WAIT_SECONDS_OF_ALL));
      const wait = Math.max(ownWait, isThisComputer ? 0 : waitOfAll);
      if (wait > 0) return wait;
      count(own, clock);
      if (!isThisComputer) count(all, clock);
      return 0;
    },
    succeeded(address) {
      const { key, isThisComputer } = whoIs(address);
      byAddress.delete(key);
      if (!isThisComputer) all.wrong = Math.max(0, all.wrong - 1);
    },
  };
}

function count(tries: Tries, clock: Clock): void {
  tries.wrong += 1;
  tries.lastAtMs = clock.monotonicMs();
}

/** 1, 2, 4 … seconds after the first, second, third try beyond the free ones. */
function waitAfter(beyondFree: number, maxSeconds: number): number {
  return beyondFree < 0 ? 0 : Math.min(maxSeconds, 2 ** Math.min(beyondFree, 30));
}

const PREFIX_BYTES = 8;

/** A machine with IPv6 has a whole /64 of addresses to try from. */
function whoIs(address: string): { readonly key: string; readonly isThisComputer: boolean } {
  const parsed = parseIpAddress(address);
  if (parsed === undefined) return { key: address, isThisComputer: false };
  const prefix = Buffer.from(parsed.bytes.subarray(0, PREFIX_BYTES)).toString('hex');
  return {
    key: parsed.family === 'IPv6' && parsed.scope !== 'loopback' ? prefix : parsed.text,
    isThisComputer: parsed.scope === 'loopback',
  };
}
