import { connectControl } from '../../electron/cli/controlClient.ts';
import { createClientSession } from '../../electron/engine/views/clientSession.ts';
import { describeClientApi } from '../support/clientApiSuite.ts';
import { startControl } from '../support/controlFixture.ts';
import { connectOverIpc } from '../support/desktopIpc.ts';
import { createFakeEngine, type FakeEngine } from '../support/fakeEngine.ts';
import { fakeShare } from '../support/fakeShare.ts';
import { realClock } from '../support/realClock.ts';

const NAMES = ['barley', 'oats', 'rye', 'wheat'];

function withShares(engine: FakeEngine): FakeEngine {
  for (const name of NAMES) engine.addShare(fakeShare({ name }));
  return engine;
}

describeClientApi('a session in the same process', async () => {
  const engine = withShares(createFakeEngine());
  const session = createClientSession({ api: engine.api, openSource: engine.openSource, clock: realClock });
  const close = async () => session.close();
  return { api: session, close, stop: close };
});

describeClientApi('a session over the WebSocket', async () => {
  const control = await startControl();
  withShares(control.engine);
  const { client, stop } = await connectControl(control.address);
  return {
    api: client,
    close: stop,
    async stop() {
      await stop();
      await control.stop();
    },
  };
});

describeClientApi('a session over the IPC of the desktop app', async () => {
  const engine = withShares(createFakeEngine());
  const { api, close } = connectOverIpc({ api: engine.api, openSource: engine.openSource, clock: realClock });
  return { api, close: async () => close(), stop: async () => close() };
});
