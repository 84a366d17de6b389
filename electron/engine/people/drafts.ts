import type { Role } from '../../../shared/people.ts';
import type { IpAddress } from '../codec/ipAddress.ts';
import type { PersonChanges } from './registry.ts';

export interface NewPersonDraft {
  readonly name: string;
  readonly password: string;
  readonly role: Role;
  readonly expiresAt: number | undefined;
  readonly groups: readonly number[];
}

export interface Registration {
  readonly code: string;
  readonly name: string;
  readonly password: string;
  /** Where it comes from. */
  readonly address: IpAddress;
}

export interface ChangesDraft extends Omit<PersonChanges, 'password' | 'suspicions' | 'isWaiting'> {
  readonly password?: string;
  readonly groups?: readonly number[];
  readonly clearSuspicions?: boolean;
}

/** How an announce came. */
export interface AnnouncedHow {
  /** The one the peer is listed with. */
  readonly address: IpAddress;
  /** Whether what it transferred counts. */
  readonly isCounted: boolean;
}
