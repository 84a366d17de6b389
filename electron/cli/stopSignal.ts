/** Turns what the system sends to end a program into one AbortSignal. */
export interface StopSignal {
  readonly signal: AbortSignal;
  /** Asks for the stop from inside. */
  stop(): void;
  /** Gives the system's signals back. */
  release(): void;
}

/**
 * Ctrl-C, `kill`, a closed terminal; on Windows also Ctrl-Break and the console's close button. Names that a system does not
 * know are simply never sent there.
 */
const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'];

/** Under `npm start` one Ctrl-C arrives twice, from the terminal and from npm; nobody presses it twice this fast. */
const ECHO_MS = 300;

/** The first signal asks for a clean stop; a second one, from a person who will not wait, calls `exitNow`. */
export function listenForStop(source: NodeJS.Process, exitNow: () => void): StopSignal {
  const controller = new AbortController();
  let askedAtMs: number | undefined;
  const onSignal = (): void => {
    const nowMs = performance.now();
    if (askedAtMs !== undefined && nowMs - askedAtMs > ECHO_MS) exitNow();
    askedAtMs ??= nowMs;
    controller.abort();
  };
  const names = SIGNALS.filter((name) => name !== 'SIGBREAK' || source.platform === 'win32');
  for (const name of names) source.on(name, onSignal);
  return {
    signal: controller.signal,
    stop: () => controller.abort(),
    release() {
      for (const name of names) source.off(name, onSignal);
    },
  };
}
