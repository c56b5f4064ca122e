/**
 * What languages do differently that a rule of reading depends on: one record a language. The words of a language stand in
 * `config/lexicon`; its order, its endings and its letters here. A rule asks for a trait, and never which language it is.
 */

/** The traits of a language. */
export interface Grammar {
  /** Nouns and names show by their endings whether they are the subject of a verb («Труфанов», «Труфанова»), by endings that the rules know. */
  readonly hasCases: boolean;
  /**
   * Where whose something is stands with no word between: `before` it ("Trufanov's mother", "the health ministry") or directly
   * `behind` («мать Труфанова», "pengacara Trufanov"). Null: a word or what is glued to one ties the two, or `isHeadLast` says it.
   */
  readonly owner: 'before' | 'behind' | null;
  /** Names are declined: a given name stands in the case of its surname. */
  readonly declinesNames: boolean;
  /** Of these those in Latin letters: a name in -a may be a man's genitive. */
  readonly hasLatinGenitive: boolean;
  /** Whatever belongs to a noun stands before it, whole clauses too, and nothing in a verb shows whose it is. */
  readonly isHeadLast: boolean;
  /** Each sign counts as a word: a name alone is a dozen of them. */
  readonly isInSigns: boolean;
  /** "From", "in", "on" stand behind the noun. Known only where `isHeadLast`. */
  readonly hasPostpositions: boolean;
  /** A particle behind a name says what it is to the verb, and the verb, with whatever doubts it, ends the sentence. */
  readonly hasParticles: boolean;
  /** "Before" stands behind the deed: "elrablása előtt". */
  readonly hasBeforeBehind: boolean;
  /** The verb is the last word of a clause that another word governs: "dass X freigelassen wurde". */
  readonly hasVerbLast: boolean;
  /** Verbs have no tense and stand one behind the other, so that a word that we do not know may turn the next one: "batal membebaskan X". */
  readonly hasVerbsInRow: boolean;
  /** "Without" and its noun may stand directly before a verb and take nothing of it: «без условий освободил». */
  readonly hasAsideBeforeVerb: boolean;
  /** The pronoun before a verb is left out: "Ha aggiunto che". */
  readonly dropsPronoun: boolean;
  /** By which words a capital letter tells: names and what is made of them, every noun, or nothing, as the script has none. */
  readonly capitals: 'names' | 'nouns' | 'none';
  /** Names have their endings set off: "Hamas'tan". */
  readonly setsEndingsOff: boolean;
  /** What tells of a death and looks back only says what somebody is called, "slain", and is never the verb. */
  readonly callsDeadSo: boolean;
  /** The word for free is an adjective and no participle: "X libre !" is a slogan. */
  readonly freeIsAdjective: boolean;
  /** How a sentence is printed that asks. Greek does it with a semicolon, which parts nothing there. */
  readonly question: RegExp;
  /** Articles, and adjectives by their ending, behind which a noun stands, as far as `noun-article` does not list them. Only where every noun has a capital. */
  readonly beforeNoun: RegExp | null;
  /** How an adjective ends that stands as a subject before its noun, in languages whose owners stand behind. */
  readonly adjectiveBefore: RegExp | null;
  /**
   * Which word of an attribute before a noun its participle is (`taken` in the lexicon): the `last`, behind an article ("der am 7. Oktober
   * entführte X"), the `first` («похищенный 7 октября X»), or the list has the `whole` of it ("被哈马斯扣押的X"). Null where such things stand behind the noun, or are not known.
   */
  readonly participle: 'first' | 'last' | 'whole' | null;
  /** How an adjective ends as a subject, beside nouns for a man, a woman, a thing. */
  readonly adjectives: readonly [man: string, woman: string, thing: string] | null;
  /** How a verb of the past ends, where no word beside it tells the time. */
  readonly past: RegExp | null;
  /** How a verb of what lies ahead looks, where no word beside it tells the time. */
  readonly future: RegExp | null;
  /** How an infinitive looks: "decided to free X" tells of nothing done. */
  readonly infinitive: RegExp | null;
  /** How a verb shows that it speaks of several, or of a woman (null where it does not), and needs no subject for that. */
  readonly verb: { readonly several: RegExp; readonly woman: RegExp | null } | null;
  /** Where "the date of X's release" needs no "of": how words end that are no such noun, but a verb, an adverb, an adjective. */
  readonly noNoun: RegExp | null;
}

