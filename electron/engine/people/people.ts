import { type Actor, ENGINE_ITSELF } from '../../../shared/actor.ts';
import type { ActivityKind } from '../../../shared/activityKinds.ts';
import type { InfoHash } from '../../../shared/infoHash.ts';
import type { IpAddress } from '../codec/ipAddress.ts';
import { GranaryError } from '../errors.ts';
import type { Clock, Logger, RandomBytes } from '../ports.ts';
import type { Storage } from '../storage/storage.ts';
import { checkPassword, createPasswordHasher } from '../system/passwordHash.ts';
import type { AnnounceRequest } from '../tracker/announce.ts';
import type { AnnouncePolicy } from '../tracker/announcePolicy.ts';
import { patienceSecondsOf } from '../tracker/pacing.ts';
import { type Accounting, createAccounting } from './accounting.ts';
import type { AnnouncedHow, ChangesDraft, NewPersonDraft, Registration } from './drafts.ts';
import { createGroups, type GroupDraft, type Groups } from './groups.ts';
import { createGuessing, placeOf } from './guessing.ts';
import { createInvitations, type InvitationDraft, type Invitations, notValid } from './invitations.ts';
import type { Person } from './person.ts';
import { createPrivatePolicy } from './privatePolicy.ts';
import { createRegistry } from './registry.ts';
import { createRuleBook, type RuleBook, type Rules } from './rules.ts';
import { createStanding, type Standing } from './standing.ts';

/** The people of a private tracker: who they are, what they may, and what they transferred. */
export interface People {
  /** Serves whoever has a good passkey. What is shared at all, and to which addresses, others decide. */
  readonly policy: AnnouncePolicy;
  /** What of that still holds for those who are there. */
  readonly standing: Pick<Standing, 'serves' | 'hasClient'>;
  readonly rules: RuleBook;
  readonly accounting: Pick<Accounting, 'isFree'>;
  readonly groups: Pick<Groups, 'all' | 'of' | 'sees'>;
  readonly invitations: Pick<Invitations, 'all' | 'find'>;
  all(): readonly Person[];
  /** Throws `person-unknown`, like all that name one by id. */
  get(id: number): Person;
  find(id: number): Person | undefined;
  /** Whose passkey this is. */
  holderOf(passkey: string): Person | undefined;
  /** Takes note of an announce that was answered, by a client of this person. */
  announced(person: Person, request: AnnounceRequest, how: AnnouncedHow): void;
  /** Rejects with `name-taken`, `group-unknown`, or `bad-input` for a name or password that will not do. */
  create(draft: NewPersonDraft, by: Actor): Promise<Person>;
  /** Takes up an invitation. Rejects like `create`, and with `invitation-unknown`. Waits for approval where the invitation says so. */
  register(draft: Registration): Promise<Person>;
  /** Undefined when name or password is wrong; takes about as long either way. Whether they may come in is their state's matter. */
  signIn(name: string, password: string): Promise<Person | undefined>;
  /** Someone proved to be this person there: their clients go on from there while others guess passkeys. */
  provedAt(person: Person, address: IpAddress): void;
  change(id: number, changes: ChangesDraft, by: Actor): Promise<void>;
  approve(id: number, by: Actor): void;
  resetPasskey(id: number, by: Actor): Person;
  remove(id: number, by: Actor): void;
  setFreeLeech(infoHashes: readonly InfoHash[], isFree: boolean, by: Actor): void;
  invite(draft: InvitationDraft, by: Actor): ReturnType<Invitations['create']>;
  revoke(invitation: number, by: Actor): void;
  saveGroup(draft: GroupDraft, by: Actor): ReturnType<Groups['save']>;
  removeGroup(id: number, by: Actor): void;
  /** A torrent that is not served any more. It stays in its groups. */
  forgetTorrent(infoHash: InfoHash): void;
  /** Writes what is not written yet. */
  stop(): void;
}

