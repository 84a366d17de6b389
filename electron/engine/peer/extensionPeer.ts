import { parseIpAddress } from '../codec/ipAddress.ts';
import {
  EXTENSION_HANDSHAKE_ID,
  parseExtensionHandshake,
  writeExtensionHandshake,
  type ExtensionHandshake,
} from '../codec/extensionHandshake.ts';
import { writePeerMessage } from '../codec/peerMessages.ts';
import { UT_METADATA } from '../codec/utMetadata.ts';
import { createMetadataServer } from './metadataServer.ts';
import { MAX_QUEUED_REQUESTS } from './uploader.ts';

/** Ids that we ask peers to use on extended messages to us. */
const OUR_UT_METADATA_ID = 1;

export interface ExtensionPeerDeps {
  readonly infoBytes: Uint8Array;
  readonly client: string;
  readonly listenPort: number;
  readonly remoteAddress: string;
  /** Takes one whole frame. */
  readonly send: (frame: Uint8Array) => void;
}

/** The extension protocol (BEP 10) with one peer that speaks it. */
export interface ExtensionPeer {
  /** What the peer has said about itself, once it has. */
  readonly theirs: ExtensionHandshake | undefined;
  /** Whether the peer has fetched metadata here, and so came with a magnet link. */
  readonly askedForMetadata: boolean;
  /** Introduces us. */
  open(): void;
  /** Takes one extended message. Unknown ids and broken payloads are skipped, as BEP 10 asks. */
  receive(extendedId: number, payload: Uint8Array, nowMs: number): void;
}

export function createExtensionPeer(deps: ExtensionPeerDeps): ExtensionPeer {
  const metadata = createMetadataServer(deps.infoBytes);
  let theirs: ExtensionHandshake | undefined;
  let askedForMetadata = false;

  return {
    get theirs() {
      return theirs;
    },
    get askedForMetadata() {
      return askedForMetadata;
    },
    open,
    receive,
  };

  function open(): void {
    const yourAddress = parseIpAddress(deps.remoteAddress)?.bytes;
    const payload = writeExtensionHandshake({
      extensions: new Map([[UT_METADATA, OUR_UT_METADATA_ID]]),
      client: deps.client,
      listenPort: deps.listenPort,
      requestQueue: MAX_QUEUED_REQUESTS,
      metadataBytes: deps.infoBytes.length,
      uploadOnly: true,
      ...(yourAddress !== undefined && { yourAddress }),
    });
    deps.send(writePeerMessage({ kind: 'extended', extendedId: EXTENSION_HANDSHAKE_ID, payload }));
  }

  function receive(extendedId: number, payload: Uint8Array, nowMs: number): void {
    if (extendedId === EXTENSION_HANDSHAKE_ID) {
      const parsed = parseExtensionHandshake(payload);
      if (parsed.ok) theirs = parsed.value;
      return;
    }
    const theirId = theirs?.extensions.get(UT_METADATA);
    if (extendedId !== OUR_UT_METADATA_ID || theirId === undefined) return;
    const answer = metadata.answer(payload, nowMs);
    if (answer === undefined) return;
    askedForMetadata = true;
    deps.send(writePeerMessage({ kind: 'extended', extendedId: theirId, payload: answer }));
  }
}
