import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron';
import type { DesktopRequest, EngineHostState } from '../shared/desktop.ts';
import type { ErrorBody, RequestFrame, ServerFrame } from '../shared/frames.ts';
import { requestFrameSchema } from '../shared/frames.ts';
import { MAX_REQUEST_BYTES, maxRequestBytes } from '../shared/requestBytes.ts';
import { type BridgeAnswer, CHANNELS, type Pushed, TELL_TAKEN_EVERY } from './channels.ts';
import { bridgeCallSchema, type BridgeCall } from './desktop/bridgeCalls.ts';
import { isOwnPage } from './desktop/security.ts';
import type { EngineSessions, EngineSession } from './desktop/engineSessions.ts';
import type { EngineHost } from './engineHost.ts';

export interface IpcServerDeps {
  readonly ipc: IpcMain;
  readonly host: EngineHost;
  readonly sessions: EngineSessions;
  /** Does what the page asks; what it throws is shown to the person. */
  readonly answer: (call: BridgeCall) => Promise<unknown>;
  /** Told of everything that was refused. */
  readonly refused: (what: string) => void;
}

/** The page's connection to the rest of the app. Everything that comes from it is checked: who sent it, and what it is. */
export interface IpcServer {
  /** From now on this is the page that may speak; there is one at a time. */
  attach(contents: WebContents): void;
  /** Handed to the page, at once or as soon as it takes requests. */
  request(request: DesktopRequest): void;
  stop(): void;
}

/** A page that does not take them gets the latest ones when it does. */
const MAX_WAITING_REQUESTS = 20;
/**
 * Frames that were sent to the page and not taken yet. A page that hangs takes none, and Electron keeps all that it is sent:
 * beyond this its session ends, and a new one begins when it has taken what there was. The hello of that one is its sign to ask
 * for everything anew.
 */
export const MAX_FRAMES_ON_THE_WAY = 256;

interface Page {
  readonly contents: WebContents;
  session: EngineSession | undefined;
  /** Frames since it listens. */
  sent: number;
  taken: number;
  /** Whether a new session waits for it to take what it was sent. */
  isBehind: boolean;
  watchesEngine: boolean;
  takesRequests: boolean;
}

