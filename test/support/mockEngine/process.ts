import type { FromEngine, ToEngine } from '../../../electron/engine/envelopes.ts';
import { toEngineSchema } from '../../../electron/engine/envelopes.ts';
import { realClock } from '../realClock.ts';
import type { FrameServer } from '../../../electron/engine/views/frameServer.ts';
import { connectMockClient } from './mockClient.ts';
import { createMockEngine } from './mockEngine.ts';
import { parseMockOptions } from './options.ts';

/**
 * The mock engine as a process of the desktop app: start the app with GRANARY_ENGINE_ENTRY set to this file, and with the
 * mock's options, if any, in GRANARY_MOCK.
 */

/** What Electron gives a utility process instead of `process.send`. */
interface ParentPort {
  postMessage(message: FromEngine): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
}

const DIE_AFTER_MS = 2000;

const port = (process as unknown as { parentPort?: ParentPort }).parentPort;
const options = parseMockOptions((process.env['GRANARY_MOCK'] ?? '').split(' ').filter(Boolean));

// Nobody else would end it once whoever started it is gone.
if (port === undefined) process.once('disconnect', end);
else port.on('close', end);

if (options.fail === 'start') {
  send({
    failed: {
      code: 'port-taken',
      message: 'another program already listens on port 6969 (TCP)',
      hint: 'end that program, or choose another port in the settings',
      because: { reason: 'port-in-use', protocol: 'TCP', port: 6969, address: '0.0.0.0' },
    },
  });
  end();
} else {
  serve();
}

function serve(): void {
  const engine = createMockEngine(options, {
    clock: realClock,
    onStop: (how) => {
      if (how === 'again') send({ restart: true });
      end();
    },
  });
  const clients = new Map<number, FrameServer>();

  function receive(message: ToEngine): void {
    if ('stop' in message) end();
    else if ('open' in message) {
      const session = message.open;
      clients.set(
        session,
        connectMockClient(engine, (frame) => send({ session, frame })),
      );
    } else if ('close' in message) {
      clients.get(message.close)?.close();
      clients.delete(message.close);
    } else clients.get(message.session)?.receive(message.frame);
  }

  listen((message) => receive(toEngineSchema.parse(message)));
  send({ started: true });
  if (options.fail === 'die') setTimeout(() => process.exit(1), DIE_AFTER_MS);
}

function listen(receive: (message: unknown) => void): void {
  if (port === undefined) process.on('message', receive);
  else port.on('message', ({ data }) => receive(data));
}

function send(message: FromEngine): void {
  if (port === undefined) process.send?.(message);
  else port.postMessage(message);
}

/** What was said last still has to reach the other side. */
function end(): void {
  setImmediate(() => process.exit(0));
}
