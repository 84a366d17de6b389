import peerid from 'bittorrent-peerid';
import { latin1Text } from './latin1.ts';

/** Longest name handed out, in characters; a peer-id is the peer's own text and must not fill a screen. */
export const MAX_CLIENT_NAME_LENGTH = 40;

const PEER_ID_BYTES = 20;
const UNKNOWN = 'unknown';

/** What the package does not know: ourselves, aria2's own scheme, and any other client of the Azureus style (BEP 20). */
const GRANARY = /^-GY(\d)(\d)(\d)\d-/;
const ARIA2 = /^A2-(\d+)-(\d+)-(\d+)-/;
const AZUREUS_STYLE = /^-([A-Za-z]{2}[0-9A-Za-z]{4})-/;

/**
 * The client behind a peer-id, such as `qBittorrent 4.5.2`, for people to read (BEP 20). Never empty, at most
 * MAX_CLIENT_NAME_LENGTH long and free of control and direction characters; `unknown` when nothing is recognised.
 */
export function clientNameOf(peerId: Uint8Array): string {
  if (peerId.length !== PEER_ID_BYTES) return UNKNOWN;
  const text = latin1Text(peerId);
  return printable(ownName(text) ?? packageName(peerId) ?? AZUREUS_STYLE.exec(text)?.[1] ?? UNKNOWN);
}

function ownName(text: string): string | undefined {
  const granary = GRANARY.exec(text);
  if (granary !== null) return `Granary ${granary[1]}.${granary[2]}.${granary[3]}`;
  const aria2 = ARIA2.exec(text);
  return aria2 === null ? undefined : `aria2 ${aria2[1]}.${aria2[2]}.${aria2[3]}`;
}

function packageName(peerId: Uint8Array): string | undefined {
  const { client, version } = peerid(Buffer.from(peerId));
  if (client === UNKNOWN) return undefined;
  return typeof version === 'string' ? `${client} ${version}` : client;
}

/** Without what could move a terminal's cursor or reverse its text: control, format and separator characters. */
function printable(text: string): string {
  const clean = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim();
  return clean === '' ? UNKNOWN : [...clean].slice(0, MAX_CLIENT_NAME_LENGTH).join('');
}
