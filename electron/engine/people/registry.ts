import type { Mutable } from '../../../shared/mutable.ts';
import { ROLES, SUSPICIONS, type Suspicion } from '../../../shared/people.ts';
import { safeText } from '../../../shared/safeText.ts';
import { GranaryError } from '../errors.ts';
import type { RandomBytes } from '../ports.ts';
import type { NewPerson, PeopleRepository, PersonRecord } from '../storage/peopleRepository.ts';
import type { TransferSums } from '../storage/transfersRepository.ts';
import { type PasswordHash, passwordHashSchema } from '../system/passwordHash.ts';
import { createLedger } from './ledger.ts';
import { createKnownPlaces, foldedName, type Person } from './person.ts';

/** All people, in memory and stored: a change is in both or, when it throws, in neither. */
export interface Registry {
  all(): IterableIterator<Person>;
  find(id: number): Person | undefined;
  byPasskey(passkey: string): Person | undefined;
  byName(name: string): Person | undefined;
  isRetired(passkey: string): boolean;
  /** Throws `name-taken`, or `bad-input` for a name that is not fit to be shown. */
  add(person: PersonDraft): Person;
  /** Throws like `add`. */
  change(person: Person, changes: PersonChanges): void;
  /** Gives the person another passkey; the old one is nobody's. */
  resetPasskey(person: Person): void;
  suspect(person: Person, suspicion: Suspicion): void;
  remove(person: Person): void;
  /** As if it had never been added: what was to be stored was not. */
  takeBack(person: Person): void;
}

export type PersonDraft = Pick<Person, 'name' | 'role' | 'password' | 'isWaiting' | 'createdAt' | 'expiresAt'>;
export type PersonChanges = Partial<Omit<PersonDraft, 'createdAt'> & Pick<Person, 'isDisabled' | 'suspicions'>>;

export interface RegistryDeps {
  readonly repository: PeopleRepository;
  readonly randomBytes: RandomBytes;
  /** What each person has from torrents that are gone. */
  readonly carried: ReadonlyMap<number, TransferSums>;
}

const PASSKEY_BYTES = 16;
const MAX_RETIRED_PASSKEYS = 1000;

export function createRegistry({ repository, randomBytes, carried }: RegistryDeps): Registry {
  const people = new Map<number, Mutable<Person>>();
  const passkeys = new Map<string, Person>();
  const names = new Map<string, Person>();
  const retired = new Set(repository.retiredPasskeys());
  for (const record of repository.load()) enter(personOf(record, carried.get(record.id)));

  function enter(person: Mutable<Person>): Person {
    people.set(person.id, person);
    passkeys.set(person.passkey, person);
    names.set(foldedName(person.name), person);
    return person;
  }

  function newPasskey(): string {
    return Buffer.from(randomBytes(PASSKEY_BYTES)).toString('hex');
  }

  function checkName(name: string, self?: Person): void {
    if (safeText(name) !== name) {
      throw new GranaryError('bad-input', `the name ${safeText(name, 80)} holds characters that cannot be seen`, {
        because: { reason: 'name-invisible', name: safeText(name, 80) },
      });
    }
    const holder = names.get(foldedName(name));
    if (holder === undefined || holder === self) return;
    throw new GranaryError('name-taken', `there is a person called ${holder.name} already`, {
      hint: 'choose another name; case and accents do not make a difference',
      because: { reason: 'name-taken', name: holder.name },
    });
  }

  /** The stored person first: what cannot be stored is not so. */
  function replace(person: Person, next: Person): void {
    const known = people.get(person.id);
    if (known === undefined) return;
    repository.update(recordOf(next));
    passkeys.delete(known.passkey);
    names.delete(foldedName(known.name));
    enter(Object.assign(known, next));
  }

  return {
    all: () => people.values(),
    find: (id) => people.get(id),
    byPasskey: (passkey) => passkeys.get(passkey),
    byName: (name) => names.get(foldedName(name)),
    isRetired: (passkey) => retired.has(passkey),
    add(draft) {
      checkName(draft.name);
      const rest = { passkey: newPasskey(), isDisabled: false, suspicions: new Set<Suspicion>() };
      const person = { ...draft, ...rest, ledger: createLedger(), places: createKnownPlaces() };
      return enter({ ...person, id: repository.insert(newRecordOf(person)) });
    },
    change(person, changes) {
      if (changes.name !== undefined) checkName(changes.name, person);
      replace(person, { ...person, ...changes });
    },
    resetPasskey(person) {
      const old = person.passkey;
      replace(person, { ...person, passkey: newPasskey() });
      retire(old);
    },
    suspect(person, suspicion) {
      replace(person, { ...person, suspicions: new Set([...person.suspicions, suspicion]) });
    },
    remove(person) {
      repository.remove(person.id);
      takeBack(person);
      retire(person.passkey);
    },
    takeBack,
  };

  function takeBack({ id, passkey, name }: Person): void {
    people.delete(id);
    passkeys.delete(passkey);
    names.delete(foldedName(name));
  }

  function retire(passkey: string): void {
    repository.retirePasskey(passkey, MAX_RETIRED_PASSKEYS);
    retired.add(passkey);
    for (const oldest of retired) {
      if (retired.size <= MAX_RETIRED_PASSKEYS) break;
      retired.delete(oldest);
    }
  }
}

/** A role that some other version wrote reads as the least. */
function personOf(record: PersonRecord, carried: TransferSums | undefined): Mutable<Person> {
  const { id, name, passkey, isWaiting, isDisabled, createdAt, expiresAt } = record;
  return {
    id,
    name,
    passkey,
    isWaiting,
    isDisabled,
    createdAt,
    expiresAt,
    role: ROLES.find((role) => role === record.role) ?? 'member',
    password: passwordHashSchema.parse(JSON.parse(record.password)),
    suspicions: new Set(SUSPICIONS.filter((suspicion) => record.suspicions.includes(suspicion))),
    ledger: createLedger(carried),
    places: createKnownPlaces(),
  };
}

function recordOf(person: Person): PersonRecord {
  return { id: person.id, ...newRecordOf(person) };
}

function newRecordOf(person: Omit<Person, 'id'>): NewPerson {
  const { name, role, passkey, isWaiting, isDisabled, createdAt, expiresAt } = person;
  return {
    name,
    foldedName: foldedName(name),
    role,
    passkey,
    password: JSON.stringify(person.password satisfies PasswordHash),
    isWaiting,
    isDisabled,
    createdAt,
    expiresAt,
    suspicions: [...person.suspicions],
  };
}
