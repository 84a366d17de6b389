import { asGranaryError, exitStatusOf } from '../engine/errors.ts';
import { printJson, printLines, type Terminal } from './terminal.ts';
import { safeText } from './text/safeText.ts';

export interface FailureOptions {
  /** Whether a line of JSON goes to standard output as well. */
  readonly json: boolean;
  /** Whether the stack is shown; otherwise a person sees only what they can act on. */
  readonly debug: boolean;
}

/** Says what failed and what to do about it, on standard error. Returns the exit status that goes with it. */
export function reportFailure(thrown: unknown, terminal: Terminal, { json, debug }: FailureOptions): number {
  const error = asGranaryError(thrown);
  const { code, message, hint = hintFor(code) } = error;
  const exitStatus = exitStatusOf(code);
  const { red, dim } = terminal.err.style;
  printLines(terminal.err, [
    `${red('granary:')} ${safeText(message)}`,
    ...(hint === undefined ? [] : [dim(`hint: ${safeText(hint)}`)]),
    ...(debug ? [stackOf(error)] : []),
  ]);
  if (json) {
    const said = hint === undefined ? { code, message } : { code, message, hint };
    printJson(terminal.out, { event: 'error', ...said, exitStatus });
  }
  return exitStatus;
}

function hintFor(code: string): string | undefined {
  return code === 'internal'
    ? 'this is a bug in Granary; run the command again with GRANARY_DEBUG=1 and report what it prints'
    : undefined;
}

function stackOf(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\ncaused by ${stackOf(error.cause)}` : own;
}
