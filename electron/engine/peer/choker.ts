import type { Random } from '../ports.ts';

/** What the choker knows of a peer that wants content. Times are on a clock that only grows. */
export interface ChokerPeer {
  /** When it was last unchoked; undefined while it is choked. */
  readonly unchokedSinceMs: number | undefined;
  /** Since when it has wanted content without being given any. */
  readonly waitingSinceMs: number;
  /** Content it has had since it was last unchoked. */
  readonly turnBytes: number;
}

export interface ChokerOptions {
  /** Peers that may be unchoked at the same time. */
  readonly slots: number;
  readonly nowMs: number;
  readonly random: Random;
  /** False between rounds: free slots are filled, and nobody is made to leave. */
  readonly mayRotate: boolean;
}

/** How often a session holds a round. */
export const CHOKE_ROUND_MS = 10_000;
/** A turn shorter than this would be spent on opening the transfer. */
export const SHORTEST_TURN_MS = 2 * CHOKE_ROUND_MS;
/** Of the slots, one in so many changes hands in a round. */
const ROTATED_SHARE = 4;

/**
 * Which of the peers that want content should be unchoked. All of them while there is a slot for each, at once. Otherwise the slots
 * rotate: in every round those leave that have had their turn, the ones with the most content from it first, and the ones that have
 * waited longest come in; one place, where several are free, goes to a peer drawn at random (the optimistic slot of BEP 3).
 * Nobody starves: at least one place in every two rounds goes to the front of the queue.
 */
export function chooseUnchoked<Candidate extends ChokerPeer>(
  candidates: readonly Candidate[],
  options: ChokerOptions,
): ReadonlySet<Candidate> {
  const { slots } = options;
  if (candidates.length <= slots) return new Set(candidates);
  const chosen = new Set(candidates.filter((peer) => peer.unchokedSinceMs !== undefined));
  const queue = candidates
    .filter((peer) => peer.unchokedSinceMs === undefined)
    .toSorted((a, b) => a.waitingSinceMs - b.waitingSinceMs);
  for (const peer of leaving(chosen, queue.length, options)) chosen.delete(peer);
  const free = Math.max(0, slots - chosen.size);
  const lucky = free > 1 ? queue.splice(Math.floor(options.random() * queue.length), 1) : [];
  for (const peer of [...lucky, ...queue].slice(0, free)) chosen.add(peer);
  return chosen;
}

/** Those who have had their turn, as many as may change in a round, and in any case those for whom there is no slot any more. */
function leaving<Candidate extends ChokerPeer>(
  unchoked: ReadonlySet<Candidate>,
  waiting: number,
  { slots, nowMs, mayRotate }: ChokerOptions,
): readonly Candidate[] {
  const surplus = Math.max(0, unchoked.size - slots);
  const free = Math.max(0, slots - unchoked.size);
  const changing = mayRotate ? Math.min(Math.max(1, Math.floor(slots / ROTATED_SHARE)), waiting) : 0;
  const mostServedFirst = [...unchoked].toSorted((a, b) => b.turnBytes - a.turnBytes);
  const hadTheirTurn = mostServedFirst.filter((peer) => nowMs - (peer.unchokedSinceMs ?? nowMs) >= SHORTEST_TURN_MS);
  const inOrder = [...hadTheirTurn, ...mostServedFirst.filter((peer) => !hadTheirTurn.includes(peer))];
  const rotating = Math.min(hadTheirTurn.length, Math.max(0, changing - free));
  return inOrder.slice(0, Math.max(surplus, rotating));
}
