/** What a story comes to, as one sentence in our own words: who says what of whom. */
import type { Claim } from '#core/claim.ts';
import type { Locale } from '#core/locale.ts';
import type { Inline } from '#core/message.ts';
import type { Saying } from '#core/saying.ts';
import type { Standing } from '#core/situation.ts';
import type { Story } from '#core/story.ts';
import { displayName } from '#core/watchlist.ts';
import type { Subject, SubjectKind, Watchlist } from '#core/watchlist.ts';
import type { StoryContext } from './alert.ts';
import { inlines } from './build.ts';
import type { Words } from './build.ts';
import { choice, claimWords, genderOf, sourceName } from './words.ts';

/** Names and speakers in one sentence; the rest is counted. */
const NAMED = 3;

/** "Musa Abu Marzouk promises the release of Alexander (Sasha) Trufanov." A promise is never worded like a fact. */
export function sayingWords(
  saying: Saying,
  standing: Standing | null,
  story: Pick<Story, 'entries'>,
  context: StoryContext,
): readonly Inline[] {
  const { locale, watchlist } = context;
  const { called } = watchlist.rules?.events[saying.event] ?? { called: null };
  const who = voicesOf(saying.claims, story, context);
  const subjects = knownIn(saying.subjects, watchlist);
  const filling = {
    who: who.words,
    voice: who.several ? 'many' : 'one',
    names: namesOf(subjects, locale),
    gender: subjects.length > 1 ? 'many' : genderOf(subjects[0]),
    // A watch that has a word of its own for an event is not given ours.
    event: called === null ? choice(saying.event) : 'other',
    word: called?.[locale.language] ?? called?.['en'] ?? saying.event,
  };
  const claim = claimWords(saying, locale, watchlist.rules);
  // Publishers do not promise and do not deny: they report that somebody does. Nor are all of a group meant, who has no names.
  const byOthers = who.publishers && saying.modality !== 'fact';
  const ofGroup = saying.modality === 'fact' && subjects.some(({ kind }) => kind === 'group');
  const claimed = saying.modality === 'fact' && saying.captors && standing !== 'confirmed';
  const said =
    byOthers || ofGroup
      ? locale.say('saying.told', { ...filling, claim, modality: saying.modality })
      : claimed
        ? locale.say('saying.claimed', filling)
        : locale.say(`saying.${saying.modality}`, filling);
  const sure = standing === 'reported' && !claimed ? locale.say('saying.notConfirmed', { said }) : said;
  if (saying.denials.length === 0) return capital(sure, locale);
  const deniers = voicesOf(saying.denials, story, context);
  return capital(
    locale.say('saying.denied', {
      said: sure,
      who: capital(inlines(deniers.words), locale),
      voice: deniers.several ? 'many' : 'one',
    }),
    locale,
  );
}

/** A story in which nothing is claimed: its topic, and who is named in it. */
export function aboutWords(story: Story, { locale, watchlist }: StoryContext): readonly Inline[] {
  const [first] = story.topics.flatMap((id) => watchlist.topics.get(id) ?? []);
  const known = knownIn(story.subjects, watchlist).filter(({ kind }) => kind !== 'place');
  // "On Russia and Hamas; named: Hamas" says nothing more than "On Russia and Hamas".
  const named = first === undefined ? known : known.filter(({ kind }) => kind !== 'body');
  const names = namesOf(
    named.toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind)),
    locale,
  );
  if (first === undefined)
    return named.length === 0 ? locale.say('saying.nothing') : locale.say('saying.about', { names });
  const topic = displayName(first, locale.language);
  return named.length === 0
    ? locale.say('saying.topic', { topic })
    : locale.say('saying.topicAbout', { topic, names });
}

/** Whom a reader looks for first. */
const KINDS: readonly SubjectKind[] = ['captive', 'group', 'official', 'body', 'place'];

/** The publisher whose word the sentence is, where it names one and no other; null otherwise. */
export function onlyPublisher({ claims, denials }: Saying): string | null {
  const [claim] = claims;
  return claims.length === 1 && denials.length === 0 && claim?.speaker === null ? claim.source : null;
}

interface Voices {
  readonly words: Words;
  readonly several: boolean;
  /** Nobody but publishers. */
  readonly publishers: boolean;
}

/** Speakers by name, then the publishers that say it themselves: one by name, several by their number. */
function voicesOf(
  claims: readonly Claim[],
  { entries }: Pick<Story, 'entries'>,
  { locale, watchlist, sources }: StoryContext,
): Voices {
  const languages = new Map(entries.map(({ entry, language }) => [entry, language]));
  const named: Words[] = [];
  const publishers: Claim[] = [];
  for (const claim of claims) {
    const speaker = claim.speaker === null ? undefined : watchlist.subjects.get(claim.speaker);
    if (speaker !== undefined) named.push(displayName(speaker, locale.language));
    // A name as printed in another language is not one that the reader knows.
    else if (claim.speaker !== null && isReadable(claim, languages, locale)) named.push(claim.speaker);
    else publishers.push(claim);
  }
  const shown = named.slice(0, NAMED);
  const origins = new Set(publishers.map(({ origin }) => origin)).size;
  const rest = named.length - shown.length + origins;
  const [first] = publishers;
  if (shown.length === 0 && first !== undefined && origins === 1)
    return { words: sourceName(first.source, sources, locale), several: false, publishers: true };
  if (shown.length === 0)
    return { words: locale.say('saying.sources', { n: rest }), several: rest > 1, publishers: true };
  if (rest > 0) shown.push(locale.say('saying.moreSources', { n: rest }));
  return { words: locale.list(shown), several: shown.length > 1, publishers: false };
}

function isReadable({ from }: Claim, languages: ReadonlyMap<string, string>, locale: Locale): boolean {
  return from.kind === 'entry' && languages.get(from.entry) === locale.language;
}

function knownIn(ids: readonly string[], { subjects }: Pick<Watchlist, 'subjects'>): readonly Subject[] {
  return ids.flatMap((id) => subjects.get(id) ?? []);
}

/** "A, B and C", "A, B, C and 4 more" */
export function namesOf(
  named: readonly Pick<Subject, 'id' | 'names'>[],
  locale: Locale,
  most = NAMED,
): readonly Inline[] {
  const names = named.map((one) => displayName(one, locale.language));
  // One more by name is as short as "and 1 more".
  return names.length <= most + 1
    ? locale.list(names)
    : locale.say('saying.namesMore', { names: names.slice(0, most).join(', '), n: names.length - most });
}

/** With a capital letter in front, as a sentence has it: "the Kremlin" is our name for it. */
function capital(words: readonly Inline[], locale: Locale): readonly Inline[] {
  const [first, ...rest] = words;
  if (first?.kind !== 'text') return words;
  const [letter = ''] = first.text;
  const text = letter.toLocaleUpperCase(locale.language) + first.text.slice(letter.length);
  return [{ kind: 'text', text }, ...rest];
}
