/** What we watch: people, groups, bodies and places (subjects) and topics. Compiled spellings live elsewhere. */
import { grammarOf } from '#language/grammar.ts';
import type { SituationRules } from './situation-rules.ts';

/** `group`: people told of without their names; `body`: an organisation, never a corpse; only a captive has a situation that is followed. */
export const SUBJECT_KINDS = ['captive', 'group', 'official', 'body', 'place'] as const;
/** One of {@link SUBJECT_KINDS}. */
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/**
 * What a subject is when it speaks. `captor`: its word alone never confirms and never makes anybody dead.
 * `authority`: what it states as fact about those it answers for is confirmed at once. `family`: the same for its own.
 */
export const ROLES = ['captor', 'authority', 'family', 'official', 'outlet'] as const;
/** One of {@link ROLES}. */
export type Role = (typeof ROLES)[number];

/** One watched person, group, body or place. */
export interface Subject {
  readonly id: string;
  readonly kind: SubjectKind;
  /** Display name per language tag; `en` is always there: {en: 'Alexander (Sasha) Trufanov', ru: 'Александр (Саша) Труфанов'}. */
  readonly names: Readonly<Record<string, string>>;
  /** Of a person, for languages that need it; null where it is not known, or there is none. */
  readonly gender: 'm' | 'f' | null;
  /** The day on which a captive was taken, `YYYY-MM-DD`: by it "freed after 54 days in captivity" has a day. Left out: not known. */
  readonly taken?: string;
  /** Ids of subjects that share the surname or household. */
  readonly relatives: readonly string[];
  /** Null when it never speaks (a place). */
  readonly role: Role | null;
  /** Ids of captives whose facts this authority or family member confirms; `*` for every captive. */
  readonly authorityFor: readonly string[];
  /**
   * Whose voice it is, where several count as one origin: a state's with its media (`state:Russia`, as `originOf` in feed.ts
   * has it), an official's with his body (`hamas`); null: an origin of its own.
   */
  readonly voice: string | null;
  /** An office of another subject: what is written for programs names it as the text does, and not by its id. Left out: no. */
  readonly asPrinted?: boolean;
  /** Id of the body for which a man speaks who is nobody else to us: named beside it, the words are his. Left out: none. */
  readonly spokesmanOf?: string;
  /** Ids of the dossiers in seeds/ that it comes from. */
  readonly dossiers: readonly string[];
}

/** A watched matter: terms per language and how they combine. */
export interface Topic {
  readonly id: string;
  readonly names: Readonly<Record<string, string>>;
  /** What is told of people that belongs to it: `talks`, or with how it is told `released/negotiation`. Left out: no claim does. */
  readonly tells?: readonly string[];
  readonly dossiers: readonly string[];
}

/** The whole watch, by id. */
export interface Watchlist {
  readonly subjects: ReadonlyMap<string, Subject>;
  readonly topics: ReadonlyMap<string, Topic>;
  /** What can happen to whom it watches, and what of it counts; those of captivity where it is left out. */
  readonly rules?: SituationRules;
  /** Why something concerns it, as verdicts say it in English → by language tag. Left out where English is all there is. */
  readonly reasons?: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** The name to show a reader of `language`, falling back to English. */
export function displayName(subject: Pick<Subject, 'id' | 'names'>, language: string): string {
  return subject.names[language] ?? subject.names['en'] ?? subject.id;
}

/** Whose word something is, for programs: a subject's id, an office as the text prints it (in Russian and Ukrainian by its basic name), or the name printed. */
export function spokenAs(
  speaker: string | null,
  mentions: readonly { readonly subject: string; readonly surface: string }[],
  { subjects }: Pick<Watchlist, 'subjects'>,
  language: string,
): string | null {
  const subject = speaker === null ? undefined : subjects.get(speaker);
  if (subject?.asPrinted !== true) return speaker;
  // "В Армии обороны Израиля": printed in a case in which no name stands alone.
  if (grammarOf(language).hasCases) return displayName(subject, language);
  return (
    mentions.find((mention) => mention.subject === subject.id)?.surface ?? displayName(subject, language)
  );
}
