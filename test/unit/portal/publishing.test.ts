import { beforeEach, describe, expect, it } from 'vitest';
import { GranaryError } from '../../../electron/engine/errors.ts';
import { createPublishing, type Publisher, type Publishing } from '../../../electron/engine/portal/publishing.ts';
import type { ListResult } from '../../../shared/torrentLists.ts';
import { createPeopleFixture, type PeopleFixture } from '../../support/peopleFixture.ts';
import { torrentNamed } from '../../support/smallTorrent.ts';

const BY = { kind: 'window' } as const;
const corn = torrentNamed('Corn');
let fixture: PeopleFixture;
let publishing: Publishing;
let ada: Publisher;
let answer: () => ListResult;
let calls: string[];

beforeEach(() => {
  fixture = createPeopleFixture({ names: ['Ada'] });
  const { people } = fixture;
  const person = fixture.person('Ada');
  people.saveGroup({ id: undefined, name: 'Grain', people: [person.id] }, BY);
  ada = { ...person, role: 'publisher' };
  calls = [];
  answer = () => ({ listed: [{ infoHash: corn.infoHash }], rejected: [] });
  publishing = createPublishing({
    people,
    torrentList: { find: () => undefined },
    catalogue: { find: () => undefined },
    isShared: () => false,
    api: {
      // Groups are looked at as they are at the moment of the call.
      call: async (command) => {
        calls.push(`${command} with ${inGroup().length} in the group`);
        return answer() as never;
      },
    },
  });
});

function inGroup(): readonly string[] {
  return fixture.people.groups.all()[0]?.infoHashes ?? [];
}

function publish(): ReturnType<Publishing['publish']> {
  const groups = fixture.people.groups.all().map(({ id }) => id);
  return publishing.publish({ bytes: corn.bytes, groups }, ada);
}

describe('a torrent that is limited to groups', () => {
  it('is in them before it is on the list', async () => {
    expect(await publish()).toEqual({ kind: 'published', infoHash: corn.infoHash });
    expect(calls).toEqual(['tracker.list with 1 in the group']);
    expect(inGroup()).toEqual([corn.infoHash]);
  });

  it.each(['list-full', 'files-full'] as const)('leaves them again when the list answers %s', async (reason) => {
    answer = () => ({ listed: [], rejected: [{ index: 0, reason, message: '' }] });
    expect(await publish()).toEqual({ kind: reason });
    expect(inGroup()).toEqual([]);
  });

  it('leaves them again when the list fails', async () => {
    answer = () => {
      throw new GranaryError('disk-full', 'the disk is full');
    };
    await expect(publish()).rejects.toMatchObject({ code: 'disk-full' });
    expect(inGroup()).toEqual([]);
  });
});

it('a torrent that was put into a group of others before it came is not theirs to publish', async () => {
  const { people } = fixture;
  people.saveGroup({ id: undefined, name: 'Tractors', people: [], infoHashes: [corn.infoHash] }, BY);
  expect(await publishing.publish({ bytes: corn.bytes, groups: [] }, ada)).toEqual({ kind: 'hidden' });
  expect(calls).toEqual([]);
});
