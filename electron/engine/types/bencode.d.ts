declare module 'bencode' {
  /** Byte strings come out as copies, dictionary keys as text (as the hexadecimal of their bytes where these are not UTF-8). */
  function decode(data: Uint8Array): unknown;
  function encode(value: unknown): Uint8Array;
  const bencode: { readonly decode: typeof decode; readonly encode: typeof encode };
  export default bencode;
}
