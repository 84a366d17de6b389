import { GranaryError, messageOf, systemCode } from '../errors.ts';

/** The error for a path that a person named, or that was found below it, and that the system did not let us read. */
export function unreadable(path: string, cause: unknown): GranaryError {
  const code = systemCode(cause);
  if (code === 'EACCES' || code === 'EPERM') {
    const hint = 'give yourself the right to read it, or leave it out';
    return new GranaryError('path-unreadable', `no permission to read ${path}`, {
      hint,
      because: { reason: 'no-permission', path },
      cause,
    });
  }
  const system = code ?? messageOf(cause);
  const hint = 'check that the disk is well and connected, or leave it out';
  return new GranaryError('path-unreadable', `${path} cannot be read (${system})`, {
    hint,
    because: { reason: 'file-unreadable', path, system },
    cause,
  });
}

/** Whether a call failed because there is nothing at the path. */
export function isMissing(error: unknown): boolean {
  const code = systemCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

export function fileChanged(path: string, what: string): GranaryError {
  const hint = 'wait until nothing writes to it any more, then try again';
  return new GranaryError('file-changed', `${path} ${what} while it was being read`, {
    hint,
    because: { reason: 'changed-while-read', path },
  });
}

export function cancelled(): GranaryError {
  return new GranaryError('cancelled', 'cancelled');
}
