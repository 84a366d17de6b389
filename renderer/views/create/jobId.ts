/** A name for a job that no other client uses. `crypto.randomUUID` is kept to https, and the console is not on it. */
export function newJobId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
