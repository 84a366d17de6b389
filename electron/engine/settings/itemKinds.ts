import { isIP } from 'node:net';
import { isAbsolute } from 'node:path';
import { parseInterfaceScope } from './interfaceScope.ts';

/** What stands in the lists that are settings. */

/** What the values of a list are. */
export interface ItemKind {
  /** Ends the sentence "… must be a list of". */
  readonly expectation: string;
  readonly example: string;
  readonly isValid: (text: string) => boolean;
  /** What an item is about, of lists that have only one about each. */
  readonly subjectOf?: (text: string) => string | undefined;
}

export const ADDRESS_RANGES: ItemKind = {
  expectation: 'addresses or networks such as 141.20.0.0/16',
  example: '141.20.0.0/16',
  isValid: isNetwork,
};
export const SCOPED_INTERFACES: ItemKind = {
  expectation: 'interfaces, each once, with local, any or none, such as eth0=any',
  example: 'eth0=any',
  isValid: (text) => parseInterfaceScope(text) !== undefined,
  subjectOf: (text) => parseInterfaceScope(text)?.name,
};
export const PATHS: ItemKind = { expectation: 'whole paths', example: '/srv/torrents', isValid: isAbsolute };
export const CLIENTS: ItemKind = {
  expectation: 'names of clients or beginnings of peer-ids, such as Xunlei or -XL',
  example: '-XL',
  isValid: (text) => text.trim() === text && text.length <= 40,
};

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || address.includes('%') || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
}
