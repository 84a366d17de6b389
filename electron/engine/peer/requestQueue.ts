import type { BlockRequest } from '../codec/peerMessages.ts';

/** Requests of one peer in the order in which they came, up to a bound. */
export interface RequestQueue {
  length(): number;
  /** False when the queue is full. */
  push(request: BlockRequest): boolean;
  /** The request `position` places from the front. */
  at(position: number): BlockRequest | undefined;
  /** Drops `count` requests from the front. */
  advance(count: number): void;
  /** Takes one equal request out; false when there is none. */
  remove(request: BlockRequest): boolean;
  /** Empties the queue and returns what was in it. */
  drain(): readonly BlockRequest[];
}

export function createRequestQueue(capacity: number): RequestQueue {
  let requests: BlockRequest[] = [];
  let head = 0;

  return {
    length: () => requests.length - head,
    push(request) {
      if (requests.length - head >= capacity) return false;
      requests.push(request);
      return true;
    },
    at: (position) => requests[head + position],
    advance(count) {
      head += count;
      if (head >= requests.length) {
        requests = [];
        head = 0;
      } else if (head >= capacity) {
        requests = requests.slice(head);
        head = 0;
      }
    },
    remove(request) {
      const index = requests.findIndex((queued, position) => position >= head && isSame(queued, request));
      if (index < 0) return false;
      requests.splice(index, 1);
      return true;
    },
    drain() {
      const rest = requests.slice(head);
      requests = [];
      head = 0;
      return rest;
    },
  };
}

function isSame(a: BlockRequest, b: BlockRequest): boolean {
  return a.piece === b.piece && a.begin === b.begin && a.length === b.length;
}
