import { INFO_HASH_BYTES, infoHashFromBytes } from '../../../shared/infoHash.ts';
import type { Mutable } from '../../../shared/mutable.ts';
import { type IpAddress, ipAddressFromBytes } from '../codec/ipAddress.ts';
import type { AnnounceRequest, TrackerQuestion } from './announce.ts';
import { PEER_ID_BYTES } from './peerRecords.ts';
import type { ServedNote } from './servedNote.ts';
import type { Visit } from './swarmStore.ts';

/**
 * What an announce is to those who are asked about it, in one object each for all announces: making new ones a hundred thousand
 * times a second costs more than what is done with them. Both are valid until the next announce.
 */
export interface AnnounceScratch {
  questionOf(request: AnnounceRequest, note: ServedNote | undefined, address: IpAddress): TrackerQuestion;
  visitOf(request: AnnounceRequest, address: IpAddress, nowSeconds: number): Visit;
}

const NOWHERE = ipAddressFromBytes(new Uint8Array(4));
const NO_INFO_HASH = infoHashFromBytes(new Uint8Array(INFO_HASH_BYTES));

export function createAnnounceScratch(): AnnounceScratch {
  const visit: Mutable<Visit> = {
    peerId: new Uint8Array(PEER_ID_BYTES),
    key: 0,
    address: NOWHERE,
    port: 0,
    event: 'none',
    leftBytes: 0,
    uploadedBytes: 0,
    downloadedBytes: 0,
    nowSeconds: 0,
  };
  const question: Mutable<TrackerQuestion> = {
    infoHash: NO_INFO_HASH,
    peerId: undefined,
    passkey: '',
    address: NOWHERE,
    isDownloading: false,
    note: undefined,
  };

  return {
    questionOf(request, note, address) {
      question.infoHash = request.infoHash;
      question.peerId = request.peerId;
      question.passkey = request.passkey;
      question.address = address;
      question.isDownloading = request.leftBytes > 0 && request.event !== 'stopped';
      question.note = note;
      return question;
    },
    visitOf(request, address, nowSeconds) {
      visit.peerId = request.peerId;
      visit.key = request.key;
      visit.address = address;
      visit.port = request.port;
      visit.event = request.event;
      visit.leftBytes = request.leftBytes;
      visit.uploadedBytes = request.uploadedBytes;
      visit.downloadedBytes = request.downloadedBytes;
      visit.nowSeconds = nowSeconds;
      return visit;
    },
  };
}
