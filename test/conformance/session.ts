import type { BencodedDict } from './wire/bencode.ts';
import { type HttpAnswer, type HttpConnection, openHttp } from './wire/httpWire.ts';
import type { Place } from './wire/place.ts';
import { openUdp, type UdpConversation } from './wire/udpWire.ts';
import { announcePath, escapeAll, numberIn, type Peer, readReply, type Reply } from './httpAnnounce.ts';
import { type Configuration, expectThat, type Network, NotOffered, type Target } from './target.ts';
import { openUdpSession, type UdpSession } from './udpSession.ts';

/** From which of this machine's addresses, and to which of the tracker's, a peer speaks. */
export interface Way {
  readonly network?: Network;
  /** Number of the client's address, from 0. */
  readonly client?: number;
}

/** What a case does to a tracker. Everything it opened is closed when it ends. */
export interface Session {
  readonly target: Target;
  torrent(shape?: Buffer): Buffer;
  /** The address that a client has. */
  addressOf(way: Way): string;
  open(way?: Way): Promise<HttpConnection>;
  /** Sends a whole request on a connection of its own and returns the answer. */
  exchange(request: string, way?: Way): Promise<HttpAnswer>;
  /** `GET` of a path with its query, as HTTP/1.1 with `Connection: close`. */
  get(pathAndQuery: string, options?: Way & { readonly headers?: string }): Promise<HttpAnswer>;
  /** The reply to an announce over HTTP, which must not be a failure. `others` are its peers without the one that asks. */
  announce(peer: Peer, way?: Way): Promise<Reply & { readonly others: readonly string[] }>;
  /** The reply to an announce of that query, whatever it is. */
  ask(query: string, way?: Way): Promise<Reply>;
  /** Seeders, leechers and completions that a scrape over HTTP tells. */
  counts(torrent: Buffer): Promise<Counts>;
  /** Of the leechers, those that download (BEP 21). Not offered by a tracker that does not tell them. */
  downloaders(torrent: Buffer): Promise<number>;
  scrapePath(query: string): string;
  /** A UDP conversation that got its connection id. */
  udp(way?: Way): Promise<UdpSession>;
  /** One that has none. */
  rawUdp(way?: Way): Promise<UdpConversation>;
  passTime(seconds: number): Promise<void>;
  configure(how: Configuration): void;
}

export interface Counts {
  readonly seeders: number;
  readonly leechers: number;
  readonly completed: number;
}

export async function withSession<Value>(target: Target, work: (session: Session) => Promise<Value>): Promise<Value> {
  const closing: (() => void)[] = [];
  try {
    return await work(createSession(target, closing));
  } finally {
    for (const close of closing.reverse()) close();
  }
}

function createSession(target: Target, closing: (() => void)[]): Session {
  function addressOf({ network = 'IPv4', client = 0 }: Way): string {
    const address = target.clients[network][client];
    if (address === undefined) throw new NotOffered(`this machine has no ${network} address number ${client}`);
    return address;
  }

  function placeOf(way: Way, port: number): Place {
    const host = target.hosts[way.network ?? 'IPv4'];
    if (host === undefined) throw new NotOffered(`it is not reached over ${way.network}`);
    return { host, port, from: addressOf(way) };
  }

  async function open(way: Way = {}): Promise<HttpConnection> {
    const connection = await openHttp(placeOf(way, target.httpPort));
    closing.push(() => connection.close());
    return connection;
  }

  async function exchange(request: string, way: Way = {}): Promise<HttpAnswer> {
    const connection = await open(way);
    connection.send(request);
    const answer = await connection.answer();
    connection.close();
    expectThat(answer !== undefined, 'no answer');
    return answer;
  }

  function get(
    pathAndQuery: string,
    { headers = '', ...way }: Way & { readonly headers?: string } = {},
  ): Promise<HttpAnswer> {
    return exchange(`GET ${pathAndQuery} HTTP/1.1\r\nHost: tracker\r\n${headers}Connection: close\r\n\r\n`, way);
  }

  const ask = async (query: string, way: Way = {}): Promise<Reply> =>
    readReply(await get(`${target.path}?${query}`, way));

  const scrapePath = (query: string): string =>
    `${target.path.replace(/announce(?!.*announce)/, 'scrape')}${query === '' ? '' : `?${query}`}`;

  async function fileOf(torrent: Buffer): Promise<BencodedDict | undefined> {
    const answer = await get(scrapePath(`info_hash=${escapeAll(torrent)}`));
    if (answer.status === 404) throw new NotOffered('it does not scrape');
    const { dict, failure } = readReply(answer);
    if (failure !== undefined) throw new NotOffered(`it does not scrape: ${failure}`);
    const files = dict.get('files');
    expectThat(files instanceof Map, 'a scrape reply has no files');
    const file = files.get(torrent.toString('latin1'));
    return file instanceof Map ? file : undefined;
  }

  async function rawUdp(way: Way = {}): Promise<UdpConversation> {
    if (target.udpPort === undefined) throw new NotOffered('it has no UDP');
    const conversation = await openUdp(placeOf(way, target.udpPort));
    closing.push(() => conversation.close());
    return conversation;
  }

  return {
    target,
    torrent: (shape) => target.torrent(shape),
    addressOf,
    open,
    exchange,
    get,
    ask,
    scrapePath,
    rawUdp,
    async announce(peer, way = {}) {
      const reply = readReply(await get(announcePath(target.path, peer), way));
      expectThat(reply.failure === undefined, `refused: ${reply.failure}`);
      return { ...reply, others: reply.peers.filter((other) => !other.endsWith(` ${peer.port}`)) };
    },
    async counts(torrent) {
      const file = await fileOf(torrent);
      // Nobody is on a torrent that is not listed.
      if (file === undefined) return { seeders: 0, leechers: 0, completed: 0 };
      const [seeders, leechers] = [numberIn(file, 'complete'), numberIn(file, 'incomplete')];
      return { seeders, leechers, completed: numberIn(file, 'downloaded') };
    },
    async downloaders(torrent) {
      const file = await fileOf(torrent);
      if (file?.has('downloaders') !== true) throw new NotOffered('no downloaders in a scrape');
      return numberIn(file, 'downloaders');
    },
    udp: async (way) => openUdpSession(await rawUdp(way)),
    async passTime(seconds) {
      if (target.passTime === undefined) throw new NotOffered(`takes ${seconds} s: asked for with --wait`);
      await target.passTime(seconds);
    },
    configure(how) {
      if (target.configure === undefined) throw new NotOffered('the suite cannot configure it');
      target.configure(how);
      closing.push(() => target.configure?.({}));
    },
  };
}
