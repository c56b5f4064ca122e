/** What was said of labelled items against what is right: counts, and every error by name. */
import { MODALITIES } from '#core/claim.ts';
import type { Claim, Modality } from '#core/claim.ts';
import type { Verdict } from '#core/verdict.ts';
import { isAlsoOk, readingsOf } from './labels.ts';
import type { Labelled, LabelledClaim } from './labels.ts';

/** What was said of one item. */
export interface Judged {
  readonly item: Labelled;
  readonly verdict: Pick<Verdict, 'language' | 'relevant' | 'score' | 'mentions' | 'reasons'>;
  readonly claims: readonly Pick<
    Claim,
    'subject' | 'event' | 'modality' | 'speaker' | 'via' | 'background'
  >[];
}

export interface ScoreDeps {
  /** Subjects that labels speak of: people. Other mentions and claims of groups are not scored. */
  readonly people: ReadonlySet<string>;
  /** A speaker or agency as labels write it, in our words: a subject or source id; null when it is none that we know. */
  readonly idOf: (written: string) => string | null;
}

/** Hits and misses of one kind of answer. */
export interface Tally {
  right: number;
  wrong: number;
  missed: number;
}

/** Precision, recall and F1 of a tally; null where there is nothing to divide. */
export function rates({ right, wrong, missed }: Tally): {
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
} {
  const part = (whole: number): number | null => (whole === 0 ? null : right / whole);
  return {
    precision: part(right + wrong),
    recall: part(right + missed),
    f1: right + wrong + missed === 0 ? null : (2 * right) / (2 * right + wrong + missed),
  };
}

export const ERROR_KINDS = [
  'false fact',
  'false alarm',
  'missed item',
  'missed fact',
  'wrong person',
  'missed person',
  'wrong modality',
  'wrong speaker',
  'missed claim',
  'wrong claim',
] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

/** One error, for a person to look at. */
export interface Mistake {
  readonly kind: ErrorKind;
  readonly id: string;
  readonly lang: string;
  readonly what: string;
}

export interface Scores {
  readonly items: number;
  readonly relevance: Groups;
  /** Ordinary items that were called relevant, of all that are not. */
  readonly falseAlarms: { readonly count: number; readonly of: number };
  /** Borderline items that were called as labelled. */
  readonly borderline: { readonly agreed: number; readonly of: number };
  readonly language: { readonly agreed: number; readonly of: number };
  readonly mentions: Groups & { readonly bySubject: ReadonlyMap<string, Tally> };
  /** People named by their given name only. */
  readonly givenNames: { readonly found: number; readonly of: number };
  /** Null where nothing was labelled. */
  readonly claims: ClaimScores | null;
  /** Worst first. */
  readonly mistakes: readonly Mistake[];
}

export interface Groups {
  readonly all: Tally;
  readonly byLanguage: ReadonlyMap<string, Tally>;
}

export interface ClaimScores {
  readonly items: number;
  readonly labelled: number;
  /** Labelled claims of which something with the same subject and event was said. */
  readonly covered: number;
  /** Over the modalities that the labels have; a claim that is missed or not labelled counts as an error. */
  readonly macroF1: number | null;
  /** The same over the covered claims alone. */
  readonly macroF1OfCovered: number | null;
  readonly byModality: ReadonlyMap<Modality, Tally>;
  /** Said as fact and neither labelled so nor allowed. */
  readonly falseFacts: number;
  /** Those of them that free or bury somebody. */
  readonly falseEnds: number;
  readonly missedFacts: number;
  readonly speaker: { readonly agreed: number; readonly of: number };
  readonly via: { readonly agreed: number; readonly of: number };
  readonly background: { readonly agreed: number; readonly of: number };
}

