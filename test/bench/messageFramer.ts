/**
 * Cuts the byte stream of a peer into messages (BEP 3) without keeping any of it: 4 bytes of length, 1 byte of id, body.
 * The handshake counts as a message of its own, with the id HANDSHAKE.
 */
export interface MessageFramer {
  feed(bytes: Uint8Array): void;
}

export interface FramerEvents {
  /** A message is complete. `length` counts its body, without the id. */
  onMessage(id: number, length: number): void;
  /** A part of a body, in order; a view that is valid until this returns. */
  onBody?(id: number, part: Uint8Array): void;
}

export const HANDSHAKE = -1;
export const HANDSHAKE_BYTES = 68;
const HEADER_BYTES = 5;
const LENGTH_BYTES = 4;

export function createMessageFramer({ onMessage, onBody }: FramerEvents): MessageFramer {
  let headerBytes = HEADER_BYTES;
  let header = 0;
  let id = HANDSHAKE;
  let length = HANDSHAKE_BYTES;
  let bodyLeft = HANDSHAKE_BYTES;

  function finish(): void {
    headerBytes = 0;
    header = 0;
    onMessage(id, length);
  }

  function readHeader(byte: number): void {
    headerBytes++;
    if (headerBytes <= LENGTH_BYTES) {
      header = header * 256 + byte;
      // A keep-alive has a length of zero and no id.
      if (headerBytes === LENGTH_BYTES && header === 0) headerBytes = 0;
      return;
    }
    id = byte;
    length = header - 1;
    bodyLeft = length;
    if (bodyLeft === 0) finish();
  }

  return {
    feed(bytes) {
      let at = 0;
      while (at < bytes.length) {
        if (headerBytes < HEADER_BYTES) {
          readHeader(bytes[at++] ?? 0);
          continue;
        }
        const step = Math.min(bodyLeft, bytes.length - at);
        onBody?.(id, bytes.subarray(at, at + step));
        at += step;
        bodyLeft -= step;
        if (bodyLeft === 0) finish();
      }
    },
  };
}
