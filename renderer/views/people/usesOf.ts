import { MAX_INVITATION_USES } from '../../../shared/people.ts';

/** How many may register, from what was typed; undefined for what is no such number. */
export function usesOf(text: string): number | undefined {
  const uses = /^\d{1,6}$/.test(text.trim()) ? Number(text) : 0;
  return uses >= 1 && uses <= MAX_INVITATION_USES ? uses : undefined;
}
