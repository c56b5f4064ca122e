/** Who is told of by a verb that is not said twice: "X was freed in November and Y in June", "A was freed, and B was not". */
import { resolveDate } from '#language/dates.ts';
import type { FoundDate } from '#language/dates.ts';
import type { FoundCue } from '#language/lexicon.ts';
import type { ClaimEvent, EventDay, Modality } from '#core/claim.ts';
import { isOld, liesAhead } from './date.ts';
import { formOf, isFirm } from './form.ts';
import { agencyIn } from './media.ts';
import { modalityOf } from './modality.ts';
import type { Teller } from './pointed.ts';
import { quoteOf } from './quote.ts';
import { REACH, listOf, touches } from './sentence.ts';
import type { Person, Range, Sentence } from './sentence.ts';
import type { Reading } from './settle.ts';
import { whomOf } from './whom.ts';
import { isOf, wordAt } from './word.ts';
import { saidAt } from '#core/entry.ts';
import type { Entry, EntryField } from '#core/entry.ts';
import type { SituationRules } from '#core/situation-rules.ts';

/** What a sentence tells of those who stand behind its verb with a day or a "not" of their own. */
export function readElided(
  sentence: Sentence,
  entry: Entry,
  field: EntryField,
  speaker: Teller,
  rules: SituationRules,
): readonly Reading[] {
  if (sentence.question) return [];
  const found = new Map<string, Reading>();
  for (const cue of listOf(sentence, 'event')) {
    const event = cue.cue.what;
    if (event === 'held' || !Object.hasOwn(rules.events, event)) continue;
    for (const person of behind(sentence, cue)) {
      const { subject } = person.is;
      const tail = tailOf(sentence, person);
      if (tail === null || found.has(`${subject} ${event}`)) continue;
      const told = toldOf(sentence, cue, event, subject);
      if (told === null || (tail.isNot && told === 'promise')) continue;
      const reading = readingOf(sentence, entry, { cue, event, subject, told, tail });
      if (reading === null) continue;
      const by = speaker(cue, reading.modality);
      found.set(`${subject} ${event}`, { ...reading, field, speaker: by });
    }
  }
  return [...found.values()];
}

type Watched = Range<Extract<Person, { readonly kind: 'watched' }>>;

/** Captives behind the event, each at the head of what is told of them, with nothing else told before. */
function behind(sentence: Sentence, cue: FoundCue): readonly Watched[] {
  const found: Watched[] = [];
  for (const { first, last, is } of sentence.people) {
    if (first <= cue.last) continue;
    if (is.kind === 'kin') break;
    if (is.kind !== 'watched' || is.group) continue;
    const opens = openingOf(sentence, first);
    if (opens === null || opens <= cue.last || !isBare(sentence, cue.last + 1, first - 1)) continue;
    found.push({ first, last, is });
  }
  return found;
}

/** Where "and", "while" or a comma before a name stands; null where something else does. */
function openingOf(sentence: Sentence, name: number): number | null {
  for (let at = name; at > 0 && name - at <= REACH.name; at -= 1) {
    if (sentence.clause[at] !== sentence.clause[at - 1]) return at;
    const before = { first: at - 1, last: at - 1 };
    if (touches(listOf(sentence, 'and', 'boundary'), before)) return at - 1;
    if (!touches(listOf(sentence, 'called', 'article'), before)) return null;
  }
  return null;
}

/** Days, places and names, and no verb: what was told first goes on. */
function isBare(sentence: Sentence, first: number, last: number): boolean {
  for (let at = first; at <= last; at += 1) {
    const word = { first: at, last: at };
    if (touches(listOf(sentence, 'event', 'governs', 'reporting', 'relative', 'kin'), word)) return false;
    if (touches(listOf(sentence, 'boundary', 'not', 'copula'), word)) continue;
    if (isOf(wordAt(sentence, at), 'unknown', 'verb', 'saying')) return false;
  }
  return true;
}

