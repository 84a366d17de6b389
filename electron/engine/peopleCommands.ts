import type { Actor } from '../../shared/actor.ts';
import type { CommandName, CommandResult, ParsedParams } from '../../shared/contract.ts';
import { GranaryError } from './errors.ts';
import type { People } from './people/people.ts';
import type { PersonalLinks } from './shares/personalLinks.ts';
import type { ShareLibrary } from './shares/shareLibrary.ts';

export interface PeopleCommandDeps {
  readonly people: People;
  readonly library: Pick<ShareLibrary, 'find'>;
  readonly personalLinks: PersonalLinks;
}

type PeopleCommand = Extract<CommandName, `people.${string}` | `invitations.${string}` | `groups.${string}`>;

type PeopleHandlers = {
  readonly [Name in PeopleCommand]: (
    params: ParsedParams<Name>,
    by: Actor,
  ) => Promise<CommandResult<Name>> | CommandResult<Name>;
};

/** What can be done with the people of a private tracker. */
export function peopleCommands({ people, library, personalLinks }: PeopleCommandDeps): PeopleHandlers {
  const numbers = (ids: readonly string[]): number[] => ids.map(Number);
  return {
    'people.create': async ({ groups, expiresAt, ...draft }, by) => {
      const person = await people.create({ ...draft, expiresAt, groups: numbers(groups) }, by);
      return { person: String(person.id), passkey: person.passkey };
    },
    'people.change': async ({ person, ...changes }, by) => {
      await people.change(Number(person), changesOf(changes), by);
      return {};
    },
    'people.remove': ({ person }, by) => {
      people.remove(Number(person), by);
      return {};
    },
    'people.approve': ({ person }, by) => {
      people.approve(Number(person), by);
      return {};
    },
    'people.resetPasskey': ({ person }, by) => ({ passkey: people.resetPasskey(Number(person), by).passkey }),
    'people.links': ({ person }) => {
      const { passkey } = people.get(Number(person));
      return { passkey, trackers: personalLinks.trackers(passkey) };
    },
    'people.torrent': ({ person: id, infoHash }) => {
      const person = people.get(Number(id));
      const share = library.find(infoHash);
      if (share === undefined || !people.groups.sees(person, infoHash)) throw notShared(infoHash);
      const { torrent } = share;
      const links = personalLinks.linksOf(person.passkey);
      return {
        fileName: `${torrent.info.name}.torrent`,
        base64: Buffer.from(links.torrentFile(torrent)).toString('base64'),
        magnet: links.magnet(torrent.info),
      };
    },
    'people.setFreeLeech': ({ infoHashes, isFree }, by) => {
      people.setFreeLeech(infoHashes, isFree, by);
      return {};
    },
    'invitations.create': ({ groups, ...draft }, by) => {
      const { id, code } = people.invite({ ...draft, groups: numbers(groups) }, by);
      return { invitation: String(id), code, urls: personalLinks.invitationUrls(code) };
    },
    'invitations.revoke': ({ invitation }, by) => {
      people.revoke(Number(invitation), by);
      return {};
    },
    'groups.save': ({ group, name, infoHashes, people: members }, by) => {
      const id = group === undefined ? undefined : Number(group);
      const saved = people.saveGroup({ id, name, infoHashes, people: members && numbers(members) }, by);
      return { group: String(saved.id) };
    },
    'groups.remove': ({ group }, by) => {
      people.removeGroup(Number(group), by);
      return {};
    },
  };
}

/** What is left out is not in it; `null` has become no time at all. */
function changesOf(changes: Omit<ParsedParams<'people.change'>, 'person'>): Parameters<People['change']>[1] {
  const { name, password, role, isDisabled, expiresAt, groups, clearSuspicions } = changes;
  return {
    ...(name !== undefined && { name }),
    ...(password !== undefined && { password }),
    ...(role !== undefined && { role }),
    ...(isDisabled !== undefined && { isDisabled }),
    ...(expiresAt !== undefined && { expiresAt: expiresAt ?? undefined }),
    ...(groups !== undefined && { groups: groups.map(Number) }),
    ...(clearSuspicions !== undefined && { clearSuspicions }),
  };
}

/** As for a torrent that is not here at all. */
function notShared(infoHash: string): GranaryError {
  return new GranaryError('share-unknown', `nothing with the info-hash ${infoHash} is shared here`, {
    hint: 'see what is shared with: granary list',
  });
}
