import type { Because } from './because.ts';
import type { ClientApi, ClientEvent } from './contract.ts';
import type { ErrorBody, RequestFrame, ServerFrame } from './frames.ts';

/** An error of the engine as it reached a client. `code` is stable; message and hint are for the person. */
export class EngineError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly because: Because | undefined;

  constructor({ code, message, hint, because }: ErrorBody) {
    super(message);
    this.name = 'EngineError';
    this.code = code;
    this.hint = hint;
    this.because = because;
  }
}

/** The client's end of the contract over anything that carries frames in order. */
export interface FrameClient {
  readonly api: ClientApi;
  /** To be called with every frame but the hello. */
  receive(frame: ServerFrame): void;
  /** Rejects all that waits for an answer, and every later call until `reopen`. */
  fail(error: Error): void;
  reopen(): void;
}

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

export function createFrameClient(send: (frame: RequestFrame) => void): FrameClient {
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(event: ClientEvent) => void>();
  let lastId = 0;
  let failure: Error | undefined;

  function settle(id: number, done: (call: Waiting) => void): void {
    const call = waiting.get(id);
    waiting.delete(id);
    if (call !== undefined) done(call);
  }

  return {
    api: {
      call(command, params) {
        if (failure !== undefined) return Promise.reject(failure);
        const id = ++lastId;
        return new Promise((resolve, reject) => {
          waiting.set(id, { resolve, reject });
          send({ id, command, params });
        });
      },
      onEvent(listener) {
        listeners.add(listener);
        return () => {
          listeners.delete(listener);
        };
      },
    },
    receive(frame) {
      if ('event' in frame) for (const listener of [...listeners]) listener(frame as ClientEvent);
      else if ('error' in frame) settle(frame.id, ({ reject }) => reject(new EngineError(frame.error)));
      else if ('id' in frame) settle(frame.id, ({ resolve }) => resolve(frame.result as never));
    },
    fail(error) {
      failure = error;
      const calls = [...waiting.values()];
      waiting.clear();
      for (const { reject } of calls) reject(error);
    },
    reopen() {
      failure = undefined;
    },
  };
}
