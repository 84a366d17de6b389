import { connectControl } from '../../electron/cli/controlClient.ts';
import { startControl } from '../support/controlFixture.ts';
import { describeEngineApi } from '../support/engineApiSuite.ts';
import { createFakeEngine } from '../support/fakeEngine.ts';

describeEngineApi('in the same process', async () => {
  const engine = createFakeEngine();
  return { api: engine.api, stop: () => engine.stop() };
});

describeEngineApi('over the WebSocket', async () => {
  const control = await startControl();
  const client = await connectControl(control.address);
  return {
    api: client.api,
    async stop() {
      await client.stop();
      await control.stop();
    },
  };
});
