import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { writeBencode } from '../../electron/engine/codec/bencode.ts';
import { infoHashFromBytes } from '../../shared/infoHash.ts';
import { createCleanup } from '../support/cleanup.ts';
import { infoHashOf, startDhtNode } from '../support/dhtFixture.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/freePort.ts';
import { startHandshakeListener } from '../support/handshakeListener.ts';
import { ask } from '../support/jsonHttp.ts';
import { lanAddresses } from '../support/lanAddresses.ts';
import { runProgram, startProgram } from '../support/programs.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { settings } from '../support/transmission.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

/** Transmission announces nothing in a DHT of fewer than nine nodes, four of them tried. */
const NODES_FOR_TRANSMISSION = 10;

describe('the DHT on a LAN without internet', () => {
  it('leads qBittorrent to our seeder by the nodes key of a torrent without trackers', async () => {
    const lan = lanAddresses();
    const seeder = await startHandshakeListener(cleanup, lan.host);
    const node = await startDhtNode(
      cleanup,
      { address: lan.host, peerPort: seeder.port },
      { addressFacing: () => lan.host },
    );
    const { torrent, infoHash } = torrentWithNode(lan.host, node.port);
    node.announce(infoHash);

    const webPort = await startQbittorrentWithDht(lan.client(0));
    const form = new FormData();
    form.set('torrents', new Blob([Uint8Array.from(torrent)]), 'share.torrent');
    await ask(`http://127.0.0.1:${webPort}/api/v2/torrents/add`, { method: 'POST', body: form });

    expect(await seeder.firstHandshake).toBe(infoHash);
  });

  it('leads Transmission, which knows one address, to our seeder among ten nodes', async () => {
    const lan = lanAddresses();
    const seeder = await startHandshakeListener(cleanup, lan.host);
    const sharing = await startDhtNode(
      cleanup,
      { address: lan.host, peerPort: seeder.port },
      { addressFacing: () => lan.host },
    );
    const infoHash = infoHashOf(0xaa);
    sharing.announce(infoHash);
    for (let i = 1; i < NODES_FOR_TRANSMISSION; i++) {
      await startDhtNode(cleanup, { address: lan.host, bootstrap: [{ host: lan.host, port: sharing.port }] });
    }
    await eventually(() => (sharing.nodeCount() >= NODES_FOR_TRANSMISSION - 1 ? true : undefined), {
      what: 'the nodes',
    });

    await startTransmissionWithDht({ address: lan.client(0), bootstrap: `${lan.host} ${sharing.port}`, infoHash });

    expect(await seeder.firstHandshake).toBe(infoHash);
  });
});

function torrentWithNode(host: string, port: number) {
  const info = {
    length: 1000,
    name: Buffer.from('one file'),
    'piece length': 16_384,
    pieces: new Uint8Array(20),
  };
  const infoHash = infoHashFromBytes(createHash('sha1').update(writeBencode(info)).digest());
  return { torrent: writeBencode({ info, nodes: [[Buffer.from(host), port]] }), infoHash };
}

/** Resolves with the port of its web interface once that answers. */
async function startQbittorrentWithDht(address: string): Promise<number> {
  const folder = await temporaryFolder(cleanup, 'qbittorrent');
  const [webPort, peerPort] = [await freePort(), await freePort(address)];
  const configFolder = join(folder, 'qBittorrent', 'config');
  await mkdir(configFolder, { recursive: true });
  const config = `
[LegalNotice]
Accepted=true

[BitTorrent]
Session\\InterfaceAddress=${address}
Session\\Port=${peerPort}
Session\\DefaultSavePath=${folder}
Session\\BTProtocol=TCP
Session\\Encryption=2
Session\\DHTEnabled=true
Session\\LSDEnabled=false
Session\\PeXEnabled=false

[Network]
PortForwardingEnabled=false

[Preferences]
WebUI\\Address=127.0.0.1
WebUI\\Port=${webPort}
WebUI\\LocalHostAuth=false
WebUI\\CSRFProtection=false
WebUI\\HostHeaderValidation=false
`;
  await writeFile(join(configFolder, 'qBittorrent.conf'), config);
  await startProgram(cleanup, {
    command: 'qbittorrent-nox',
    args: [`--profile=${folder}`],
    environment: { HOME: folder },
  });
  await eventually(() => ask(`http://127.0.0.1:${webPort}/api/v2/app/version`), { what: 'qbittorrent-nox to answer' });
  return webPort;
}

async function startTransmissionWithDht(options: {
  readonly address: string;
  readonly bootstrap: string;
  readonly infoHash: string;
}): Promise<void> {
  const { address, bootstrap, infoHash } = options;
  const folder = await temporaryFolder(cleanup, 'transmission');
  const [rpcPort, peerPort] = [await freePort(), await freePort(address)];
  const withDht = { ...settings({ folder, rpcPort, peerPort, address }), 'dht-enabled': true };
  await writeFile(join(folder, 'settings.json'), JSON.stringify(withDht));
  await writeFile(join(folder, 'dht.bootstrap'), `${bootstrap}\n`);
  await startProgram(cleanup, { command: 'transmission-daemon', args: ['--foreground', '--config-dir', folder] });
  const args = [`127.0.0.1:${rpcPort}`, '--add', `magnet:?xt=urn:btih:${infoHash}`];
  await eventually(
    async () => ((await runProgram(cleanup, { command: 'transmission-remote', args })).status === 0 ? true : undefined),
    { what: 'transmission-daemon to take the magnet link' },
  );
}
