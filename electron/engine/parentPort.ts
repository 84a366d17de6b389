import type { FromEngine, ToEngine } from './envelopes.ts';
import { toEngineSchema } from './envelopes.ts';

/** The way from the engine's process to the one that started it, whatever started it. */
export interface ParentPort {
  /** What was sent last is still delivered when the process then ends by itself. */
  send(message: FromEngine): void;
  /** What is no envelope is dropped. */
  onMessage(receive: (message: ToEngine) => void): void;
  /** Called once when the other process is gone. */
  onGone(run: () => void): void;
  /** Lets this process end. */
  close(): void;
}

/** What Electron gives to a utility process. */
interface UtilityPort {
  postMessage(message: FromEngine): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
}

/** Undefined when nobody started this process as an engine. */
export function openParentPort(): ParentPort | undefined {
  const utility = (process as { readonly parentPort?: UtilityPort }).parentPort;
  if (utility !== undefined) return utilityPort(utility);
  return process.send === undefined ? undefined : childPort();
}

function utilityPort(port: UtilityPort): ParentPort {
  let isAsked = false;
  let leave: (() => void) | undefined;
  port.on('message', ({ data }) => {
    parsed(data, (message) => {
      isAsked ||= 'stop' in message;
      if (isAsked) leave?.();
    });
  });
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
    send: (message) => port.postMessage(message),
    onMessage: (receive) => port.on('message', ({ data }) => parsed(data, receive)),
    onGone: (run) => port.on('close', run),
    // The port keeps the process alive and cannot be closed, and what was sent last is lost with the process. Whoever was asked to
    // stop has said it all; who was not waits for the other side, which asks as soon as it has heard.
    close() {
      leave = () => process.exit();
      if (isAsked) leave();
      else setTimeout(leave, LAST_WORDS_MS);
    },
  };
}

const LAST_WORDS_MS = 2000;

function childPort(): ParentPort {
  return {
    send: (message) => void process.send?.(message, () => undefined),
    onMessage: (receive) => void process.on('message', (message) => parsed(message, receive)),
    onGone: (run) => void process.once('disconnect', run),
    close() {
      if (process.connected) process.disconnect();
    },
  };
}

function parsed(message: unknown, receive: (message: ToEngine) => void): void {
  const envelope = toEngineSchema.safeParse(message);
  if (envelope.success) receive(envelope.data);
}
