/** Whom an interface lets in, the strictest first: nobody, local networks, anybody. */
export const INTERFACE_SCOPES = ['none', 'local', 'any'] as const;
export type InterfaceScope = (typeof INTERFACE_SCOPES)[number];

export interface ScopedInterface {
  /** Name or address of an interface, which may not be there at the moment. */
  readonly name: string;
  readonly scope: InterfaceScope;
}

/** Windows gives interfaces names of up to 255 characters. */
const MAX_NAME_CHARACTERS = 255;

/** Reads `eth0=any` or `192.168.1.5=local`; undefined for what is neither. */
export function parseInterfaceScope(text: string): ScopedInterface | undefined {
  // A name may have the sign itself, a scope has none.
  const at = text.lastIndexOf('=');
  const name = text.slice(0, Math.max(at, 0));
  const scope = INTERFACE_SCOPES.find((known) => known === text.slice(at + 1));
  const isName = name !== '' && name === name.trim() && name.length <= MAX_NAME_CHARACTERS;
  return isName && scope !== undefined ? { name, scope } : undefined;
}
