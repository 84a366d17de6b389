import { type RequestHead, readRequestHead } from '../codec/httpTrackerHead.ts';
import type { AnswerAtOnce, SocketAddress } from '../ports.ts';
import { isFullScrape } from './fullScrape.ts';
import { staysOpen } from './httpAnswers.ts';
import { type ConnectionContext, timedAnswer } from './httpConnection.ts';

/** In one answer, which stays far below what a client may leave unread. */
const MAX_REQUESTS = 8;

/**
 * The answers to what was read of a connection, when that is whole requests for the tracker, and nothing that wants more than
 * bytes in return; undefined for every other, which has to be served as a socket. Nothing was done for it then.
 */
export function answerAtOnce(
  received: Uint8Array,
  { from, to }: { readonly from: SocketAddress; readonly to: SocketAddress },
  context: ConnectionContext,
): AnswerAtOnce | undefined {
  const heads = wholeRequests(received, context);
  const { addresses, boundTo } = context;
  const address = addresses(from.address);
  const last = heads?.at(-1);
  if (heads === undefined || last === undefined || address === undefined) return undefined;
  const client = { address, facing: boundTo ?? addresses(to.address) };
  const stays = staysOpen(last);
  if (heads.length === 1) return { bytes: timedAnswer(last, client, context), stays };
  return { bytes: Buffer.concat(heads.map((head) => timedAnswer(head, client, context))), stays };
}

/** One or several of them, of which only the last may end the connection. */
function wholeRequests(received: Uint8Array, { options, limits }: ConnectionContext): RequestHead[] | undefined {
  const heads: RequestHead[] = [];
  let at = 0;
  while (at < received.length) {
    const reading = readRequestHead(at === 0 ? received : received.subarray(at));
    if (reading.kind !== 'request') return undefined;
    const { head } = reading;
    if (head.hasBody || head.headBytes > limits.maxHeadBytes) return undefined;
    if (options.fullScrape && isFullScrape(head)) return undefined;
    heads.push(head);
    at += head.headBytes;
    if (at < received.length && (!staysOpen(head) || heads.length === MAX_REQUESTS)) return undefined;
  }
  return heads;
}
