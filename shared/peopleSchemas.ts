import { z } from 'zod';
import { infoHashSchema } from './model.ts';
import {
  MAX_GROUP_NAME_CHARACTERS,
  MAX_INVITATION_USES,
  MAX_LISTED,
  MAX_PERSON_NAME_CHARACTERS,
  PERSON_STATES,
  ROLES,
  SUSPICIONS,
} from './people.ts';

/** The people of a private tracker, their invitations and groups: commands about them, and the rows of their views. */

const key = z.string();
const count = z.number().int().nonnegative();
/** Milliseconds since the epoch. */
const at = z.number().int().nonnegative();
/** The key of a row: people, invitations and groups each count their own. */
const id = z.string().regex(/^\d{1,15}$/, 'is the key of a row');
const personName = z.string().trim().min(1).max(MAX_PERSON_NAME_CHARACTERS);
/** Checked for its length by the engine, which says what makes a good one. */
const password = z.string();
const role = z.enum(ROLES);
const groups = z.array(id).max(MAX_LISTED);
const infoHashes = z.array(infoHashSchema).max(MAX_LISTED);
const nothing = z.object({});
const byPerson = z.object({ person: id });

/** Announce URLs with a person's passkey: a tier for each address that others can reach, the best first. */
const trackers = z.array(z.array(z.string()));

export const peopleCommands = {
  /** Rejects with `name-taken`: names differ by more than case and accents. */
  'people.create': {
    params: z.object({
      name: personName,
      password,
      role: role.default('member'),
      expiresAt: at.optional(),
      groups: groups.default([]),
    }),
    result: z.object({ person: id, passkey: z.string() }),
  },
  /** What is left out stays as it is. Rejects with `person-unknown`, like all that name one. */
  'people.change': {
    params: byPerson.extend({
      name: personName.optional(),
      password: password.optional(),
      role: role.optional(),
      isDisabled: z.boolean().optional(),
      /** null: never. */
      expiresAt: at.nullable().optional(),
      groups: groups.optional(),
      /** Takes back what their announces made suspicious. */
      clearSuspicions: z.literal(true).optional(),
    }),
    result: nothing,
  },
  /** With all their figures. Their clients are refused from the next announce on. */
  'people.remove': { params: byPerson, result: nothing },
  /** Lets in who registered and waits; does nothing for others. */
  'people.approve': { params: byPerson, result: nothing },
  /** The old passkey is refused at once. */
  'people.resetPasskey': { params: byPerson, result: z.object({ passkey: z.string() }) },
  'people.links': { params: byPerson, result: z.object({ passkey: z.string(), trackers }) },
  /** A share's links as this person is to use them. Rejects with `share-unknown` for one they may not see. */
  'people.torrent': {
    params: byPerson.extend({ infoHash: infoHashSchema }),
    result: z.object({ fileName: z.string(), base64: z.string(), magnet: z.string() }),
  },
  /** Whether what is downloaded of these torrents counts against nobody's ratio. */
  'people.setFreeLeech': { params: z.object({ infoHashes, isFree: z.boolean() }), result: nothing },
  'invitations.create': {
    params: z.object({
      role: role.default('member'),
      uses: z.number().int().min(1).max(MAX_INVITATION_USES).default(1),
      expiresAt: at,
      needsApproval: z.boolean().default(false),
      /** That whoever registers with it is in. */
      groups: groups.default([]),
    }),
    result: z.object({ invitation: id, code: z.string(), urls: z.array(z.string()) }),
  },
  /** Who registered with it stays. */
  'invitations.revoke': { params: z.object({ invitation: id }), result: nothing },
  /**
   * A torrent that is in a group is seen by the people of its groups and by admins; one that is in none by everyone. Without
   * `group` a new one is made; otherwise what is left out stays as it is.
   */
  'groups.save': {
    params: z.object({
      group: id.optional(),
      name: z.string().trim().min(1).max(MAX_GROUP_NAME_CHARACTERS),
      infoHashes: infoHashes.optional(),
      people: z.array(id).max(MAX_LISTED).optional(),
    }),
    result: z.object({ group: id }),
  },
  'groups.remove': { params: z.object({ group: id }), result: nothing },
} as const;

/** Transfers as the person's clients announced them. */
const transfers = {
  uploadedBytes: count,
  downloadedBytes: count,
  /** Of the downloaded bytes, those that count against the ratio: not what was free. */
  chargedBytes: count,
  /** Uploaded by charged; absent while nothing is charged. */
  ratio: z.number().nonnegative().optional(),
};

export const personRowSchema = z.object({
  key,
  name: z.string(),
  role,
  state: z.enum(PERSON_STATES),
  ...transfers,
  /** Summed over torrents; several PCs that seed one torrent at the same time count once. */
  seededSeconds: count,
  /** Torrents that clients of theirs are downloading now, and seeding now. */
  activeDownloads: count,
  activeSeeds: count,
  /** Of a client. */
  lastSeenAt: at.optional(),
  createdAt: at,
  expiresAt: at.optional(),
  groups: z.array(z.object({ key, name: z.string() })),
  suspicions: z.array(z.enum(SUSPICIONS)),
});
export type PersonRow = z.infer<typeof personRowSchema>;

export const personTorrentRowSchema = z.object({
  /** The info-hash. */
  key,
  /** Absent for a torrent whose name is not known. */
  name: z.string().optional(),
  ...transfers,
  seededSeconds: count,
  completedAt: at.optional(),
  lastSeenAt: at,
  /** Clients of this person that are in the swarm now. */
  clients: count,
  /** Still to be seeded before the rules are content; absent when nothing is owed. */
  owedSeconds: count.optional(),
});
export type PersonTorrentRow = z.infer<typeof personTorrentRowSchema>;

export const invitationRowSchema = z.object({
  key,
  role,
  usesLeft: count,
  uses: count,
  expiresAt: at,
  isExpired: z.boolean(),
  needsApproval: z.boolean(),
  groups: z.array(z.object({ key, name: z.string() })),
  createdAt: at,
  /** An address, the name of a token, or nothing; and how they came. */
  createdBy: z.object({ kind: z.string(), name: z.string().optional() }),
  code: z.string(),
  /** Where it is taken up: the same page at each address that others can reach, the best first. */
  urls: z.array(z.string()),
});
export type InvitationRow = z.infer<typeof invitationRowSchema>;

export const groupRowSchema = z.object({
  key,
  name: z.string(),
  people: z.array(z.object({ key, name: z.string() })),
  /** Without a name where it is not known. */
  /** One that went stays, so that it comes back for the same people; it has no name then. */
  torrents: z.array(z.object({ key, name: z.string().optional(), isShared: z.boolean() })),
});
export type GroupRow = z.infer<typeof groupRowSchema>;
