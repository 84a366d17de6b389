import { HOSTILE_TEXTS } from './hostileTexts.ts';
import { chanceOf, pick } from './random.ts';

/** Where a peer of the mock is and what it runs. */

const CLIENTS = [
  'Granary 0.1.0',
  'Granary 0.1.0',
  'qBittorrent 5.1.2',
  'qBittorrent 4.6.7',
  'Transmission 4.0.6',
  'aria2 1.37.0',
  'Deluge 2.1.1',
  'µTorrent 3.6.0',
  'BiglyBT 3.8.0.0',
  'libtorrent (Rasterbar) 2.0.11',
  'unknown client',
];

export function clientOf(peer: number, isHostile: boolean): string {
  if (isHostile) return HOSTILE_TEXTS[peer % HOSTILE_TEXTS.length] ?? '';
  return pick(CLIENTS, chanceOf(31, peer));
}

const FIRST_ADDRESS = (10 << 24) | (20 << 16);

/** A number to sort by; one peer in nine comes over IPv6. */
export function addressNumberOf(peer: number): number {
  return FIRST_ADDRESS + peer + 1;
}

export function addressOf(peer: number): string {
  if (peer % 9 === 4) return `fd00:7::${(peer + 1).toString(16)}`;
  const number = addressNumberOf(peer);
  return [number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255].join('.');
}

export function portOf(peer: number): number {
  return peer % 3 === 0 ? 6881 : 20_000 + Math.floor(chanceOf(37, peer) * 40_000);
}
