import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { inFull } from '../conformance/httpAnnounce.ts';
import { type ApartNetworks, startApartNetworks } from '../support/apartNetworks.ts';
import { createCleanup } from '../support/cleanup.ts';
import { startProgram } from '../support/programs.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** The real program between two networks and what lies behind them: who is served depends on the way that they come. */

const CLI = resolve(import.meta.dirname, '../../electron/cli.ts');
/** Public addresses, as of a campus, and a private network, as of a VPN. Nothing here reaches the internet. */
const CAMPUS = {
  name: 'vethA',
  host: '44.1.1.1',
  near: '44.1.1.9',
  far: '45.9.0.5',
  host6: '2a00:44::1',
  near6: '2a00:44::9',
  far6: '2a00:45::5',
};
const VPN = { name: 'vethB', host: '10.66.0.1', near: '10.66.0.9', far: '45.10.0.5' };

const EVERY_WAY: readonly Way[] = [
  { host: CAMPUS.host, from: CAMPUS.near },
  { host: CAMPUS.host, from: CAMPUS.far },
  { host: CAMPUS.host6, from: CAMPUS.near6 },
  { host: CAMPUS.host6, from: CAMPUS.far6 },
  { host: VPN.host, from: VPN.near },
  { host: VPN.host, from: VPN.far },
];

const SCOPES = [`${CAMPUS.name}=any`, `${VPN.name}=none`];

const NOT_SERVED = 'your network is not served by this tracker';
const NOT_LOCAL = 'this tracker serves its local network only';

const cleanup = createCleanup();
let networks: ApartNetworks;

beforeEach(async () => {
  networks = await startApartNetworks(cleanup, [
    {
      name: CAMPUS.name,
      granary: [`${CAMPUS.host}/24`, `${CAMPUS.host6}/64`],
      others: [`${CAMPUS.near}/24`, `${CAMPUS.near6}/64`],
      behind: [`${CAMPUS.far}/32`, `${CAMPUS.far6}/128`],
    },
    { name: VPN.name, granary: [`${VPN.host}/24`], others: [`${VPN.near}/24`], behind: [`${VPN.far}/32`] },
  ]);
});
afterEach(cleanup.run);

it('everybody is served through the open interface, and nobody through the closed one', async () => {
  const flags = SCOPES.flatMap((scope) => ['--interface-scope', scope]);
  const granary = await share(await temporaryFolder(cleanup, 'data'), flags);
  const [seeder, seeder6] = [granary.seederAt(CAMPUS.host), granary.seederAt(inFull(CAMPUS.host6))];
  expect(await granary.announces(EVERY_WAY)).toEqual([
    { from: CAMPUS.near, HTTP: [seeder], UDP: [seeder] },
    { from: CAMPUS.far, HTTP: [seeder], UDP: [seeder] },
    { from: CAMPUS.near6, HTTP: [seeder6], UDP: [seeder6] },
    { from: CAMPUS.far6, HTTP: [seeder6], UDP: [seeder6] },
    { from: VPN.near, HTTP: NOT_SERVED, UDP: NOT_SERVED },
    { from: VPN.far, HTTP: NOT_SERVED, UDP: NOT_SERVED },
  ]);
  expect(await granary.torrentFrom(CAMPUS)).toBe(200);
  expect(await granary.torrentFrom(VPN)).toBe(0);
  expect(granary.magnet).toContain(CAMPUS.host);
  expect(granary.magnet).not.toContain(VPN.host);
});

it('a change counts at once, for who asks and for the links', async () => {
  const dataDir = await temporaryFolder(cleanup, 'data');
  await writeFile(join(dataDir, 'settings.json'), JSON.stringify({ interfaceScopes: SCOPES }));
  const granary = await share(dataDir);
  const ways = EVERY_WAY.filter(({ from }) => from === CAMPUS.far || from === VPN.near || from === VPN.far);
  const seeder = granary.seederAt(CAMPUS.host);
  expect(await granary.announces(ways)).toEqual([
    { from: CAMPUS.far, HTTP: [seeder], UDP: [seeder] },
    { from: VPN.near, HTTP: NOT_SERVED, UDP: NOT_SERVED },
    { from: VPN.far, HTTP: NOT_SERVED, UDP: NOT_SERVED },
  ]);

  const links = await networks.run('granary', { kind: 'scopes', dataDir, interfaceScopes: [`${VPN.host}=any`] }, urls);
  expect(links.join()).toContain(VPN.host);
  const vpnSeeder = granary.seederAt(VPN.host);
  expect(await granary.announces(ways)).toEqual([
    { from: CAMPUS.far, HTTP: NOT_LOCAL, UDP: NOT_LOCAL },
    { from: VPN.near, HTTP: [vpnSeeder], UDP: [vpnSeeder] },
    { from: VPN.far, HTTP: [vpnSeeder], UDP: [vpnSeeder] },
  ]);
  expect(await granary.torrentFrom(VPN)).toBe(200);

  const closed = await networks.run(
    'granary',
    { kind: 'scopes', dataDir, interfaceScopes: [`${VPN.host}=none`] },
    urls,
  );
  expect(closed.join()).not.toContain(VPN.host);
  expect(await granary.torrentFrom(VPN)).toBe(0);
});

const urls = z.array(z.string());
const ready = z.object({ infoHash: z.string(), magnet: z.string(), trackerPort: z.number(), peerPort: z.number() });
const told = z.array(z.array(z.string()).or(z.string()));

interface Way {
  readonly host: string;
  readonly from: string;
}

/** `granary share` in its own network, up to its ready line. */
async function share(dataDir: string, flags: readonly string[] = []) {
  const path = join(await temporaryFolder(cleanup, 'shared'), 'corn.txt');
  await writeFile(path, 'corn');
  const ports = ['--port', '0', '--peer-port', '0', '--control-port', '0'];
  const granary = ['share', path, '--json', '--data-dir', dataDir, '--no-dht', ...ports, ...flags];
  const [command = '', ...args] = [...networks.within('granary'), process.execPath, CLI, ...granary];
  const program = await startProgram(cleanup, { command, args });
  const started = ready.parse(JSON.parse(await program.line((line) => line.includes('"event":"ready"'))));
  const { infoHash, magnet, trackerPort: port, peerPort } = started;
  return {
    magnet,
    seederAt: (address: string) => `${address} ${peerPort}`,
    /** What everybody is told: endpoints, or the words in which they are refused. */
    async announces(ways: readonly Way[]) {
      const announces = ways.flatMap((way) =>
        (['HTTP', 'UDP'] as const).map((protocol) => ({ ...way, port, protocol, infoHash })),
      );
      const answers = await networks.run('others', { kind: 'announce', announces }, told);
      return ways.map(({ from }, i) => ({ from, HTTP: answers[i * 2], UDP: answers[i * 2 + 1] }));
    },
    /** The status with which the .torrent file comes to a neighbour; 0 for no answer. */
    async torrentFrom({ host, near }: { readonly host: string; readonly near: string }) {
      const at = { host, port, from: near };
      return networks.run('others', { kind: 'get', at, path: `/torrents/${infoHash}.torrent` }, z.number());
    },
  };
}