/** Scores a whole set. */
export function score(judged: readonly Judged[], deps: ScoreDeps): Scores {
  const relevance = groups();
  const mentions = { ...groups(), bySubject: new Map<string, Tally>() };
  const falseAlarms = { count: 0, of: 0 };
  const borderline = { agreed: 0, of: 0 };
  const language = { agreed: 0, of: 0 };
  const givenNames = { found: 0, of: 0 };
  const mistakes: Mistake[] = [];
  const claims = new ClaimTally(deps);
  for (const one of judged) {
    const { item, verdict } = one;
    const say = (kind: ErrorKind, what: string): number =>
      mistakes.push({ kind, id: item.entry.id, lang: item.lang, what });
    language.of += 1;
    if (verdict.language === item.lang) language.agreed += 1;

    if (item.borderline) {
      borderline.of += 1;
      if (verdict.relevant === item.relevant) borderline.agreed += 1;
    } else {
      count(relevance, item.lang, outcome(verdict.relevant, item.relevant));
      if (!item.relevant) falseAlarms.of += 1;
      const why = `score ${String(verdict.score)}: ${verdict.reasons.map((reason) => reason.text).join('; ')}`;
      if (verdict.relevant && !item.relevant) {
        falseAlarms.count += 1;
        say('false alarm', why);
      }
      if (!verdict.relevant && item.relevant) say('missed item', why);
    }

    const found = new Set(
      verdict.mentions.map((mention) => mention.subject).filter((id) => deps.people.has(id)),
    );
    for (const id of item.bare) {
      givenNames.of += 1;
      if (found.has(id)) givenNames.found += 1;
    }
    for (const id of new Set([...found, ...item.subjects])) {
      if (item.bare.includes(id) || item.optional.includes(id) || !deps.people.has(id)) continue;
      const met = outcome(found.has(id), item.subjects.includes(id));
      if (met === null) continue;
      count(mentions, item.lang, met);
      tallyOf(mentions.bySubject, id)[met] += 1;
      const surface = verdict.mentions.find((mention) => mention.subject === id)?.surface ?? '';
      if (met === 'wrong') say('wrong person', `${id} in “${surface}”`);
      if (met === 'missed') say('missed person', id);
    }
    if (item.claims !== null) claims.add(one, item.claims, say);
  }
  mistakes.sort((a, b) => ERROR_KINDS.indexOf(a.kind) - ERROR_KINDS.indexOf(b.kind));
  return {
    items: judged.length,
    relevance,
    falseAlarms,
    borderline,
    language,
    mentions,
    givenNames,
    claims: claims.scores(),
    mistakes,
  };
}

type Outcome = keyof Tally | null;

function outcome(said: boolean, is: boolean): Outcome {
  if (said) return is ? 'right' : 'wrong';
  return is ? 'missed' : null;
}

function groups(): { all: Tally; byLanguage: Map<string, Tally> } {
  return { all: { right: 0, wrong: 0, missed: 0 }, byLanguage: new Map() };
}

function tallyOf<K>(map: Map<K, Tally>, key: K): Tally {
  const known = map.get(key) ?? { right: 0, wrong: 0, missed: 0 };
  map.set(key, known);
  return known;
}

function count(into: { all: Tally; byLanguage: Map<string, Tally> }, lang: string, met: Outcome): void {
  const own = tallyOf(into.byLanguage, lang);
  if (met === null) return;
  into.all[met] += 1;
  own[met] += 1;
}

type Said = Judged['claims'][number];

class ClaimTally {
  readonly #deps: ScoreDeps;
  #items = 0;
  #labelled = 0;
  #covered = 0;
  #falseFacts = 0;
  #falseEnds = 0;
  #missedFacts = 0;
  readonly #all = new Map<Modality, Tally>();
  readonly #ofCovered = new Map<Modality, Tally>();
  readonly #speaker = { agreed: 0, of: 0 };
  readonly #via = { agreed: 0, of: 0 };
  readonly #background = { agreed: 0, of: 0 };

  constructor(deps: ScoreDeps) {
    this.#deps = deps;
  }

