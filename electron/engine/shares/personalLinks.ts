import { createShareLinks, type Reachability, type ShareLinks } from './shareLinks.ts';

/** Links as one person uses them: every announce URL carries their passkey, and what is made for nobody carries none. */
export interface PersonalLinks {
  /** With HTTP before UDP at each address: few clients send a URL's path over UDP (BEP 41). */
  trackers(passkey: string): string[][];
  linksOf(passkey: string): ShareLinks;
  /** Where an invitation is taken up: the same page at every address that others can reach, the best first. */
  invitationUrls(code: string): string[];
}

export function createPersonalLinks(where: Reachability, createdBy: string): PersonalLinks {
  const linksOf = (passkey: string): ShareLinks => createShareLinks(withPasskey(where, passkey), createdBy);
  return {
    trackers: (passkey) => linksOf(passkey).trackers(),
    linksOf,
    invitationUrls: (code) =>
      where.addresses().map((address) => {
        const host = address.includes(':') ? `[${address}]` : address;
        return `http://${host}:${where.trackerPort}/join/${code}`;
      }),
  };
}

/** The passkey stands before `announce`, so that the URL for scrapes is found as ever (BEP 48). */
function withPasskey(where: Reachability, passkey: string): Reachability {
  const { trackerPort, peerPort, dhtPort } = where;
  return {
    announceTiers: () =>
      where.announceTiers().map((tier) => tier.map((url) => url.replace(/\/announce$/, `/${passkey}/announce`))),
    addresses: () => where.addresses(),
    trackerPort,
    peerPort,
    dhtPort,
  };
}
