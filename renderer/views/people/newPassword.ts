/** Without letters and digits that look like others: it may be read out. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP_LETTERS = 4;

/** `k7m4-x9q2-w5t8-r3p6`: 79 bits of chance. */
export function newPassword(): string {
  const group = (): string => Array.from({ length: GROUP_LETTERS }, letter).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/** Each as probable as the others: values beyond the last whole round of letters are drawn anew. */
function letter(): string {
  const whole = 256 - (256 % LETTERS.length);
  for (;;) {
    const [value = 0] = crypto.getRandomValues(new Uint8Array(1));
    if (value < whole) return LETTERS[value % LETTERS.length] ?? '';
  }
}
