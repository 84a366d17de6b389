/** Electron's powerSaveBlocker. */
export interface PowerSaveBlocker {
  start(type: 'prevent-app-suspension'): number;
  stop(id: number): void;
}

/** Keeps the computer from falling asleep, while there is a reason and the person allows it. The screen may still go dark. */
export interface KeepAwake {
  setBusy(isBusy: boolean): void;
  allow(isAllowed: boolean): void;
}

export function createKeepAwake(blocker: PowerSaveBlocker, isAllowedAtFirst: boolean): KeepAwake {
  let isAllowed = isAllowedAtFirst;
  let isBusy = false;
  let id: number | undefined;

  function decide(): void {
    if (isAllowed && isBusy) id ??= blocker.start('prevent-app-suspension');
    else if (id !== undefined) {
      blocker.stop(id);
      id = undefined;
    }
  }

  return {
    setBusy(busy) {
      isBusy = busy;
      decide();
    },
    allow(allowed) {
      isAllowed = allowed;
      decide();
    },
  };
}
