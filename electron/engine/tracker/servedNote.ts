/** Where a policy notes that it serves a torrent which is tracked, so that it need not find that out for each announce. */
export interface ServedNote {
  /** The edition of the policy that served it last; 0 for none. */
  servedIn: number;
}
