import type { Sentence } from '#core/claims/sentence.ts';
import type { Claim } from '#core/claim.ts';
import type { Witness } from '#core/claims/events.ts';
import { balanceOf } from '#core/claims/weigh.ts';
import type { Balance } from '#core/claims/weigh.ts';
import { readDay } from '#core/day.ts';
import type { Entry } from '#core/entry.ts';
import type { Source } from '#core/feed.ts';
import { HOUR } from '#core/spans.ts';
import type { Knowledge } from '../knowledge.ts';
import { Misuse, openSession, print, printJson } from './session.ts';
import type { GlobalOptions } from './session.ts';

/** What `wirewatch explain` takes beside the sentence. */
export interface ExplainOptions extends GlobalOptions {
  /** Language tag; found out when missing. */
  readonly lang?: string;
  /** Day of printing, `YYYY-MM-DD`; today when missing. */
  readonly date?: string;
}

/** A lexicon line longer than this is cut where people read it, UTF-16 units. */
const LONGEST_CUE = 60;

/** A sentence as it is read. */
interface Explained {
  readonly sentence: string;
  /** The words found, with what each is. */
  readonly found: { readonly words: string; readonly is: string }[];
  /** What was decided of each event, and why nothing where nothing was. */
  readonly decided: { readonly words: string; readonly decision: string }[];
}

/**
 * `wirewatch explain SENTENCE`: the cues found in it with the list of the lexicon each comes from, what was decided of each
 * event, and the claims that come of it.
 *
 * @throws Misuse when the date is none.
 */
export async function explain(text: string, options: ExplainOptions): Promise<void> {
  if (text.trim() === '')
    throw new Misuse('Which sentence? For example: wirewatch explain "Hamas released Maxim Herkin"');
  const at = options.date === undefined ? Date.now() : noonOf(options.date);
  const { settings, knowledge } = await openSession(options);
  const read = explainText(knowledge, settings.sources, text, options.lang ?? null, at);
  if (options.json === true) printJson(read);
  else print(toLines(read, unreadBecause(read.language, knowledge.claimLanguages)).join('\n'));
}

/** @throws Misuse when that is no day */
function noonOf(written: string): number {
  const day = readDay(written);
  if (day === null) throw new Misuse(`--date ${written} is no day; write it as YYYY-MM-DD, 2025-02-15.`);
  return day + 12 * HOUR;
}

/** Why no sentence of a text was read. */
function unreadBecause(language: string, languages: readonly string[]): string {
  if (languages.includes(language))
    return (
      'Nobody of the watchlist is named in it, so it is not read. A name that others have too counts only beside what makes it his: ' +
      'a hostage, Gaza, somebody else of the watchlist.'
    );
  return (
    `There is no lexicon for ${language === 'und' ? 'a language that is not known' : `"${language}"`}; there is one for ` +
    `${languages.toSorted().join(', ')}. Another one is said with --lang.`
  );
}

interface Reading {
  readonly language: string;
  readonly sentences: readonly Explained[];
  readonly claims: readonly Pick<
    Claim,
    'subject' | 'event' | 'modality' | 'speaker' | 'via' | 'eventAt' | 'background' | 'rule' | 'weighed'
  >[];
  /** What the rules tied to nobody, each captive with his chance and what it is made of. */
  readonly weighed: readonly Balance[];
}

function explainText(
  knowledge: Knowledge,
  sources: readonly Source[],
  text: string,
  language: string | null,
  at: number,
): Reading {
  const entry: Entry = {
    id: 'explain',
    feed: 'explain',
    source: 'explain',
    url: null,
    guid: null,
    title: '',
    lead: text,
    text: '',
    language,
    publishedAt: at,
    firstSeenAt: at,
    arrival: 'news',
  };
  const classified = knowledge.classify(entry);
  const verdict = language === null ? classified : { ...classified, language };
  const sentences: Explained[] = [];
  let weighed: readonly Balance[] = [];
  const witness: Witness = {
    ...createTeller(sentences),
    weighed: (candidates) => {
      weighed = candidates.flatMap((one) => balanceOf(one) ?? []);
    },
  };
  const claims = knowledge.readClaims(sources, witness)(entry, verdict);
  return {
    language: verdict.language,
    sentences,
    claims: claims.map(
      ({ subject, event, modality, speaker, via, eventAt, background, rule, weighed: byWeight }) => ({
        subject,
        event,
        modality,
        speaker,
        via,
        eventAt,
        background,
        rule,
        weighed: byWeight,
      }),
    ),
    weighed,
  };
}

/** Notes what the reader of claims sees. */
function createTeller(sentences: Explained[]): Witness {
  let printed: (first: number, last: number) => string = () => '';
  return {
    sentence: ({ text, tokens, cues, mentions, media, dates }: Sentence) => {
      printed = (first, last) => text.slice(tokens[first]?.start ?? 0, tokens[last]?.end ?? 0);
      const found = [
        ...mentions.map(({ first, last, is }) => ({ first, last, is: `who: ${is.id}` })),
        ...media.map(({ first, last, is }) => ({ first, last, is: `medium: ${is}` })),
        ...dates.map(({ first, last, date }) => ({ first, last, is: `when: ${date.kind}` })),
        ...cues.map(({ first, last, cue }) => ({
          first,
          last,
          is: `${cue.list === 'event' ? `${cue.what}, ${cue.form ?? ''}` : cue.list}: ${cue.written}`,
        })),
      ].sort((a, b) => a.first - b.first || b.last - a.last);
      sentences.push({
        sentence: text,
        found: found.map(({ first, last, is }) => ({ words: printed(first, last), is })),
        decided: [],
      });
    },
    decided: ({ first, last }, decision) => {
      sentences.at(-1)?.decided.push({ words: printed(first, last), decision });
    },
  };
}

function toLines({ language, sentences, claims, weighed }: Reading, unread: string): readonly string[] {
  const lines = [`Language: ${language}`];
  for (const { sentence, found, decided } of sentences) {
    lines.push('', sentence);
    for (const { words, is } of found)
      lines.push(`  ${words}  [${is.length > LONGEST_CUE ? `${is.slice(0, LONGEST_CUE)}…` : is}]`);
    for (const { words, decision } of decided) lines.push(`  → ${words}: ${decision}`);
  }
  if (sentences.length === 0) lines.push('', unread);
  if (weighed.length > 0) lines.push('', 'Weighed, where the rules found nobody:');
  for (const { subject, event, modality, chance, bar, parts } of weighed) {
    const sum = parts.map(({ sign, weight }) => `${weight > 0 ? '+' : ''}${weight.toFixed(2)} ${sign}`);
    lines.push(
      `  ${subject} ${event}/${modality}: ${chance.toFixed(2)} of ${bar.toFixed(2)} wanted (${sum.join(', ')})`,
    );
  }
  lines.push('', claims.length === 0 ? 'Claims: none' : 'Claims:');
  for (const { subject, event, modality, speaker, via, eventAt, background, weighed: byWeight } of claims) {
    const told = [
      `${subject} ${event}/${modality}`,
      speaker === null ? null : `says ${speaker}`,
      via === null ? null : `via ${via}`,
      eventAt === null ? null : `${eventAt.day} (${eventAt.precision})`,
      background ? 'background: alerts nobody' : null,
      byWeight ? 'likely by weight: not counted' : null,
    ];
    lines.push(`  ${told.filter((part) => part !== null).join(', ')}`);
  }
  return lines;
}
