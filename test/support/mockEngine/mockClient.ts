import { createClientSession } from '../../../electron/engine/views/clientSession.ts';
import { createFrameServer, type FrameServer } from '../../../electron/engine/views/frameServer.ts';
import type { ServerFrame } from '../../../shared/frames.ts';
import { realClock } from '../realClock.ts';
import type { MockEngine } from './mockEngine.ts';

/** One client of the mock engine, served by the very code that serves clients of the real one. Greets at once. */
export function connectMockClient(engine: MockEngine, send: (frame: ServerFrame) => void): FrameServer {
  const session = createClientSession({ api: engine.api, clock: realClock, openSource: engine.openRowSource });
  return createFrameServer(session, { send, logger: { log: () => undefined }, version: '0.1.0' });
}
