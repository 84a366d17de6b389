import { once } from 'node:events';
import { WebSocket } from 'ws';

/**
 * Tells when a page has painted the first rows of a table, over the Chrome DevTools Protocol: it is there before the page is,
 * and unlike Playwright it does not hold the app up while it starts.
 */

const BINDING = 'granaryBenchPainted';

/** Runs in the page before everything else: two frames after the third row of a grid is there, it has been painted. */
const WATCH = `(() => {
  if (window.granaryBenchWatches) return;
  window.granaryBenchWatches = true;
  const painted = () => requestAnimationFrame(() => requestAnimationFrame(() =>
    ${BINDING}(String(performance.timeOrigin + performance.now()))));
  const isThere = () => document.querySelector('[role="grid"] [role="row"][aria-rowindex="3"]') !== null;
  const observer = new MutationObserver(() => { if (isThere()) { observer.disconnect(); painted(); } });
  if (isThere()) painted();
  else observer.observe(document, { subtree: true, childList: true });
})()`;

const PATIENCE_MS = 60_000;

interface Message {
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: {
    readonly sessionId?: string;
    readonly name?: string;
    readonly payload?: string;
    readonly targetInfo?: { readonly type: string };
  };
}

/** Resolves with milliseconds since the epoch. `address` is what Chromium prints as "DevTools listening on …". */
export async function firstRowsPaintedAt(address: string): Promise<number> {
  const socket = new WebSocket(address);
  await once(socket, 'open');
  let lastId = 0;
  const send = (method: string, params: object, sessionId?: string): void =>
    socket.send(JSON.stringify({ id: ++lastId, method, params, sessionId }));
  const painted = new Promise<number>((resolve, reject) => {
    const tooLong = setTimeout(() => reject(new Error('no list was painted within a minute')), PATIENCE_MS);
    tooLong.unref();
    socket.on('close', () => reject(new Error('the app ended before it had painted a list')));
    socket.on('message', (data) => {
      const { method, params } = JSON.parse(String(data)) as Message;
      if (method === 'Target.attachedToTarget' && params?.sessionId !== undefined) {
        if (params.targetInfo?.type === 'page') watch(params.sessionId);
      }
      if (method !== 'Runtime.bindingCalled' || params?.name !== BINDING) return;
      clearTimeout(tooLong);
      resolve(Number(params.payload));
    });
  });

  function watch(sessionId: string): void {
    send('Runtime.enable', {}, sessionId);
    send('Runtime.addBinding', { name: BINDING }, sessionId);
    send('Page.enable', {}, sessionId);
    send('Page.addScriptToEvaluateOnNewDocument', { source: WATCH }, sessionId);
    // The page is not held up for us, and may have been there first.
    send('Runtime.evaluate', { expression: WATCH }, sessionId);
  }

  send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true });
  try {
    return await painted;
  } finally {
    socket.removeAllListeners('close');
    socket.terminate();
  }
}
