declare module 'bittorrent-peerid' {
  /** Throws when `peerId` is not 20 bytes. `client` is 'unknown' when nothing matched. */
  export default function peerid(peerId: Buffer): { readonly client: string; readonly version?: string | null };
}
