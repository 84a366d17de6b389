/** Bounds on what a client may cost before it has said anything useful. */
export interface HttpLimits {
  /** Request line and headers: about 200 torrents in one scrape. */
  readonly maxHeadBytes: number;
  /** From the connection, or the first byte of a further request, to the end of the head. */
  readonly headTimeoutMs: number;
  /** Between two requests on one connection. */
  readonly idleTimeoutMs: number;
  /** From our last byte to the other side's. */
  readonly lingerTimeoutMs: number;
  readonly maxSockets: number;
  /** Replies that the client has not taken; one that pipelines requests without reading is cut off. */
  readonly maxUnsentBytes: number;
}

export const DEFAULT_HTTP_LIMITS: HttpLimits = {
  maxHeadBytes: 16 * 1024,
  headTimeoutMs: 10_000,
  idleTimeoutMs: 30_000,
  lingerTimeoutMs: 5_000,
  maxSockets: 8_192,
  maxUnsentBytes: 256 * 1024,
};

/** Connections that the system completes while the event loop is busy. */
export const BACKLOG = 1024;
