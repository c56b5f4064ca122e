/** The shape of watchlist.yaml. What it means is in config/watchlist.yaml itself and in docs/configuration.md. */
import { z } from 'zod';
import { MODALITIES } from '#core/claim.ts';
import { ROLES } from '#core/watchlist.ts';
import { STRENGTHS } from '#core/recognition.ts';

const Id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'an id is small letters, digits and hyphens');

/** Whose voice: a word of one's own, or `state:Russia` as the media of that state have it (core/feed.ts, originOf). */
const Voice = z
  .string()
  .regex(/^(?:[a-z][a-z0-9-]*|state:\p{Lu}[\p{L} ]*)$/u, 'a voice is a word such as hamas, or state:Russia');

/** Display names by language tag; English is always there. */
const Names = z
  .record(z.string().regex(/^[a-z]{2,3}$/, 'a language tag such as en'), z.string().min(1))
  .refine((names) => 'en' in names, {
    message: 'there is no English display name (en)',
  });

/** Terms by language tag, parted by commas. */
const Terms = z.record(z.string().regex(/^[a-z]{2,3}$/, 'a language tag such as en'), z.string().min(1));

const NamePart = z.union([
  z.string(),
  z.strictObject({ name: z.string(), also: z.array(z.string()).default([]) }),
]);

const Common = {
  id: Id,
  names: Names,
  relatives: z.array(Id).default([]),
  role: z.enum(ROLES).optional(),
  authorityFor: z.array(z.union([Id, z.literal('*')])).default([]),
  voice: Voice.optional(),
  asPrinted: z.boolean().default(false),
  dossiers: z.array(z.string().min(1)).min(1, 'name at least one dossier that it comes from'),
  needs: z.array(z.string()).default([]),
};

/** A person: given names and a surname. */
export const PersonLines = z.strictObject({
  ...Common,
  kind: z.enum(['captive', 'official']),
  gender: z.enum(['m', 'f']),
  taken: z.iso.date('a day such as 2023-10-07').optional(),
  given: z.array(z.string()).default([]),
  surname: z.array(NamePart).min(1, 'a person needs a surname'),
  guarded: z.array(NamePart).default([]),
  strength: z.enum(STRENGTHS),
  declines: z.boolean().default(true),
  unique: z.boolean().default(false),
  head: z.boolean().default(false),
  fullNeeds: z.array(z.string()).default([]),
  vetoes: z.array(z.string()).default([]),
  never: z.array(z.string()).default([]),
  kin: z.array(z.string()).default([]),
});
/** A person as the file has him; what was left out is filled in. */
export type PersonLines = z.infer<typeof PersonLines>;

/** A group, body or place: terms, word groups, or words that meet. */
export const NamedLines = z.strictObject({
  ...Common,
  kind: z.enum(['group', 'body', 'place']),
  spokesmanOf: Id.optional(),
  terms: Terms.default({}),
  words: z.array(Id).default([]),
  meets: z.array(z.tuple([z.string(), z.string()])).default([]),
});
/** Such a one as the file has it; what was left out is filled in. */
export type NamedLines = z.infer<typeof NamedLines>;

/** One entry of `subjects`, told apart by its `kind`. */
export const SubjectLines = z.discriminatedUnion('kind', [PersonLines, NamedLines]);
/** Either, as the file has it; {@link isPerson} says which. */
export type SubjectLines = z.infer<typeof SubjectLines>;

/** Whether the lines are those of a person. */
export function isPerson(lines: SubjectLines): lines is PersonLines {
  return lines.kind === 'captive' || lines.kind === 'official';
}

const ConditionLines = {
  all: z.array(z.string()).min(1),
  not: z.array(z.string()).default([]),
  since: z.iso.date('a day such as 2023-10-07').optional(),
  near: z.enum(['sentence', 'neighbours', 'entry']).default('entry'),
};

const Told = z
  .string()
  .regex(
    new RegExp(`^[a-z][a-z0-9-]*(?:/(?:${MODALITIES.join('|')}))?$`, 'u'),
    `an event such as released, or one with its modality such as released/negotiation (${MODALITIES.join(', ')})`,
  );

/** One entry of `topics`. */
const TopicLines = z.strictObject({
  id: Id,
  names: Names,
  ...ConditionLines,
  /** What is told of people that belongs to it: an event, or an event and how it is told, `released/negotiation`. */
  tells: z.array(Told).default([]),
  dossiers: Common.dossiers,
});
/** One rule of `relevance`: what makes an entry worth more, or less. */
const RelevanceLines = z.strictObject({
  /** What people read of it: in English, or in several languages by their tags. */
  text: z.union([z.string().min(1), Names]),
  points: z.number().int(),
  ...ConditionLines,
});

/** The whole file. */
export const WatchlistFile = z.strictObject({
  /** What can happen to whom it watches: the name of a file in config/situations. */
  situations: Id.default('captivity'),
  words: z.record(Id, Terms).default({}),
  masks: Terms.default({}),
  bundles: z.record(Id, z.array(z.string()).min(1)).default({}),
  subjects: z.array(SubjectLines).min(1, 'watch at least one subject'),
  topics: z.array(TopicLines).default([]),
  relevance: z.strictObject({ alert: z.number(), digest: z.number(), rules: z.array(RelevanceLines).min(1) }),
  furniture: z
    .strictObject({
      phrase: z.array(z.string()).default([]),
      sentence: z.array(z.string()).default([]),
      rest: z.array(z.string()).default([]),
    })
    .default({ phrase: [], sentence: [], rest: [] }),
});
/** The file as read, before {@link loadWatchlist} checks what its parts say of each other. */
export type WatchlistFile = z.infer<typeof WatchlistFile>;
