import type { Page, WebSocketRoute } from 'playwright-core';

/** Keeps back all that the engine says to the page from now on. Returns what lets it through, in order. */
export type HoldAnswers = () => () => void;

/** To be called before the page connects. */
export async function holdableAnswers(page: Page): Promise<HoldAnswers> {
  let held: (() => void)[] | undefined;
  await page.routeWebSocket(/./, (socket: WebSocketRoute) => {
    socket.connectToServer().onMessage((message) => {
      if (held === undefined) socket.send(message);
      else held.push(() => socket.send(message));
    });
  });
  return () => {
    held = [];
    return () => {
      const late = held ?? [];
      held = undefined;
      for (const send of late) send();
    };
  };
}
