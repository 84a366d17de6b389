import type { DesktopBridge } from '../../shared/desktop.ts';
import type { Transport } from './transport.ts';

/** Electron: the main process relays frames, and starts the engine again by itself; there is nothing to reconnect. */
export function createDesktopTransport(bridge: DesktopBridge): Transport {
  let stops: readonly (() => void)[] = [];
  const close = (): void => {
    for (const stop of stops) stop();
    stops = [];
  };
  return {
    open(listener) {
      close();
      stops = [bridge.onFrame((frame) => listener.frame(frame)), bridge.onEngineState((state) => listener.host(state))];
    },
    send: (frame) => bridge.sendFrame(frame),
    close,
  };
}
