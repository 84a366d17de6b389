import type { Actor } from '../../../shared/actor.ts';
import type { Role } from '../../../shared/people.ts';
import { GranaryError } from '../errors.ts';
import type { Clock, RandomBytes } from '../ports.ts';
import type { InvitationRecord, InvitationsRepository } from '../storage/invitationsRepository.ts';

/** Links that let people register, each for so many of them and so long. */
export interface Invitations {
  all(): readonly InvitationRecord[];
  /** What a code stands for while somebody can still register with it. */
  find(code: string): InvitationRecord | undefined;
  /** Throws `bad-input` when it would be expired at once. */
  create(draft: InvitationDraft, by: Actor): InvitationRecord;
  /** Takes one use. Throws `invitation-unknown`, whatever the reason is: who has no invitation is told nothing of those there are. */
  use(code: string): InvitationRecord;
  /** As it was before: what was to be stored was not. */
  putBack(invitation: InvitationRecord): void;
  /** Throws `invitation-unknown`. */
  revoke(id: number): void;
  forgetGroup(id: number): void;
}

export interface InvitationDraft {
  readonly role: Role;
  readonly uses: number;
  readonly expiresAt: number;
  readonly needsApproval: boolean;
  readonly groups: readonly number[];
}

export interface InvitationsDeps {
  readonly clock: Pick<Clock, 'now'>;
  readonly randomBytes: RandomBytes;
  readonly repository: InvitationsRepository;
}

const CODE_BYTES = 18;

export function createInvitations({ clock, randomBytes, repository }: InvitationsDeps): Invitations {
  const invitations = new Map(repository.load().map((invitation) => [invitation.id, invitation]));
  const codes = new Map([...invitations.values()].map(({ code, id }) => [code, id]));

  function find(code: string): InvitationRecord | undefined {
    const invitation = invitations.get(codes.get(code) ?? 0);
    const isGood = invitation !== undefined && invitation.usesLeft > 0 && invitation.expiresAt > clock.now();
    return isGood ? invitation : undefined;
  }

  return {
    all: () => [...invitations.values()],
    find,
    create(draft, { kind, name }) {
      if (draft.expiresAt <= clock.now()) {
        throw new GranaryError('bad-input', 'the invitation would have expired already', {
          hint: 'choose a time that is still to come',
          because: { reason: 'time-past' },
        });
      }
      const made = {
        ...draft,
        code: Buffer.from(randomBytes(CODE_BYTES)).toString('base64url'),
        usesLeft: draft.uses,
        createdAt: clock.now(),
        createdBy: { kind, ...(name !== undefined && { name }) },
      };
      const invitation = { ...made, id: repository.insert(made) };
      invitations.set(invitation.id, invitation);
      codes.set(invitation.code, invitation.id);
      return invitation;
    },
    use(code) {
      const invitation = find(code);
      if (invitation === undefined) throw notValid();
      const usesLeft = invitation.usesLeft - 1;
      repository.setUsesLeft(invitation.id, usesLeft);
      invitations.set(invitation.id, { ...invitation, usesLeft });
      return invitation;
    },
    putBack: (invitation) => void invitations.set(invitation.id, invitation),
    revoke(id) {
      const invitation = invitations.get(id);
      if (invitation === undefined) throw new GranaryError('invitation-unknown', `there is no invitation ${id}`);
      repository.remove(id);
      invitations.delete(id);
      codes.delete(invitation.code);
    },
    forgetGroup(id) {
      for (const invitation of invitations.values()) {
        const groups = invitation.groups.filter((group) => group !== id);
        invitations.set(invitation.id, { ...invitation, groups });
      }
    },
  };
}

export function notValid(): GranaryError {
  return new GranaryError(
    'invitation-unknown',
    'this invitation is not valid: it was used up, has expired or was revoked',
    {
      hint: 'ask whoever sent it for another one',
    },
  );
}
