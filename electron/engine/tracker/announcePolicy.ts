import type { Refusal, TrackerQuestion } from './announce.ts';

/** Who may announce and scrape what: asked before anything about the swarm is touched, and so has to be quick. */
export interface AnnouncePolicy {
  /** Undefined when it is allowed; otherwise why not, in words for the person at the client. */
  refusalOf(question: TrackerQuestion): Refusal | undefined;
}

export const NOT_LOCAL: Refusal = { code: 'refused', message: 'this tracker serves its local network only' };
export const NOT_THIS_NETWORK: Refusal = { code: 'refused', message: 'your network is not served by this tracker' };
export const NOT_SHARED: Refusal = { code: 'unlisted', message: 'this torrent is not shared here' };
