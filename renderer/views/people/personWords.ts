import type { PersonState, Role, Suspicion } from '../../../shared/people.ts';
import type { StateKind } from '../../components/StateMark.tsx';

/** Keys of the namespace `people` for what both sides know by names. */

export const ROLE_NAMES = {
  admin: 'role.admin',
  publisher: 'role.publisher',
  member: 'role.member',
} as const satisfies Record<Role, string>;

export const ROLE_SENTENCES = {
  admin: 'role.adminWhat',
  publisher: 'role.publisherWhat',
  member: 'role.memberWhat',
} as const satisfies Record<Role, string>;

export const STATE_NAMES = {
  active: 'state.active',
  waiting: 'state.waiting',
  disabled: 'state.disabled',
  expired: 'state.expired',
} as const satisfies Record<PersonState, string>;

export const STATE_KINDS: Readonly<Record<PersonState, StateKind>> = {
  active: 'seeding',
  waiting: 'checking',
  disabled: 'paused',
  expired: 'error',
};

export const SUSPICION_SENTENCES = {
  'impossible-rate': 'suspicion.impossibleRateWhat',
  'unmatched-upload': 'suspicion.unmatchedUploadWhat',
} as const satisfies Record<Suspicion, string>;
