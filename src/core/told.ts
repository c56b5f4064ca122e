/**
 * How a report begins to tell what happened, to whomever: a release as done, as to come, as asked for or as something known
 * ("the freed hostage"), and of which days its first sentences speak. Headline and first sentences show which development
 * of an event a report is about.
 */
import { resolveDate } from '#language/dates.ts';
import type { Lexicon } from '#language/lexicon.ts';
import { splitSentences } from '#language/sentences.ts';
import { dayStart } from './day.ts';
import type { Entry } from './entry.ts';
import { NOBODY_MEANT } from './claims/meant.ts';
import { modalityOf } from './claims/modality.ts';
import { dissect } from './claims/sentence.ts';
import type { Sentence } from './claims/sentence.ts';
import { DAY } from './spans.ts';

/** What a report tells first, of whomever. */
export interface Told {
  /** As `event/way`: `released/fact`, `released/promise`, `released/asked`, `released/denial`, `released/known`, `died/fact`; in order. */
  readonly events: readonly string[];
  /** Days of which it speaks, `YYYY-MM-DD`, in order. */
  readonly days: readonly string[];
}

/** @param saidAt ms @param language primary tag; where there is no lexicon of it nothing is told */
export type ReadTold = (
  words: Pick<Entry, 'title' | 'lead' | 'text'>,
  language: string,
  saidAt: number,
) => Told;

/** Sentences read of the text. */
const SENTENCES = 2;

/** Read of headline and text for them, UTF-16 units. */
const MOST_TITLE = 300;
const MOST_TEXT = 900;

/** A day counts that is so many days back, or one ahead: other time zones. Further ones are of something else. */
const DAYS_BACK = 5;

/** Forms that only speak of what is known: "the release of X", "the freed X". */
const KNOWN: ReadonlySet<string> = new Set(['looks-back', 'named', 'after']);
const NAMED: ReadonlySet<string> = new Set(['named', 'heading']);

/** They stand in nearly every report, whatever it tells. */
const BACKGROUND: ReadonlySet<string> = new Set(['abducted', 'held', 'wounded', 'transferred']);

/** Reads with the cues of the lexicons and without a watchlist. @param lexicons by language tag */
export function createToldReader(lexicons: Pick<ReadonlyMap<string, Lexicon>, 'get'>): ReadTold {
  return ({ title, lead, text }, language, saidAt) => {
    const lexicon = lexicons.get(language);
    if (lexicon === undefined) return { events: [], days: [] };
    const read = (from: string): readonly Sentence[] =>
      splitSentences(from)
        .slice(0, SENTENCES)
        .map(({ start, end }) =>
          dissect(
            { lexicon, watchlist: { subjects: new Map() }, findMedia: () => [], meantLast: NOBODY_MEANT },
            from.slice(start, end),
            [],
            [],
            start,
          ),
        );
    const heading = read(title.slice(0, MOST_TITLE));
    const body = read((lead === '' ? text : lead).slice(0, MOST_TEXT));
    // Further down stands who else was killed that day.
    const first = [...heading, ...body.slice(0, 1)].flatMap(waysOf);
    const second = body.slice(1).flatMap(waysOf);
    return {
      events: [...new Set([...first, ...second.filter((way) => way !== 'died/fact')])].sort(),
      days: [...new Set([...heading, ...body].flatMap((sentence) => daysOf(sentence, saidAt)))].sort(),
    };
  };
}

function waysOf(sentence: Sentence): readonly string[] {
  return sentence.cues.flatMap((cue) => {
    if (cue.cue.list !== 'event') return [];
    const { modality } = modalityOf(sentence, cue);
    const form = cue.cue.form ?? '';
    switch (cue.cue.what) {
      case 'released':
        if (modality === 'fact') return [KNOWN.has(form) ? 'released/known' : 'released/fact'];
        if (modality === 'promise' || modality === 'denial') return [`released/${modality}`];
        if (modality !== null) return ['released/asked'];
        return NAMED.has(form) ? ['released/known'] : [];
      case 'died':
      case 'body-returned':
        return modality === 'fact' ? ['died/fact'] : [];
      default:
        return modality === 'fact' && !BACKGROUND.has(cue.cue.what) ? [`${cue.cue.what}/fact`] : [];
    }
  });
}

function daysOf({ dates }: Sentence, saidAt: number): readonly string[] {
  return dates.flatMap(({ date }) => {
    const resolved = date.kind === 'month' ? null : resolveDate(date, saidAt, 'behind');
    if (resolved?.precision !== 'day') return [];
    const back = Math.floor(saidAt / DAY) - Math.floor(dayStart(resolved.day) / DAY);
    return back <= DAYS_BACK && back >= -1 ? [resolved.day] : [];
  });
}