  add(judged: Judged, labels: readonly LabelledClaim[], say: (kind: ErrorKind, what: string) => void): void {
    this.#items += 1;
    const used = new Set<Said>();
    const scored = labels.filter((label) => label.subject !== null && this.#deps.people.has(label.subject));
    // Those that are met outright take their claim first, so that a near miss does not take it from them.
    const met = scored.map((label) => {
      const claim = judged.claims.find((said) => !used.has(said) && meets(label, said));
      if (claim !== undefined) used.add(claim);
      return claim ?? null;
    });
    for (const [at, label] of scored.entries()) {
      this.#labelled += 1;
      const right = met[at] ?? null;
      if (right !== null) {
        this.#covered += 1;
        tallyOf(this.#all, label.modality).right += 1;
        tallyOf(this.#ofCovered, label.modality).right += 1;
        this.#compare(label, right, say);
        continue;
      }
      tallyOf(this.#all, label.modality).missed += 1;
      const near = judged.claims.find((said) => !used.has(said) && isAbout(label, said));
      const name = `${label.subject ?? ''} ${label.event}/${label.modality}`;
      if (near === undefined) {
        if (label.modality === 'fact') this.#missedFacts += 1;
        say(label.modality === 'fact' ? 'missed fact' : 'missed claim', name);
        continue;
      }
      used.add(near);
      this.#covered += 1;
      tallyOf(this.#ofCovered, label.modality).missed += 1;
      if (isAlsoOk(judged.item.alsoOk, near)) {
        say('wrong modality', `${name}, said as ${near.modality}`);
        if (label.modality === 'fact') this.#missedFacts += 1;
        continue;
      }
      tallyOf(this.#all, near.modality).wrong += 1;
      tallyOf(this.#ofCovered, near.modality).wrong += 1;
      if (near.modality === 'fact') {
        this.#falseFacts += 1;
        if (ENDS.has(near.event)) this.#falseEnds += 1;
        say('false fact', `${name}, said as fact`);
      } else {
        if (label.modality === 'fact') this.#missedFacts += 1;
        say('wrong modality', `${name}, said as ${near.modality}`);
      }
    }
    for (const said of judged.claims) {
      if (used.has(said) || !this.#deps.people.has(said.subject) || isAlsoOk(judged.item.alsoOk, said))
        continue;
      // The same claim twice, from another sentence, is no error.
      if (scored.some((label) => meets(label, said))) continue;
      tallyOf(this.#all, said.modality).wrong += 1;
      const name = `${said.subject} ${said.event}/${said.modality}, not labelled`;
      if (said.modality === 'fact') {
        this.#falseFacts += 1;
        if (ENDS.has(said.event)) this.#falseEnds += 1;
        say('false fact', name);
      } else say('wrong claim', name);
    }
  }

  #compare(label: LabelledClaim, said: Said, say: (kind: ErrorKind, what: string) => void): void {
    if (label.background !== undefined) {
      this.#background.of += 1;
      if (label.background === said.background) this.#background.agreed += 1;
    }
    if (label.speaker === undefined) return;
    const [who = '', through] = (label.speaker ?? '').split(/ via /);
    this.#speaker.of += 1;
    if (this.#isSame(label.speaker === null ? null : who, said.speaker)) this.#speaker.agreed += 1;
    else
      say(
        'wrong speaker',
        `${said.speaker ?? 'nobody'} for ${label.speaker ?? 'nobody'}, ${said.subject} ${said.event}`,
      );
    if (through === undefined) return;
    this.#via.of += 1;
    if (this.#isSame(through, said.via)) this.#via.agreed += 1;
  }

  /** Labels may name several, parted by "/" or "and": any of them will do. */
  #isSame(label: string | null, said: string | null): boolean {
    if (label === null || said === null) return label === said;
    const id = (written: string): string =>
      this.#deps.idOf(written.replace(/\(.*\)/, '').trim()) ?? written.trim().toLowerCase();
    return label.split(/\s*\/\s*|\s+and\s+/).some((one) => id(one) === id(said));
  }

  scores(): ClaimScores | null {
    if (this.#items === 0) return null;
    return {
      items: this.#items,
      labelled: this.#labelled,
      covered: this.#covered,
      macroF1: macroF1(this.#all),
      macroF1OfCovered: macroF1(this.#ofCovered),
      byModality: this.#all,
      falseFacts: this.#falseFacts,
      falseEnds: this.#falseEnds,
      missedFacts: this.#missedFacts,
      speaker: this.#speaker,
      via: this.#via,
      background: this.#background,
    };
  }
}

/** What moves somebody for good. */
const ENDS: ReadonlySet<string> = new Set(['released', 'died', 'body-returned']);

/** The mean F1 of the modalities that labels have. */
function macroF1(byModality: ReadonlyMap<Modality, Tally>): number | null {
  const all = MODALITIES.map((modality) => byModality.get(modality))
    .filter((tally) => tally !== undefined)
    .filter((tally) => tally.right + tally.missed > 0)
    .map((tally) => rates(tally).f1 ?? 0);
  return all.length === 0 ? null : all.reduce((sum, f1) => sum + f1, 0) / all.length;
}

function meets(label: LabelledClaim, said: Said): boolean {
  return (
    label.subject === said.subject &&
    readingsOf(label).some(({ event, modality }) => event === said.event && modality === said.modality)
  );
}

function isAbout(label: LabelledClaim, said: Said): boolean {
  return label.subject === said.subject && readingsOf(label).some(({ event }) => event === said.event);
}
