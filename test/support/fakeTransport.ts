import { CONTRACT_VERSION } from '../../shared/contractVersion.ts';
import type { EngineHostState } from '../../shared/desktop.ts';
import type { RequestFrame, ServerFrame } from '../../shared/frames.ts';
import type { CloseReason, Transport, TransportListener } from '../../renderer/transports/transport.ts';

/** The engine's end of a window's connection, played by a test. */
export interface FakeTransport extends Transport {
  /** Everything that was sent, in order. */
  readonly sent: readonly RequestFrame[];
  /** How often it was opened. */
  readonly opened: number;
  readonly isOpen: boolean;
  hello(contractVersion?: number): void;
  answer(frame: RequestFrame, result?: unknown): void;
  /** Answers everything that was sent and not answered yet with an empty result. */
  answerAll(): void;
  emit(frame: ServerFrame): void;
  drop(reason: CloseReason): void;
  host(state: EngineHostState): void;
  /** The newest frame of a command. Throws when there is none. */
  last(command: string): RequestFrame;
}

export function createFakeTransport(): FakeTransport {
  const sent: RequestFrame[] = [];
  const answered = new Set<number>();
  let listener: TransportListener | undefined;
  let opened = 0;

  const emit = (frame: ServerFrame): void => listener?.frame(frame);
  const answer = (frame: RequestFrame, result: unknown = {}): void => {
    answered.add(frame.id);
    emit({ id: frame.id, result });
  };
  return {
    sent,
    get opened() {
      return opened;
    },
    get isOpen() {
      return listener !== undefined;
    },
    open(next) {
      listener = next;
      opened++;
    },
    send: (frame) => void sent.push(frame),
    close() {
      listener = undefined;
    },
    emit,
    answer,
    answerAll() {
      for (const frame of [...sent]) if (!answered.has(frame.id)) answer(frame);
    },
    hello: (contractVersion = CONTRACT_VERSION) => emit({ hello: { contractVersion, version: '0.1.0' } }),
    drop(reason) {
      const before = listener;
      listener = undefined;
      for (const { id } of sent) answered.add(id);
      before?.closed(reason);
    },
    host: (state) => listener?.host(state),
    last(command) {
      const frame = sent.findLast((candidate) => candidate.command === command);
      if (frame === undefined) throw new Error(`nothing was sent for ${command}`);
      return frame;
    },
  };
}
