import { describe, expect, it } from 'vitest';
import { doingOf, flagsOf } from '../../../renderer/views/share/peerWords.ts';

const peer = {
  hasAll: false,
  isConnected: true,
  amChoking: true,
  peerInterested: false,
  gainRateBytesPerSecond: 0,
  uploadRateBytesPerSecond: 0,
};

describe('what a peer is doing', () => {
  it.each([
    ['seeding', { hasAll: true }],
    ['seeding', { hasAll: true, isConnected: false }],
    ['fetchingHere', { uploadRateBytesPerSecond: 1 }],
    ['fetchingHere', { peerInterested: true, amChoking: false }],
    ['waiting', { peerInterested: true }],
    ['fetchingElsewhere', { gainRateBytesPerSecond: 1, peerInterested: true }],
    ['idle', {}],
    ['elsewhere', { isConnected: false, gainRateBytesPerSecond: 1 }],
    ['notConnected', { isConnected: false }],
  ] as const)('%s', (doing, flags) => {
    expect(doingOf({ ...peer, ...flags })).toBe(doing);
  });

  it('names the flags of the protocol, and none for a peer that is not connected', () => {
    expect(flagsOf({ ...peer, peerInterested: true })).toEqual(['connected', 'interested', 'choked']);
    expect(flagsOf({ ...peer, amChoking: false })).toEqual(['connected', 'notInterested', 'unchoked']);
    expect(flagsOf({ ...peer, isConnected: false })).toEqual(['notConnected']);
  });
});
