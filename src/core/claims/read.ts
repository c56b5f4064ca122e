/**
 * Reads claims out of an entry: who said what of whom, field by field, sentence by sentence (field). In doubt it reads nothing: a
 * "released" that is none hurts more than one that comes later. Where what is done, in this order:
 *
 * - what a sentence holds: sentence, people (named, cast, media, role, kin, citizenship), range, word; events by their name: captivity;
 *   what is left out of it and read by itself: attribute
 * - whose its events are: events, whom (side, order, list, both, along, pointed, pointer, named, antecedent, participle, elided, except,
 *   meant, owner, strangers), and whether beyond doubt: theirs (object, case), others; then a second, generous reading: generous
 * - as what they are told: form, modality (around, denied, opened, after, before, body, hoped, maybe, absent, foretold), surely, untrue
 * - when they were: date, past
 * - who says it: speaker (doer, printed, relation, spoken, quote)
 * - what the text says when all is read: settle; what goes without saying: implied; what may be meant by weight: weigh (signs, weights); how it is kept: record
 */
import type { Lexicon } from '#language/lexicon.ts';
import type { Claim } from '#core/claim.ts';
import { castOf } from './cast.ts';
import { datesBack } from './date.ts';
import { readingOf } from './events.ts';
import type { Passed, Witness } from './events.ts';
import { NOTHING_SAID, readField } from './field.ts';
import { foretelling } from './foretold.ts';
import { withImplied } from './implied.ts';
import { createMediaFinder } from './media.ts';
import { meantByTitle } from './meant.ts';
import { toClaim } from './record.ts';
import type { Sentence } from './sentence.ts';
import { settle } from './settle.ts';
import type { Reading } from './settle.ts';
import { spokesmanOfBody } from './speaker.ts';
import { tellOf } from './spoken.ts';
import { takeBack, takesBack } from './untrue.ts';
import { candidatesOf, likelyOf } from './weigh.ts';
import { ENTRY_FIELDS, saidAt } from '#core/entry.ts';
import type { Entry } from '#core/entry.ts';
import type { Source } from '#core/feed.ts';
import { CAPTIVITY } from '#core/situation-rules.ts';
import type { Verdict } from '#core/verdict.ts';
import type { Watchlist } from '#core/watchlist.ts';

/** What stays the same for all entries. */
export interface ClaimReaderDeps {
  /** By language tag. What is in another language is not read. */
  readonly lexicons: Pick<ReadonlyMap<string, Lexicon>, 'get'>;
  readonly watchlist: Pick<Watchlist, 'subjects' | 'rules'>;
  /** By source id: agencies, and which state's voice a medium is. */
  readonly sources: ReadonlyMap<string, Source>;
}

/** So many events that no rule tied to anybody are weighed, each against all others. */
const MOST_WEIGHED = 200;

/** Makes the reader of claims. It reads entries that classify found relevant, by the mentions found there. */
export function createClaimReader(
  deps: ClaimReaderDeps,
  witness: Witness | null = null,
): (entry: Entry, verdict: Verdict) => readonly Claim[] {
  const { watchlist, sources } = deps;
  const rules = watchlist.rules ?? CAPTIVITY;
  const findMedia = createMediaFinder(sources.values());
  return (entry, verdict) => {
    const lexicon = deps.lexicons.get(verdict.language);
    if (lexicon === undefined) return [];
    const cast = castOf(entry, verdict.mentions, lexicon, watchlist);
    const tools = { entry, verdict, lexicon, watchlist, sources, rules, cast, findMedia, witness };
    const readings: Reading[] = [];
    const passed: Passed[] = [];
    const sentences: Sentence[] = [];
    const spoken = new Set<string>();
    let thread = NOTHING_SAID;
    let titles = 0;
    for (const field of ENTRY_FIELDS) {
      const read = readField(tools, field, thread);
      // What the headline tells is what the first sentences tell.
      if (field === 'lead' && read.saidBack !== null)
        tellOf(readings, 0, { speaker: read.saidBack, via: null });
      const [opening] = read.sentences;
      if (opening !== undefined && takesBack(opening, sentences.at(-1))) {
        const [denier = null] = read.spoken;
        takeBack(readings, [0, readings.length], denier, rules);
      }
      readings.push(...read.readings);
      passed.push(...read.passed);
      sentences.push(...read.sentences);
      read.spoken.forEach((one) => spoken.add(one));
      thread = read.thread;
      if (field !== 'title') continue;
      titles = sentences.length;
      thread = { ...thread, meant: meantByTitle(thread.meant, read.sentences, read.unclear) };
    }
    const dated = sentences.some((sentence) => datesBack(sentence, saidAt(entry)));
    const voiceOf = (id: string): string | null => {
      const voice = watchlist.subjects.get(id)?.voice ?? null;
      return voice === id ? null : voice;
    };
    // "Freed hostage X", and nothing that dates it back: so a release may be told for the first time.
    const fresh = (
      dated ? readings : readings.map((one) => (one.called ? { ...one, background: false } : one))
    ).map(foretelling(readings, passed, new Set(sentences.slice(0, titles))));
    const isOffice = (id: string): boolean => {
      const subject = watchlist.subjects.get(id);
      return subject?.kind === 'body' && subject.spokesmanOf === undefined;
    };
    const isCaptor = (id: string): boolean => watchlist.subjects.get(id)?.role === 'captor';
    const settled = settle(fresh, voiceOf, isOffice, isCaptor).map((one) =>
      spokesmanOfBody(one, spoken, voiceOf),
    );
    const candidates = candidatesOf(passed.slice(0, MOST_WEIGHED), { sentences, titles, readings: settled });
    witness?.weighed?.(candidates);
    return [
      ...withImplied(settled, rules).map((reading) => toClaim(deps, entry, reading, false)),
      ...likelyOf(candidates).map(({ passed: one, subject, modality, chance }) => {
        const reading = readingOf({ ...one, modality }, entry, subject, [subject]);
        const rule = `${reading.rule}, weighed ${chance.toFixed(2)}`;
        return toClaim(deps, entry, { ...reading, rule }, true);
      }),
    ];
  };
}
