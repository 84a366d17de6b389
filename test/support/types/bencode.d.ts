declare module 'bencode' {
  interface Bencode {
    decode(bytes: Uint8Array): unknown;
    encode(value: unknown): Uint8Array;
  }
  const bencode: Bencode;
  export default bencode;
}
