import type { ClientApi } from '../../shared/contract.ts';
import { createFrameClient } from '../../shared/frameClient.ts';
import type { EngineSessions } from './engineSessions.ts';

/** The main process as a client of the engine. */
export interface EngineClient {
  readonly api: ClientApi;
  stop(): void;
}

/** `connected` is called each time the engine (re)started; whatever was open before then is gone. */
export function createEngineClient(sessions: EngineSessions, connected: (api: ClientApi) => void): EngineClient {
  const client = createFrameClient((frame) => {
    if (!session.send(frame)) client.fail(new Error('the engine is not running'));
  });
  const session = sessions.open((frame) => {
    if (!('hello' in frame)) return client.receive(frame);
    client.fail(new Error('the engine was started anew'));
    client.reopen();
    connected(client.api);
  });
  return {
    api: client.api,
    stop() {
      session.close();
      client.fail(new Error('the app ends'));
    },
  };
}
