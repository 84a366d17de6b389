import { readI32 } from '../codec/bigEndian.ts';
import { clientNameOf } from '../codec/clientName.ts';
import { latin1Text } from '../codec/latin1.ts';
import type { Refusal } from '../tracker/announce.ts';
import { mixHash } from '../tracker/slotIndex.ts';

export const CLIENT_REFUSED: Refusal = { code: 'refused', message: 'your client is not served by this tracker' };

/** Each is the beginning of a peer-id (`-XL0012`) or, in upper or lower case, a part of a client's name (`Xunlei`). */
export interface ClientFilterConfig {
  /** With any, only these are served. */
  readonly allowedClients: readonly string[];
  readonly blockedClients: readonly string[];
}

/** Which clients are served, by what they call themselves: a client that means harm can call itself anything. */
export interface ClientFilter {
  /** On the way to every answer; 20 bytes. */
  refusalOf(peerId: Uint8Array): Refusal | undefined;
  configure(config: ClientFilterConfig): void;
}

/** Names are made from no more than this many bytes at the beginning of a peer-id; what follows is chance. */
const NAMED_BYTES = 12;
/** Of the style that most use (BEP 20), `-qB4520-`, chance begins here. */
const AZUREUS_BYTES = 8;
const DASH = 0x2d;
/** Verdicts are remembered by place: working one out takes as long as the rest of an announce. */
const PLACES = 4096;
const WORDS = NAMED_BYTES / 4;

export function createClientFilter(config: ClientFilterConfig): ClientFilter {
  const known = new Int32Array(PLACES * WORDS);
  const verdicts = new Uint8Array(PLACES);
  let allowed: readonly string[] = [];
  let blocked: readonly string[] = [];
  let isOff = true;

  function configure({ allowedClients, blockedClients }: ClientFilterConfig): void {
    allowed = allowedClients;
    blocked = blockedClients;
    isOff = allowed.length === 0 && blocked.length === 0;
    verdicts.fill(UNKNOWN);
  }

  function isServed(peerId: Uint8Array): boolean {
    const text = latin1Text(peerId);
    const name = clientNameOf(peerId).toLowerCase();
    const matches = (client: string): boolean => text.startsWith(client) || name.includes(client.toLowerCase());
    if (blocked.some(matches)) return false;
    return allowed.length === 0 || allowed.some(matches);
  }

  configure(config);
  return {
    configure,
    refusalOf(peerId) {
      if (isOff) return undefined;
      const [first, second] = [readI32(peerId, 0), readI32(peerId, 4)];
      const isAzureusStyle = peerId[0] === DASH && peerId[AZUREUS_BYTES - 1] === DASH;
      const third = isAzureusStyle ? 0 : readI32(peerId, AZUREUS_BYTES);
      const place = mixHash(mixHash(mixHash(0, first), second), third) & (PLACES - 1);
      const at = place * WORDS;
      const isSame = known[at] === first && known[at + 1] === second && known[at + 2] === third;
      if (!isSame || verdicts[place] === UNKNOWN) {
        known[at] = first;
        known[at + 1] = second;
        known[at + 2] = third;
        verdicts[place] = isServed(peerId) ? SERVED : REFUSED;
      }
      return verdicts[place] === REFUSED ? CLIENT_REFUSED : undefined;
    },
  };
}

const UNKNOWN = 0;
const SERVED = 1;
const REFUSED = 2;
