import { MAX_TORRENT_BASE64 } from './torrentLists.ts';
import { KIB, MIB } from './units.ts';

/** How long a client's request may be as JSON, in bytes. Both ends of the way to the engine hold to it. */

const MAX_PLAIN_BYTES = MIB;

/** Of any request: one .torrent file of the greatest length, and what stands around it. */
export const MAX_REQUEST_BYTES = MAX_TORRENT_BASE64 + 64 * KIB;

/** Only where a .torrent file may be in it, a request may be longer than a megabyte. */
export function maxRequestBytes(command: string): number {
  return command === 'tracker.list' ? MAX_REQUEST_BYTES : MAX_PLAIN_BYTES;
}

/** Whether it is one of those of which a client gets no second one read before the first is answered. */
export function isLongRequest(bytes: number): boolean {
  return bytes > MAX_PLAIN_BYTES;
}
