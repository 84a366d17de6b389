import type { ErrorBecause } from '../../shared/because.ts';
import { assertNever } from '../../shared/brand.ts';
import type { ErrorBody } from '../../shared/frames.ts';

/** Every way in which a person's request can fail, by a name that stays. Exit codes and the window hang on these. */
export const ERROR_CODES = [
  'bad-input',
  'bad-config',
  'path-not-found',
  'path-unreadable',
  'path-unwritable',
  'path-unsafe',
  'nothing-to-share',
  'file-changed',
  'torrent-invalid',
  'magnet-invalid',
  'share-unknown',
  'person-unknown',
  'group-unknown',
  'invitation-unknown',
  'name-taken',
  'port-taken',
  'address-unavailable',
  'data-dir-unusable',
  'data-dir-in-use',
  'database-damaged',
  'database-newer',
  'disk-full',
  'engine-unreachable',
  'token-unknown',
  'webhook-unknown',
  'cancelled',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

interface GranaryErrorOptions {
  readonly hint?: string;
  readonly because?: ErrorBecause;
  readonly cause?: unknown;
}

/**
 * An error for a person: the message says what failed and where (file, address), the hint what to do about it.
 * A window has words of its own for the code, and with `because` for what exactly it was. The cause is kept for the log.
 */
export class GranaryError extends Error {
  override readonly name = 'GranaryError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly because: ErrorBecause | undefined;

  constructor(code: ErrorCode, message: string, options: GranaryErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.because = options.because;
  }
}

/** Whether a code that came over a wire is one this version knows. */
export function isErrorCode(code: string): code is ErrorCode {
  return (ERROR_CODES as readonly string[]).includes(code);
}

/** The system's own code (`ENOENT`, `EADDRINUSE` …) of a failed call, if it has one. */
export function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Passes a GranaryError through; anything else becomes `internal` with its cause. */
export function asGranaryError(error: unknown): GranaryError {
  return error instanceof GranaryError ? error : new GranaryError('internal', messageOf(error), { cause: error });
}

/** What a client may know of an error; the cause stays in our log. */
export function errorBodyOf({ code, message, hint, because }: GranaryError): ErrorBody {
  return { code, message, ...(hint !== undefined && { hint }), ...(because !== undefined && { because }) };
}

/** Process exit status for a failed command, after sysexits: 2 for wrong use, 64 and up by kind. */
export function exitStatusOf(code: ErrorCode): number {
  switch (code) {
    case 'bad-input':
    case 'bad-config':
      return 2;
    case 'path-not-found':
    case 'path-unreadable':
    case 'path-unsafe':
    case 'nothing-to-share':
    case 'share-unknown':
    case 'token-unknown':
    case 'webhook-unknown':
    case 'person-unknown':
    case 'group-unknown':
    case 'invitation-unknown':
    case 'name-taken':
      return 66;
    case 'file-changed':
    case 'torrent-invalid':
    case 'magnet-invalid':
    case 'database-damaged':
    case 'database-newer':
      return 65;
    case 'port-taken':
    case 'address-unavailable':
    case 'engine-unreachable':
      return 69;
    case 'path-unwritable':
    case 'data-dir-unusable':
    case 'disk-full':
      return 74;
    case 'data-dir-in-use':
      return 75;
    case 'cancelled':
      return 130;
    case 'internal':
      return 70;
    default:
      return assertNever(code);
  }
}
