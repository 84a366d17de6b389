import type { EngineEvent, EventName } from '../../shared/contract.ts';
import type { Logger } from './ports.ts';

/** Carries the engine's events to whoever listens: a control socket, the command line, a test. */
export interface EventBus {
  emit(event: EngineEvent): void;
  /** Tells of the events named in `only`, or of all. Returns a function that ends the subscription. */
  onEvent(listener: (event: EngineEvent) => void, only?: readonly EventName[]): () => void;
  /**
   * Hears what is emitted without being a follower: for who is content with what is found out anyway. Returns a function that
   * ends it.
   */
  overhear(listener: (event: EngineEvent) => void): () => void;
  /** Whether anyone follows it: what nobody follows need not be found out. */
  isFollowed(event: EventName): boolean;
}

/** A listener that throws is logged and does not keep the others from hearing. */
export function createEventBus(logger: Logger): EventBus {
  const subscriptions = new Set<Subscription>();

  function subscribe(subscription: Subscription): () => void {
    subscriptions.add(subscription);
    return () => {
      subscriptions.delete(subscription);
    };
  }

  return {
    emit(event) {
      for (const subscription of [...subscriptions].filter(({ only }) => isIn(only, event.event))) {
        try {
          subscription.listener(event);
        } catch (cause) {
          logger.log('error', `a listener of ${event.event} failed`, { cause });
        }
      }
    },
    onEvent: (listener, only) => subscribe({ listener, only, follows: true }),
    overhear: (listener) => subscribe({ listener, only: undefined, follows: false }),
    isFollowed: (event) => [...subscriptions].some(({ only, follows }) => follows && isIn(only, event)),
  };
}

interface Subscription {
  readonly listener: (event: EngineEvent) => void;
  readonly only: readonly EventName[] | undefined;
  readonly follows: boolean;
}

function isIn(only: readonly EventName[] | undefined, event: EventName): boolean {
  return only === undefined || only.includes(event);
}
