import { type ClientEvent, type EngineApi, type EventName, events } from '../../../shared/contract.ts';

/** Which of the engine's events one client is told of. */
export interface Follows {
  /** These and no others; names that this version does not know never happen. */
  follow(names: readonly string[]): void;
  /** Nothing is told while hidden. */
  setVisible(visible: boolean): void;
  stop(): void;
}

/** Listens to the engine for no more than is followed, so that the engine does not work for nobody. */
export function createFollows(api: EngineApi, tell: (event: ClientEvent) => void): Follows {
  let followed: readonly EventName[] = [];
  let isVisible = true;
  let unfollow: (() => void) | undefined;

  function update(): void {
    unfollow?.();
    unfollow = isVisible && followed.length > 0 ? api.onEvent(tell, followed) : undefined;
  }

  return {
    follow(names) {
      followed = names.filter((name): name is EventName => Object.hasOwn(events, name));
      update();
    },
    setVisible(visible) {
      isVisible = visible;
      update();
    },
    stop() {
      followed = [];
      update();
    },
  };
}