export interface PeopleDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly randomBytes: RandomBytes;
  readonly storage: Pick<Storage, 'people' | 'invitations' | 'groups' | 'transfers' | 'transaction'>;
  readonly rules: Rules;
  /** Writes down what happened. */
  readonly note: (activity: PeopleNote) => void;
  /** Somebody may have less than before: whoever is there may have to go. Not called before `createPeople` returns. */
  readonly onLess: () => void;
}

export interface PeopleNote {
  readonly kind: ActivityKind;
  readonly level?: 'warning';
  readonly infoHash?: InfoHash;
  readonly values: NoteValues;
}

type NoteValues = Readonly<Record<string, string | number | undefined>>;

export function createPeople(deps: PeopleDeps, config: { readonly intervalSeconds: number }): People {
  const { clock, randomBytes, storage, logger } = deps;
  const hasher = createPasswordHasher();
  const carried = storage.transfers.loadCarried();
  const registry = createRegistry({ repository: storage.people, randomBytes, carried });
  const groups = createGroups(storage.groups);
  const invitations = createInvitations({ clock, randomBytes, repository: storage.invitations });
  const rules = createRuleBook(deps.rules);
  const accounting = createAccounting(
    {
      clock,
      transfers: storage.transfers,
      transaction: (work) => storage.transaction(work),
      isAllFree: () => rules.rules.freeLeech,
      people: registry.all,
      onSuspicion: suspect,
      onFailure: (error) => logger.log('error', `what people transferred cannot be saved: ${error.message}`, { error }),
    },
    { expirySeconds: patienceSecondsOf(config.intervalSeconds) },
  );
  accounting.load([...registry.all()]);
  const standing = createStanding({ clock, registry, groups, accounting, onExpired: deps.onLess });
  const guessing = createGuessing({
    clock,
    onGuessing: (address, count) =>
      deps.note({ kind: 'passkeys-guessed', level: 'warning', values: { address, count } }),
  });
  const policy = createPrivatePolicy({
    clock,
    personOf: registry.byPasskey,
    isRetired: registry.isRetired,
    sees: groups.sees,
    isOneTooMany: accounting.isOneTooMany,
    guessing,
    rules,
  });

  function get(id: number): Person {
    const person = registry.find(id);
    if (person !== undefined) return person;
    throw new GranaryError('person-unknown', `there is no person ${id}`, {
      hint: 'they may have been removed meanwhile',
    });
  }

  function note(kind: ActivityKind, values: NoteValues, { kind: by, name: byName }: Actor): void {
    deps.note({ kind, values: { ...values, by, byName } });
  }

  function suspect(person: Person, suspicion: Parameters<typeof registry.suspect>[1], infoHash: InfoHash): void {
    if (person.suspicions.has(suspicion)) return;
    try {
      registry.suspect(person, suspicion);
    } catch (cause) {
      logger.log('error', `a suspicion of ${person.name} cannot be saved`, { cause });
      return;
    }
    const values = { name: person.name, [suspicion]: 1 };
    deps.note({ kind: 'person-suspected', level: 'warning', infoHash, values });
  }

  function registerNow({ code, name, address }: Registration, password: Person['password']): Person {
    const invitation = invitations.find(code);
    if (invitation === undefined) throw notValid();
    const { role, needsApproval: isWaiting } = invitation;
    let person: Person | undefined;
    try {
      storage.transaction(() => {
        invitations.use(code);
        person = registry.add({ name, password, role, isWaiting, createdAt: clock.now(), expiresAt: undefined });
        groups.setGroupsOf(person, invitation.groups);
      });
    } catch (error) {
      invitations.putBack(invitation);
      if (person !== undefined) registry.takeBack(person);
      if (person !== undefined) groups.forgetPerson(person);
      throw error;
    }
    if (person === undefined) throw notValid();
    note('person-added', { name, address: address.text }, ENGINE_ITSELF);
    return person;
  }

  return {
    policy,
    standing,
    rules,
    accounting,
    groups,
    invitations,
    all: () => [...registry.all()],
    get,
    find: registry.find,
    holderOf: registry.byPasskey,
    announced(person, request, { address, isCounted }) {
      person.places.add(placeOf(address));
      if (isCounted) accounting.announced(person, request);
      else accounting.noted(person, request);
    },
    async create({ name, password: text, role, expiresAt, groups: ids }, by) {
      groups.check(ids);
      const password = await hasher.hash(text);
      const person = registry.add({ name, password, role, isWaiting: false, createdAt: clock.now(), expiresAt });
      groups.setGroupsOf(person, ids);
      note('person-added', { name }, by);
      return person;
    },
    async register(registration) {
      // Before any work is done for someone who has no invitation.
      if (invitations.find(registration.code) === undefined) throw notValid();
      checkPassword(registration.password);
      const password = await hasher.hash(registration.password);
      const person = registerNow(registration, password);
      person.places.add(placeOf(registration.address));
      return person;
    },
    async signIn(name, password) {
      const person = registry.byName(name);
      const isRight = await hasher.matches(password, person?.password);
      // They may have been removed, or have changed the password, meanwhile.
      return isRight && person !== undefined && registry.find(person.id) === person ? person : undefined;
    },
    provedAt: (person, address) => person.places.add(placeOf(address)),
    async change(id, { password: text, groups: ids, clearSuspicions, ...changes }, by) {
      get(id);
      groups.check(ids ?? []);
      const password = text === undefined ? undefined : await hasher.hash(text);
      const person = get(id);
      // They may have gone meanwhile.
      groups.check(ids ?? []);
      registry.change(person, {
        ...changes,
        ...(password !== undefined && { password }),
        ...(clearSuspicions === true && { suspicions: new Set() }),
      });
      try {
        if (ids !== undefined) groups.setGroupsOf(person, ids);
        note('person-changed', { name: person.name }, by);
      } finally {
        if (ids !== undefined || mayLessen(changes)) deps.onLess();
      }
    },
    approve(id, by) {
      const person = get(id);
      if (!person.isWaiting) return;
      registry.change(person, { isWaiting: false });
      note('person-approved', { name: person.name }, by);
    },
    resetPasskey(id, by) {
      const person = get(id);
      registry.resetPasskey(person);
      note('passkey-reset', { name: person.name }, by);
      deps.onLess();
      return person;
    },
    remove(id, by) {
      const person = get(id);
      registry.remove(person);
      try {
        groups.forgetPerson(person);
        accounting.forgetPerson(person);
        note('person-removed', { name: person.name }, by);
      } finally {
        deps.onLess();
      }
    },
    setFreeLeech(infoHashes, isFree, by) {
      for (const infoHash of infoHashes) {
        if (accounting.isFree(infoHash) === isFree) continue;
        accounting.setFree(infoHash, isFree);
        const { kind, name: byName } = by;
        deps.note({ kind: isFree ? 'free-leech-began' : 'free-leech-ended', infoHash, values: { by: kind, byName } });
      }
    },
    invite(draft, by) {
      groups.check(draft.groups);
      const invitation = invitations.create(draft, by);
      note('invitation-made', { count: draft.uses }, by);
      return invitation;
    },
    revoke(id, by) {
      invitations.revoke(id);
      note('invitation-revoked', {}, by);
    },
    saveGroup(draft, by) {
      for (const id of draft.people ?? []) get(id);
      const group = groups.save(draft);
      note('group-changed', { name: group.name }, by);
      deps.onLess();
      return group;
    },
    removeGroup(id, by) {
      const { name } = groups.remove(id);
      invitations.forgetGroup(id);
      note('group-removed', { name }, by);
      deps.onLess();
    },
    forgetTorrent: accounting.forgetTorrent,
    stop() {
      guessing.stop();
      standing.stop();
      accounting.stop();
    },
  };
}

/** Whether a person may have less for it. */
function mayLessen({ isDisabled, expiresAt, role }: ChangesDraft): boolean {
  return isDisabled === true || expiresAt !== undefined || role !== undefined;
}
