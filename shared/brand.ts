declare const brand: unique symbol;

/** A value that only the functions of one file may mint; elsewhere its name is a promise that it was checked. */
export type Brand<Value, Name extends string> = Value & { readonly [brand]: Name };

/** Marks the end of an exhaustive `switch`; a new variant makes the call a type error. */
export function assertNever(value: never): never {
  throw new Error(`unexpected variant: ${JSON.stringify(value)}`);
}