/** Of a language of which nothing is known here. */
const NO_GRAMMAR: Grammar = {
  hasCases: false,
  owner: null,
  declinesNames: false,
  hasLatinGenitive: false,
  isHeadLast: false,
  isInSigns: false,
  hasPostpositions: false,
  hasParticles: false,
  hasBeforeBehind: false,
  hasVerbLast: false,
  hasVerbsInRow: false,
  hasAsideBeforeVerb: false,
  dropsPronoun: false,
  capitals: 'names',
  setsEndingsOff: false,
  callsDeadSo: false,
  freeIsAdjective: false,
  question: /[?؟]["'”»)]*\s*$/u,
  beforeNoun: null,
  adjectiveBefore: null,
  participle: null,
  adjectives: null,
  past: null,
  future: null,
  infinitive: null,
  verb: null,
  noNoun: null,
};

/** The same in Russian and Ukrainian. */
const PAST = /\p{L}{2}(?:л|ла|ло|ли|в|лся|лась|лось|лись|вся|лася)$/u;

/** What is looked for in `text` of a token has folded letters, and in `printed` those of the text. */
const GRAMMARS: ReadonlyMap<string, Grammar> = new Map(
  Object.entries({
    ar: {
      ...NO_GRAMMAR,
      dropsPronoun: true,
      capitals: 'none',
      future: /^و?س[يتن]\p{L}{2}/u,
      verb: { several: /(?:وا|ون|ين|هم|هن|هما)$/u, woman: /(?:ت|عنها|سراحها)$/u },
      noNoun: /^$/,
    },
    be: { ...NO_GRAMMAR, declinesNames: true },
    bg: {
      ...NO_GRAMMAR,
      participle: 'first',
      adjectiveBefore: /\p{L}{3}(?:и|ен|на|ски|ска)$/u,
      declinesNames: true,
      dropsPronoun: true,
      verb: { several: /(?:^са|ха|ни|ли)$/u, woman: /(?:на|та|ла)$/u },
    },
    bs: { ...NO_GRAMMAR, declinesNames: true, hasLatinGenitive: true },
    cs: {
      ...NO_GRAMMAR,
      participle: 'first',
      adjectiveBefore: /\p{L}{3}[ýíáé]$/u,
      owner: 'behind',
      declinesNames: true,
      hasLatinGenitive: true,
      infinitive: /t$/u,
      noNoun: /(?:l[aoi]?|[éěo])$/,
    },
    de: {
      ...NO_GRAMMAR,
      participle: 'last',
      owner: 'before',
      hasVerbLast: true,
      capitals: 'nouns',
      beforeNoun: /^(?:k?ein\p{Ll}{0,2}|\p{Ll}{3,}(?:e|en|em|er|es))$/u,
      infinitive: /zu\p{L}{3,}en$/u,
    },
    el: {
      ...NO_GRAMMAR,
      participle: 'first',
      adjectiveBefore: /\p{L}{3}(?:[όο]ς|[ήη]|[έε]ς|ο[ίι]|[άα])$/u,
      question: /[;\u037e?]/u,
    },
    en: { ...NO_GRAMMAR, owner: 'before', callsDeadSo: true },
    es: {
      ...NO_GRAMMAR,
      dropsPronoun: true,
      freeIsAdjective: true,
      future: /r(?:á|án|emos)$/,
      infinitive: /[aei]r(?:l[aeo]s?)?$/u,
      verb: { several: /(?:ron|[aeou]n|[ai]dos|[ai]das)$/u, woman: /(?:[ai]da|ta)$/u },
    },
    fr: {
      ...NO_GRAMMAR,
      freeIsAdjective: true,
      future: /(?:[eiudv]|r)ra$|ront$/,
      infinitive: /(?:er|ir|re)$/u,
    },
    he: {
      ...NO_GRAMMAR,
      dropsPronoun: true,
      capitals: 'none',
      future: /^ו?י(?!הוד|רוש|מים$|ותר|ולי$|נואר|וני$|לדי)\p{L}{3,5}$/u,
      infinitive: /^ל/u,
      verb: { several: /(?:ו|ים|ות)$/u, woman: /^.+ה$/u },
      noNoun: /^$/,
    },
    hi: { ...NO_GRAMMAR, isHeadLast: true, hasPostpositions: true, capitals: 'none' },
    hr: { ...NO_GRAMMAR, declinesNames: true, hasLatinGenitive: true },
    hu: {
      ...NO_GRAMMAR,
      participle: 'last',
      owner: 'before',
      hasBeforeBehind: true,
      dropsPronoun: true,
      infinitive: /ni$/u,
      verb: { several: /(?:tak|tek|tok|tök|nak|nek)$/u, woman: null },
    },
    id: { ...NO_GRAMMAR, owner: 'behind', hasVerbsInRow: true },
    it: {
      ...NO_GRAMMAR,
      dropsPronoun: true,
      freeIsAdjective: true,
      future: /r(?:à|anno)$/,
      infinitive: /[aei]r(?:e|l[aeio])$/u,
      verb: { several: /(?:rono|^sono|nno|[aiu]t[ie])$/u, woman: /[aiu]ta$/u },
    },
    ja: { ...NO_GRAMMAR, isInSigns: true, isHeadLast: true, hasParticles: true, capitals: 'none' },
    ko: { ...NO_GRAMMAR, isInSigns: true, isHeadLast: true, hasParticles: true, capitals: 'none' },
    nl: {
      ...NO_GRAMMAR,
      participle: 'last',
      owner: 'before',
      hasVerbLast: true,
      freeIsAdjective: true,
      infinitive: /en$/u,
    },
    pl: {
      ...NO_GRAMMAR,
      participle: 'first',
      adjectiveBefore: /\p{L}{3}(?:y|i|a|e)$/u,
      owner: 'behind',
      declinesNames: true,
      hasLatinGenitive: true,
      hasAsideBeforeVerb: true,
      dropsPronoun: true,
      freeIsAdjective: true,
      past: /(?:[łl][aoy]?|li)$/,
      infinitive: /ć$/u,
      verb: { several: /(?:li|ły|ly|^są|eni|ani)$/u, woman: /(?:ła|la|na)$/u },
      noNoun: /(?:ł[aoy]?|li|[^i]e|o)$/,
    },
    pt: {
      ...NO_GRAMMAR,
      dropsPronoun: true,
      freeIsAdjective: true,
      future: /r(?:á|ão)$/,
      infinitive: /[aei]r(?:-?l[ao]s?)?$/u,
      verb: { several: /(?:ram|ao|[ai]dos|[ai]das)$/u, woman: /(?:[ai]da|ta)$/u },
    },
    ro: {
      ...NO_GRAMMAR,
      dropsPronoun: true,
      freeIsAdjective: true,
      verb: { several: /(?:^au|^sunt|[aiu]t[ie]|și)$/u, woman: /[aiu]ta$/u },
    },
    ru: {
      ...NO_GRAMMAR,
      participle: 'first',
      adjectiveBefore: /\p{L}{2}(?:ый|ий|ой|ая|ое|ые|ие)$/u,
      hasCases: true,
      owner: 'behind',
      declinesNames: true,
      hasAsideBeforeVerb: true,
      dropsPronoun: true,
      callsDeadSo: true,
      adjectives: ['ий', 'ая', 'ое'],
      past: PAST,
      infinitive: /(?:ть|ти|ться)$/u,
      noNoun: /(?:л[аои]?|л[аои]?с[ья]|[еуюия]т(?:ся)?|[ое]е|о)$/,
    },
    sk: {
      ...NO_GRAMMAR,
      participle: 'first',
      adjectiveBefore: /\p{L}{3}[ýíáéy]$/u,
      owner: 'behind',
      declinesNames: true,
      hasLatinGenitive: true,
      infinitive: /[tť]$/u,
      noNoun: /(?:l[aoi]?|[éo])$/,
    },
    sl: { ...NO_GRAMMAR, declinesNames: true, hasLatinGenitive: true },
    sr: {
      ...NO_GRAMMAR,
      participle: 'first',
      adjectiveBefore: /\p{L}{3}(?:i|a|o|и|а|о)$/u,
      owner: 'behind',
      declinesNames: true,
      hasLatinGenitive: true,
      dropsPronoun: true,
      infinitive: /(?:ti|ci|ти|ћи)$/u,
      verb: { several: /(?:^su|^су|l[ie]|n[ie]|л[ие]|н[ие])$/u, woman: /(?:la|na|ла|на)$/u },
      noNoun: /(?:l[aoie]|[eo]|л[аоие]|[ео])$/,
    },
    tr: {
      ...NO_GRAMMAR,
      participle: 'whole',
      isHeadLast: true,
      hasPostpositions: true,
      setsEndingsOff: true,
    },
    uk: {
      ...NO_GRAMMAR,
      participle: 'first',
      adjectiveBefore: /\p{L}{3}(?:ий|ій|а|е|і)$/u,
      hasCases: true,
      owner: 'behind',
      declinesNames: true,
      hasAsideBeforeVerb: true,
      dropsPronoun: true,
      callsDeadSo: true,
      adjectives: ['ий', 'а', 'е'],
      past: PAST,
      infinitive: /(?:ти|ть|тися)$/u,
      noNoun: /(?:[аиу]в|л[аои]|л[аои]ся|вся|[уюая]ть(?:ся)?|є|[ое])$/,
    },
    zh: { ...NO_GRAMMAR, isInSigns: true, participle: 'whole', isHeadLast: true, capitals: 'none' },
  } satisfies Record<string, Grammar>),
);

/** @param language its tag */
export function grammarOf(language: string): Grammar {
  return GRAMMARS.get(language) ?? NO_GRAMMAR;
}
