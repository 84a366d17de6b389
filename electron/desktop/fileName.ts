import { basename } from 'node:path';
import { safeText } from '../../shared/safeText.ts';

const MAX_CHARACTERS = 150;

/** A suggestion that comes from a torrent, without what could name a folder and what some system does not allow. */
export function plainFileName(suggested: string): string {
  const name = safeText(basename(suggested.replaceAll('\\', '/')), MAX_CHARACTERS).replace(/[<>:"|?*]/g, '_');
  return /^\.*$/.test(name) ? 'file' : name;
}