export function createIpcServer({ ipc, host, sessions, answer, refused }: IpcServerDeps): IpcServer {
  let page: Page | undefined;
  let waiting: DesktopRequest[] = [];

  /** The page, if it is the sender: our window, its top frame, and our own address in it. */
  function senderOf(event: IpcMainEvent | IpcMainInvokeEvent): Page | undefined {
    const frame = event.senderFrame;
    const isOurs =
      page !== undefined && event.sender === page.contents && frame !== null && frame === page.contents.mainFrame;
    if (isOurs && isOwnPage(frame.url)) return page;
    refused(`a message of ${frame?.url ?? 'a frame that is gone'}`);
    return undefined;
  }

  function listen(from: Page): void {
    from.sent = 0;
    from.taken = 0;
    openSession(from);
  }

  function openSession(from: Page): void {
    from.session?.close();
    from.session = sessions.open((frame) => sendFrame(from, frame));
  }

  function sendFrame(to: Page, frame: ServerFrame): void {
    to.sent++;
    send(to, CHANNELS.frames, frame);
    if (to.session === undefined || to.sent - to.taken < MAX_FRAMES_ON_THE_WAY) return;
    refused('more frames than the page takes: its session ends until it has taken them');
    to.session.close();
    to.session = undefined;
    to.isBehind = true;
  }

  function takenBy(from: Page, count: unknown): void {
    if (!Number.isInteger(count)) return;
    const taken = Number(count);
    if (taken <= from.taken || taken > from.sent) return;
    from.taken = taken;
    if (!from.isBehind || from.sent - from.taken >= TELL_TAKEN_EVERY) return;
    from.isBehind = false;
    openSession(from);
  }

  function relay(from: Page, payload: unknown): void {
    const frame = parseFrame(payload);
    if (frame === undefined) return refused('a frame that is none');
    if (from.session?.send(frame) === true) return;
    // What it asked for in a session that has ended is answered by the hello of the next.
    if (!from.isBehind) sendFrame(from, { id: frame.id, error: UNREACHABLE });
  }

  function takeRequests(from: Page): void {
    from.takesRequests = true;
    for (const request of waiting.splice(0)) send(from, CHANNELS.request, request);
  }

  const handlers: Readonly<Record<string, (from: Page, payload: unknown) => void>> = {
    [CHANNELS.listen]: listen,
    [CHANNELS.frame]: relay,
    [CHANNELS.taken]: takenBy,
    [CHANNELS.watchEngine](from) {
      from.watchesEngine = true;
      send(from, CHANNELS.engineState, host.state);
    },
    [CHANNELS.takeRequests]: takeRequests,
  };
  for (const [channel, handle] of Object.entries(handlers)) {
    ipc.on(channel, (event, payload: unknown) => {
      const from = senderOf(event);
      if (from === undefined) return;
      try {
        handle(from, payload);
      } catch (error) {
        // One bad message must not end the app.
        refused(`a message that failed: ${error instanceof Error ? error.message : String(error)}`);
      }
    });
  }

  ipc.handle(CHANNELS.call, async (event, payload: unknown): Promise<BridgeAnswer> => {
    if (senderOf(event) === undefined) return { error: 'refused' };
    const call = bridgeCallSchema.safeParse(payload);
    if (!call.success) {
      refused('a call that is none');
      return { error: 'refused' };
    }
    try {
      return { result: await answer(call.data) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  });

  const endStates = host.onState((state: EngineHostState) => {
    if (page?.watchesEngine === true) send(page, CHANNELS.engineState, state);
  });

  /** A new document listens anew; what the old one opened ends with it. */
  function forget(old: Page): void {
    old.session?.close();
    old.session = undefined;
    old.isBehind = false;
    old.watchesEngine = false;
    old.takesRequests = false;
  }

  return {
    attach(contents) {
      if (page !== undefined) forget(page);
      const attached: Page = {
        contents,
        session: undefined,
        sent: 0,
        taken: 0,
        isBehind: false,
        watchesEngine: false,
        takesRequests: false,
      };
      page = attached;
      contents.on('did-start-navigation', (details) => {
        if (details.isMainFrame && !details.isSameDocument) forget(attached);
      });
      contents.on('render-process-gone', () => forget(attached));
      contents.on('destroyed', () => {
        forget(attached);
        if (page === attached) page = undefined;
      });
    },
    request(request) {
      if (page?.takesRequests === true) send(page, CHANNELS.request, request);
      else waiting = [...waiting, request].slice(-MAX_WAITING_REQUESTS);
    },
    stop() {
      endStates();
      if (page !== undefined) forget(page);
      page = undefined;
      for (const channel of Object.keys(handlers)) ipc.removeAllListeners(channel);
      ipc.removeHandler(CHANNELS.call);
    },
  };
}

const UNREACHABLE: ErrorBody = { code: 'engine-unreachable', message: 'the engine is not running' };

/** Only what JSON can carry goes on, since that is what carries it to an engine on a Node.js of its own, and within the WebSocket's bound. */
function parseFrame(payload: unknown): RequestFrame | undefined {
  try {
    const text = JSON.stringify(payload);
    if (text === undefined || text.length > MAX_REQUEST_BYTES) return undefined;
    const { data } = requestFrameSchema.safeParse(JSON.parse(text));
    return data === undefined || text.length > maxRequestBytes(data.command) ? undefined : data;
  } catch {
    // A cyclic object, a BigInt: no frame of ours.
    return undefined;
  }
}

function send<Channel extends keyof Pushed>({ contents }: Page, channel: Channel, value: Pushed[Channel]): void {
  if (!contents.isDestroyed()) contents.send(channel, value);
}