interface Tail {
  readonly isNot: boolean;
  readonly date: FoundDate | null;
}

/** What stands behind a name up to the next comma, where it is a day alone, or a "not" alone. */
function tailOf(sentence: Sentence, person: Watched): Tail | null {
  const { tokens, clause } = sentence;
  const first = person.last + 1;
  if (first >= tokens.length) return null;
  // "Y – a day later": the dash stands for the verb.
  const own = clause[first] ?? 0;
  let last = first;
  while (last + 1 < tokens.length && clause[last + 1] === own) {
    const next = sentence.people.find((one) => one.first > last && one.first <= last + REACH.name + 1);
    const joins = touches(listOf(sentence, 'and', 'boundary'), { first: last + 1, last: last + 1 });
    if (joins && next !== undefined) break;
    last += 1;
  }
  if (own !== clause[person.last] && !/^\s*[–—-]\s/u.test(sentence.text.slice(tokens[person.last]?.end ?? 0)))
    return null;
  const range = { first, last };
  if (touches(listOf(sentence, 'event', 'governs', 'reporting', 'relative', 'kin'), range)) return null;
  if (touches(sentence.people, range)) return null;
  const date = sentence.dates.find((one) => touches([one], range)) ?? null;
  const nots = listOf(sentence, 'not');
  const isNot = touches(nots, range) || touches(listOf(sentence, 'no'), { first: last, last });
  for (let at = first; at <= last; at += 1) {
    const word = { first: at, last: at };
    const text = tokens[at]?.text ?? '';
    if (touches(listOf(sentence, 'since'), word)) return null;
    if (isNot) {
      const little = text.length <= 3 || touches([...nots, ...listOf(sentence, 'copula', 'equals')], word);
      if (!little) return null;
      continue;
    }
    const fits = isOf(wordAt(sentence, at), 'date', 'preposition', 'little');
    // "A day later"
    const closes = at === last && at > first && wordAt(sentence, at - 1) === 'date';
    const counts = touches(listOf(sentence, 'count', 'pair', 'earlier'), word);
    if (!fits && !closes && !counts) return null;
  }
  if (isNot) return { isNot, date: null };
  const later = touches(listOf(sentence, 'setting'), range) && last > first;
  return date === null && !later ? null : { isNot, date };
}

/** As what the first of them is told, where that is beyond doubt. */
function toldOf(sentence: Sentence, cue: FoundCue, event: ClaimEvent, subject: string): Modality | null {
  const form = formOf(sentence, cue);
  const { modality, sure } = modalityOf(sentence, cue);
  if (!sure || (modality !== 'fact' && modality !== 'promise')) return null;
  if (modality === 'fact' && !isFirm(form)) return null;
  const whom = whomOf(sentence, cue, event);
  const clear = whom.clear || modality === 'promise';
  return clear && whom.subjects.length > 0 && !whom.subjects.includes(subject) ? modality : null;
}

function readingOf(
  sentence: Sentence,
  entry: Entry,
  elided: {
    readonly cue: FoundCue;
    readonly event: ClaimEvent;
    readonly subject: string;
    readonly told: Modality;
    readonly tail: Tail;
  },
): Omit<Reading, 'field'> | null {
  const { cue, event, subject, told, tail } = elided;
  const { date } = tail;
  const statedAt = saidAt(entry);
  const eventAt: EventDay | null =
    date === null ? null : resolveDate(date.date, statedAt, told === 'promise' ? 'ahead' : 'behind');
  if (told === 'fact' && eventAt !== null && liesAhead(eventAt, statedAt)) return null;
  return {
    subject,
    event,
    modality: tail.isNot ? 'denial' : told,
    speaker: null,
    via: agencyIn(sentence, entry.source),
    quote: quoteOf(sentence),
    eventAt,
    background: told === 'fact' && eventAt !== null && isOld(eventAt, statedAt),
    rule: `${sentence.lexicon.language}: ${cue.cue.written}, not said twice`,
    indirect: false,
    called: false,
    sure: true,
  };
}
