import type { PeerRow } from '../../../shared/rows.ts';

/** What a peer is doing, as a key of the words for it and of the sentence that spells it out. */
export type Doing =
  | 'seeding'
  | 'fetchingHere'
  | 'waiting'
  | 'fetchingElsewhere'
  | 'idle'
  | 'elsewhere'
  | 'notConnected';

type Flags = Pick<
  PeerRow,
  'hasAll' | 'isConnected' | 'amChoking' | 'peerInterested' | 'gainRateBytesPerSecond' | 'uploadRateBytesPerSecond'
>;

/** From what is said on the wire (BEP 3) and from how its progress grows: words for people who know neither. */
export function doingOf(peer: Flags): Doing {
  if (peer.hasAll) return 'seeding';
  const isGaining = peer.gainRateBytesPerSecond > 0;
  if (!peer.isConnected) return isGaining ? 'elsewhere' : 'notConnected';
  if (peer.uploadRateBytesPerSecond > 0 || (peer.peerInterested && !peer.amChoking)) return 'fetchingHere';
  if (isGaining) return 'fetchingElsewhere';
  return peer.peerInterested ? 'waiting' : 'idle';
}

/** The words of each, and the sentence: keys in the namespace `share`. */
export const DOING_WORDS = {
  seeding: { word: 'doing.seeding', sentence: 'doing.seedingText' },
  fetchingHere: { word: 'doing.fetchingHere', sentence: 'doing.fetchingHereText' },
  waiting: { word: 'doing.waiting', sentence: 'doing.waitingText' },
  fetchingElsewhere: { word: 'doing.fetchingElsewhere', sentence: 'doing.fetchingElsewhereText' },
  idle: { word: 'doing.idle', sentence: 'doing.idleText' },
  elsewhere: { word: 'doing.elsewhere', sentence: 'doing.elsewhereText' },
  notConnected: { word: 'doing.notConnected', sentence: 'doing.notConnectedText' },
} as const satisfies Readonly<Record<Doing, { readonly word: string; readonly sentence: string }>>;

/** The protocol's own flags, for those who know them. */
export const FLAG_WORDS = {
  connected: 'flag.connected',
  notConnected: 'flag.notConnected',
  interested: 'flag.interested',
  notInterested: 'flag.notInterested',
  choked: 'flag.choked',
  unchoked: 'flag.unchoked',
} as const;

export function flagsOf(peer: Flags): readonly (keyof typeof FLAG_WORDS)[] {
  if (!peer.isConnected) return ['notConnected'];
  return ['connected', peer.peerInterested ? 'interested' : 'notInterested', peer.amChoking ? 'choked' : 'unchoked'];
}
