import { startMockConsole } from './mockConsole.ts';
import { parseMockOptions } from './options.ts';

/**
 * `node test/support/mockEngine/serve.ts`: the window in a browser, with a mock engine behind it. Prints its address.
 * Takes the mock's options (see options.ts), and `--port N`, `--window FOLDER` (another build of the
 * window than the usual one) and `--signed-out`.
 */

const args = process.argv.slice(2);
const port = take('--port');
const windowFolder = take('--window');
const isSignedOut = args.includes('--signed-out');
const mock = await startMockConsole({
  ...(windowFolder === undefined ? {} : { folder: windowFolder }),
  engine: parseMockOptions(args.filter((arg) => arg !== '--signed-out')),
  ...(port === undefined ? {} : { port: Number(port) }),
});
mock.setSignedIn(!isSignedOut);
process.stdout.write(`${mock.url}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void mock.close());

function take(flag: string): string | undefined {
  const at = args.indexOf(flag);
  return at === -1 ? undefined : args.splice(at, 2)[1];
}
