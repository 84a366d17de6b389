import { describe, expect, it } from 'vitest';
import { ENGINE_ITSELF } from '../../../shared/actor.ts';
import { type PeopleFixture, peopleOnVirtualClock } from '../../support/peopleFixture.ts';

const ADDRESS = { family: 'IPv4', bytes: Uint8Array.of(10, 0, 0, 7), text: '10.0.0.7', scope: 'private' } as const;
const PASSWORD = 'three random words';
const WINDOW = { kind: 'window' } as const;

function invite({ people, clock }: PeopleFixture, uses = 1, needsApproval = false): string {
  const draft = { role: 'publisher', uses, needsApproval, groups: [], expiresAt: clock.now() + 60_000 } as const;
  return people.invite(draft, WINDOW).code;
}

const register = ({ people }: PeopleFixture, code: string, name: string) =>
  people.register({ code, name, password: PASSWORD, address: ADDRESS });

describe('registering', () => {
  it('makes a person of the invitation’s role and groups, who can sign in after a restart', async () => {
    const fixture = peopleOnVirtualClock();
    const { people, clock } = fixture;
    const { id: group } = people.saveGroup({ id: undefined, name: 'Video' }, WINDOW);
    const draft = {
      role: 'publisher',
      uses: 2,
      needsApproval: false,
      groups: [group],
      expiresAt: clock.now() + 1,
    } as const;
    const { code } = people.invite(draft, WINDOW);
    const person = await register(fixture, code, 'Ada');
    expect(person).toMatchObject({ name: 'Ada', role: 'publisher', isWaiting: false });
    expect(people.invitations.all()).toMatchObject([{ usesLeft: 1, uses: 2, createdBy: { kind: 'window' } }]);
    const after = fixture.restart().people;
    expect(await after.signIn('ada', PASSWORD)).toMatchObject({ name: 'Ada', passkey: person.passkey });
    expect(after.groups.of(person).map(({ name }) => name)).toEqual(['Video']);
    expect(after.invitations.all()).toMatchObject([{ usesLeft: 1 }]);
  });

  it('says the same of every invitation that is not good', async () => {
    const fixture = peopleOnVirtualClock();
    const { people, clock } = fixture;
    const used = invite(fixture);
    await register(fixture, used, 'Ada');
    const revoked = invite(fixture);
    people.revoke(2, WINDOW);
    const expired = invite(fixture);
    clock.advance(60_000);
    const outcomes = [used, revoked, expired, '', "' OR 1=1 --"].map((code) => register(fixture, code, 'Ben'));
    const failures = (await Promise.allSettled(outcomes)).map(
      (outcome) => outcome.status === 'rejected' && outcome.reason,
    );
    expect(new Set(failures.map(({ code, message }) => `${code} ${message}`))).toEqual(
      new Set(['invitation-unknown this invitation is not valid: it was used up, has expired or was revoked']),
    );
    expect(people.all()).toHaveLength(1);
  });

  it('costs no use when the name is taken or the password will not do', async () => {
    const fixture = peopleOnVirtualClock({ names: ['Ada'] });
    const code = invite(fixture);
    await expect(register(fixture, code, 'ADA')).rejects.toMatchObject({ code: 'name-taken' });
    await expect(register(fixture, code, 'a\u200bda')).rejects.toMatchObject({ code: 'bad-input' });
    const short = { code, name: 'Ben', password: 'short', address: ADDRESS };
    await expect(fixture.people.register(short)).rejects.toMatchObject({ code: 'bad-input' });
    expect(fixture.people.invitations.all()).toMatchObject([{ usesLeft: 1 }]);
    await expect(register(fixture, code, 'Ben')).resolves.toMatchObject({ name: 'Ben' });
  });

  it('leaves nothing of itself when it cannot be stored', async () => {
    const fixture = peopleOnVirtualClock();
    const { people, database } = fixture;
    const code = invite(fixture);
    database.exec("CREATE TRIGGER full BEFORE INSERT ON people BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    await expect(register(fixture, code, 'Ada')).rejects.toThrow('disk full');
    expect(people.all()).toEqual([]);
    database.exec('DROP TRIGGER full');
    expect(people.invitations.all()).toMatchObject([{ usesLeft: 1 }]);
    await expect(register(fixture, code, 'Ada')).resolves.toMatchObject({ name: 'Ada' });
  });
});

describe('signing in', () => {
  it('takes the right password of the right person, until it is another one', async () => {
    const { people } = peopleOnVirtualClock();
    const draft = { name: 'Ada', password: PASSWORD, role: 'admin', expiresAt: undefined, groups: [] } as const;
    const { id } = await people.create(draft, WINDOW);
    expect(await people.signIn('Ada', PASSWORD)).toMatchObject({ id });
    expect(await people.signIn('Ada', 'three other words')).toBeUndefined();
    expect(await people.signIn('Ben', PASSWORD)).toBeUndefined();
    await people.change(id, { password: 'three other words' }, WINDOW);
    expect(await people.signIn('Ada', PASSWORD)).toBeUndefined();
    const pending = people.signIn('Ada', 'three other words');
    people.remove(id, WINDOW);
    expect(await pending).toBeUndefined();
  });
});

describe('changing people', () => {
  it('is noted with who did it', async () => {
    const { people, notes } = peopleOnVirtualClock({ names: ['Ada'] });
    const by = { kind: 'api', name: 'a token' } as const;
    await people.change(1, { name: 'Ada L.' }, by);
    people.resetPasskey(1, by);
    people.remove(1, by);
    const values = { name: 'Ada L.', by: 'api', byName: 'a token' };
    expect(notes).toEqual(['person-changed', 'passkey-reset', 'person-removed'].map((kind) => ({ kind, values })));
  });

  it('of someone who is not there is refused', async () => {
    const { people } = peopleOnVirtualClock({ names: ['Ada', 'Ben'] });
    const unknown = { code: 'person-unknown' };
    await expect(people.change(7, { name: 'x' }, WINDOW)).rejects.toMatchObject(unknown);
    expect(() => people.remove(7, WINDOW)).toThrow(expect.objectContaining(unknown));
    expect(() => people.approve(7, WINDOW)).toThrow(expect.objectContaining(unknown));
    await expect(people.change(1, { name: 'bén' }, WINDOW)).rejects.toMatchObject({ code: 'name-taken' });
    await expect(people.change(1, { name: 'ADA' }, WINDOW)).resolves.toBeUndefined();
    await expect(people.change(1, { groups: [3] }, WINDOW)).rejects.toMatchObject({ code: 'group-unknown' });
  });

  it('clears what was suspicious', async () => {
    const fixture = peopleOnVirtualClock({ names: ['Ada'] });
    const { passkey } = fixture.person('Ada');
    fixture.announce({ passkey });
    fixture.announce({ passkey, uploadedBytes: 2 ** 52 });
    expect([...fixture.person('Ada').suspicions]).toEqual(['impossible-rate']);
    await fixture.people.change(1, { clearSuspicions: true }, ENGINE_ITSELF);
    expect([...fixture.person('Ada').suspicions]).toEqual([]);
    expect([...fixture.restart().person('Ada').suspicions]).toEqual([]);
  });
});
