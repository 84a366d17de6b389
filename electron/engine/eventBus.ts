import type { EngineEvent } from '../../shared/contract.ts';
import type { Logger } from './ports.ts';

/** Carries the engine's events to whoever listens: a control socket, the command line, a test. */
export interface EventBus {
  emit(event: EngineEvent): void;
  /** Returns a function that ends the subscription. */
  onEvent(listener: (event: EngineEvent) => void): () => void;
}

/** A listener that throws is logged and does not keep the others from hearing. */
export function createEventBus(logger: Logger): EventBus {
  const listeners = new Set<(event: EngineEvent) => void>();
  return {
    emit(event) {
      for (const listener of [...listeners]) {
        try {
          listener(event);
        } catch (cause) {
          logger.log('error', `a listener of ${event.event} failed`, { cause });
        }
      }
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
