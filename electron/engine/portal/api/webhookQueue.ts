import type { WebhookRow } from '../../../../shared/api.ts';
import { messageOf } from '../../errors.ts';
import type { Clock, Logger, Timer } from '../../ports.ts';
import type { PostWebhook } from './postWebhook.ts';

/** What waits to be sent to one webhook: one at a time, in order, each tried until it is taken or given up. */
export interface WebhookQueue {
  /** When it is full, what waits longest is dropped. */
  add(body: string): void;
  figures(): Pick<WebhookRow, 'delivered' | 'dropped' | 'waiting' | 'lastProblem'>;
  /** What waits is dropped. */
  stop(): void;
}

const MAX_WAITING = 200;
/** After the first try, the second… and then it is given up. */
const PAUSES_MS = [1000, 5000, 30_000, 120_000, 600_000];

export function createWebhookQueue(
  { clock, logger, post }: { readonly clock: Clock; readonly logger: Logger; readonly post: PostWebhook },
  requestOf: (body: string) => Parameters<PostWebhook>[0],
): WebhookQueue {
  const waiting: string[] = [];
  const stopping = new AbortController();
  let isSending = false;
  let pause: Timer | undefined;
  let delivered = 0;
  let dropped = 0;
  let lastProblem: string | undefined;

  function sendNext(): void {
    const [body] = waiting;
    if (isSending || stopping.signal.aborted || body === undefined) return;
    isSending = true;
    tryOnce(body, 0);
  }

  function tryOnce(body: string, tries: number): void {
    // Signed anew each time, so that the time in it is that of this try.
    post(requestOf(body), stopping.signal).then(
      (status) => ended(body, tries, isTaken(status) ? undefined : `it answered with status ${status}`),
      (error: unknown) => ended(body, tries, messageOf(error)),
    );
  }

  function ended(body: string, tries: number, problem: string | undefined): void {
    if (stopping.signal.aborted) return;
    const pauseMs = PAUSES_MS[tries];
    lastProblem = problem;
    if (problem === undefined || pauseMs === undefined) return settle(body, problem);
    pause = clock.after(pauseMs, () => tryOnce(body, tries + 1));
  }

  function settle(body: string, problem: string | undefined): void {
    isSending = false;
    lastProblem = problem;
    // It may have been pushed out while it was on its way.
    const isFirst = waiting[0] === body;
    if (isFirst) waiting.shift();
    if (problem === undefined) delivered++;
    else if (isFirst) {
      dropped++;
      logger.log('warning', `a webhook was given up: ${problem}`, { url: requestOf(body).url });
    }
    sendNext();
  }

  return {
    add(body) {
      waiting.push(body);
      if (waiting.length > MAX_WAITING) {
        waiting.shift();
        dropped++;
      }
      sendNext();
    },
    figures: () => ({ delivered, dropped, waiting: waiting.length, ...(lastProblem !== undefined && { lastProblem }) }),
    stop() {
      stopping.abort();
      pause?.cancel();
      waiting.length = 0;
    },
  };
}

function isTaken(status: number): boolean {
  return status >= 200 && status < 300;
}
