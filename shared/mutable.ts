/** The same object for its one owner, who may change it. */
export type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
