import { announcePath, endpointsIn, type Peer, readReply } from '../conformance/httpAnnounce.ts';
import { announcePacket, connect, errorIn } from '../conformance/udpSession.ts';
import { openHttp } from '../conformance/wire/httpWire.ts';
import type { Place } from '../conformance/wire/place.ts';
import { openUdp } from '../conformance/wire/udpWire.ts';
import { callRunningEngine } from './remoteEngine.ts';

/** A process of its own, for a network that the test is not in: does what it is given as JSON, and prints what came of it. */
export type NetworkTask =
  | { readonly kind: 'announce'; readonly announces: readonly Announce[] }
  /** Gets a path of the tracker's port. */
  | { readonly kind: 'get'; readonly at: Place; readonly path: string }
  /** Has a running engine take other scopes of interfaces, and tells the announce URLs that its shares have then. */
  | { readonly kind: 'scopes'; readonly dataDir: string; readonly interfaceScopes: string[] };

export interface Announce extends Place {
  readonly protocol: 'HTTP' | 'UDP';
  readonly infoHash: string;
}

const PORT = 7000;
const NO_ANSWER = 'no answer';

if (import.meta.main) {
  const task = JSON.parse(process.argv[2] ?? '') as NetworkTask;
  process.stdout.write(`${JSON.stringify(await resultOf(task))}\n`);
}

function resultOf(task: NetworkTask): Promise<unknown> {
  switch (task.kind) {
    case 'announce':
      return Promise.all(task.announces.map(ask));
    case 'get':
      return statusOf(task.at, task.path);
    case 'scopes':
      return takeScopes(task.dataDir, task.interfaceScopes);
  }
}

/** The endpoints that it is told, without its own, or the words in which it was refused. */
async function ask({ protocol, infoHash, ...at }: Announce): Promise<readonly string[] | string> {
  const peer = { torrent: Buffer.from(infoHash, 'hex'), name: 'apart', port: PORT };
  const told = protocol === 'HTTP' ? await askHttp(at, peer) : await askUdp(at, peer);
  return typeof told === 'string' ? told : told.filter((endpoint) => !endpoint.endsWith(` ${PORT}`));
}

async function askHttp(at: Place, peer: Peer): Promise<readonly string[] | string> {
  const answer = await get(at, announcePath('/announce', peer));
  if (answer === undefined) return NO_ANSWER;
  const { failure, peers } = readReply(answer);
  return failure ?? peers;
}

async function askUdp(at: Place, peer: Peer): Promise<readonly string[] | string> {
  const conversation = await openUdp(at);
  try {
    const reply = await conversation.ask(announcePacket(await connect(conversation), peer));
    if (reply === undefined) return NO_ANSWER;
    return errorIn(reply) ?? endpointsIn(reply.subarray(20), at.host.includes(':') ? 16 : 4);
  } finally {
    conversation.close();
  }
}

async function takeScopes(dataDir: string, interfaceScopes: string[]): Promise<readonly string[]> {
  await callRunningEngine(dataDir, 'settings.change', { changes: { interfaceScopes } });
  const { shares } = await callRunningEngine(dataDir, 'shares.list', {});
  return shares.flatMap(({ trackers }) => trackers.flat());
}

/** 0 when the connection ended without an answer. */
async function statusOf(at: Place, path: string): Promise<number> {
  return (await get(at, path))?.status ?? 0;
}

async function get(at: Place, path: string) {
  const connection = await openHttp(at);
  const host = at.host.includes(':') ? `[${at.host}]` : at.host;
  connection.send(`GET ${path} HTTP/1.1\r\nHost: ${host}:${at.port}\r\nConnection: close\r\n\r\n`);
  const answer = await connection.answer();
  connection.close();
  return answer;
}
