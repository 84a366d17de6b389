import { spawn, spawnSync } from 'node:child_process';

/**
 * `node build/ownNetwork.ts SCRIPT ARGUMENT…` runs a script in a network of its own, made for it and gone with it: loopback,
 * and an interface `lan0` with ten private addresses of each family and no way out. So tests drive stock clients as on a
 * LAN (Transmission refuses peers on 127.0.0.0/8), one address a client, on any port, and nothing can reach the internet.
 *
 * Needs Linux and the right to make a network namespace. Elsewhere the script runs in the machine's own network, and the
 * tests take the private address of one of its interfaces.
 */

const ADDRESSES = 10;

/** The user that runs the tests stays the same inside: root there would open files that the tests expect to be closed. */
const enter = [
  'set -e',
  'PATH="$PATH:/usr/sbin:/sbin"',
  'ip link set lo up',
  'ip link add lan0 type veth peer name wire0',
  'ip link set wire0 up',
  'ip link set lan0 up',
  `for i in $(seq ${ADDRESSES}); do ip addr add 10.77.0.$i/24 dev lan0; ip addr add fd77::$i/64 dev lan0 nodad; done`,
  'user=$1 group=$2; shift 2',
  '[ "$user" = 0 ] && exec "$@"',
  'exec unshare --user --map-user="$user" --map-group="$group" -- "$@"',
].join('\n');

const command = [process.execPath, ...process.argv.slice(2)];
const child = canMakeNetworks()
  ? spawn('unshare', [...namespace(), ...command], { stdio: 'inherit' })
  : spawn(process.execPath, command.slice(1), { stdio: 'inherit' });
child.on('error', (error) => {
  process.stderr.write(`${child.spawnfile} did not start: ${error.message}\n`);
  process.exitCode = 1;
});
child.on('close', (status) => {
  process.exitCode = status ?? 1;
});
// A signal from the terminal reaches the child too; this process waits for what the child makes of it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));

/** What `unshare` is told before the command. */
function namespace(): string[] {
  const user = process.getuid?.() ?? 0;
  const group = process.getgid?.() ?? 0;
  const asRoot = user === 0 ? [] : ['--map-root-user'];
  return [...asRoot, '--net', '--', 'sh', '-c', enter, 'sh', String(user), String(group)];
}

function canMakeNetworks(): boolean {
  if (process.platform !== 'linux') return false;
  const { status } = spawnSync('unshare', [...namespace(), 'true'], { stdio: 'ignore' });
  if (status === 0) return true;
  process.stdout.write('No network namespace can be made here; tests use the addresses of this machine.\n');
  return false;
}
