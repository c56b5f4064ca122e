/**
 * The words by which a language says that something happened, will happen, is asked for, is denied. They are written down in
 * `config/lexicon/<language>.yaml`, for a native speaker who does not program; here is what they are made into (compile-cues.ts) and found as (cues.ts).
 */
import type { DateWords } from './dates.ts';
import type { Grammar } from './grammar.ts';

/**
 * How an event is said. `happened`: a fact, the person before or after it; `underwent`: the same, and the person is its
 * grammatical subject ("вышел", "освобождён"); `happened-to`: the person stands before it; `did`: the person stands behind it;
 * `looks-back`: a fact of earlier; `after`: the same, where nothing in the statement lies ahead ("after his release"); `coming`: the verb itself says that it lies ahead; `weighed`: the words themselves say that it is
 * asked for; `denied`: that it is not so, of the person behind; `named`: only named (infinitive, noun), what is said of it has to
 * come from other words; `beside`: a fact of the person directly beside it, with nothing behind ("X free"); `heading`: named, and at the head of a sentence told as done; `present`: named, and directly behind its
 * doer told as done ("forces rescue X").
 */
export const EVENT_FORMS = [
  'happened',
  'underwent',
  'happened-to',
  'beside',
  'did',
  'looks-back',
  'after',
  'coming',
  'weighed',
  'denied',
  'named',
  'heading',
  'present',
] as const;
/** How a cue tells of its event; each is explained above. */
export type EventForm = (typeof EVENT_FORMS)[number];

/** The other lists of a lexicon. */
export const CUE_LISTS = [
  /** Somebody binds himself, or a plan is told. */
  'promise',
  /** Somebody asks, weighs, works for it. */
  'negotiation',
  /** It is not so, or somebody says it is not. */
  'denial',
  /** Makes a denial of the event that follows within a few words. */
  'not',
  /** If, perhaps, whether. */
  'hypothetical',
  /** Of these those that say of what they govern that it may be so: may, perhaps, whether. */
  'possible',
  /** When, before: what they open may well have happened. */
  'temporal',
  /** When, after: what they open in the past has happened. */
  'upon',
  /** What somebody only thinks, fears or dreams. */
  'thinking',
  /** Opens a clause of what is yet to be: until, unless. Everything up to the next comma is in doubt. */
  'until',
  /** Makes a condition where it opens a clause: "Had Hamas freed X, …". */
  'condition',
  /** Verbs and phrases of saying. */
  'reporting',
  /** Of these those whose object is spoken to: "thanked X", "told X". */
  'addressing',
  /** Of these those whose object has said it: "quoted X", "with reference to X". */
  'quoting',
  /** Open a sentence that tells who said what stands before it: "This was announced by". */
  'referring',
  /** Who spoke before, by office: "the envoy said". */
  'teller',
  /** Of the promises those in which nobody speaks: "set to", "expected". */
  'impersonal',
  /** Speaks of something earlier. */
  'earlier',
  /** Verbs in the present tense: on a weekday that is neither today nor yesterday what they tell is a plan, "Hamas frees X on Monday". */
  'present',
  /** Part a sentence into statements of their own. */
  'boundary',
  /** Mother, father, partner: somebody else than the one who is named beside it. */
  'kin',
  /** Of these those that mean several, or all of a family: "parents", "relatives". */
  'kinfolk',
  /** Who speaks without a name, beside a word that says of what land or kind: "an Egyptian diplomat", "diplomatic sources". */
  'unnamed',
  /** Relatives who may say something, in the form in which they do: «мать», and not «матери». */
  'speaking-kin',
  /** Verbs and forms whose object is the one behind them: "who held X", "demanding X". Another thing happens to somebody else. */
  'governs',
  /** Say of people that they are dead, beside what they are called: "slain hostages", "four dead hostages". */
  'dead',
  /** Participles of captivity that may stand before whom they tell of: "der entführte X", «похищенный X». */
  'taken',
  /** What stands behind them is neither subject nor object: of, with, for. */
  'preposition',
  /** Begins what is said: "said that X". */
  'that',
  /** Begin a clause about somebody: who, which. */
  'relative',
  /** The, a: a noun phrase begins with them. */
  'article',
  /** His, her: what follows is somebody else. */
  'possessive',
  /** Other people: "three hostages", "prisoners". */
  'others',
  /** Of these those that are no people: "a video released by them". */
  'things',
  /** People who are nobody that is watched: "210 Palestinians were killed" is told of no hostage, whoever is named next. */
  'outsiders',
  /** He, she. */
  'pronoun',
  /** "The hostage", "the Russian": the one captive of a text once more, where it names no other. One person, never several. */
  'role',
  /** "My son", "her grandson": where one of a captive's family is named, the captive for whom that one speaks. */
  'theirs',
  /** Words that mean a woman, and cannot mean a man: she, the woman. */
  'she',
  /** Words that mean a man, and cannot mean a woman: he, the man. */
  'he',
  /** Words for two, which mean no three: "two", "both". */
  'pair',
  /** The women: those named before, where there are several. */
  'women',
  /** They, both, the three: all those named in the sentence before. */
  'plural',
  /** And: parts of a list. */
  'and',
  /** What people are called before their name: hostage, citizen, engineer. */
  'called',
  /** Counts people: "two other", "ещё двое". */
  'count',
  /** Points back at those just spoken of: "is among them", "is not on it". */
  'among',
  /** The second, the other: one more of those just spoken of. */
  'second',
  /** Names some of those just spoken of: "including", "one of whom". */
  'including',
  /** Tell of others than those of whom an end is told beside them: remain, still, missing, took hostages. "Including X" behind one is said of these. */
  'apart',
  /** Say who those just told of are: "the freed are X and Y", "turned out to be X", "identified as X". */
  'equals',
  /** One of those of whom something is told: "X is one of the hostages freed on Saturday". */
  'oneof',
  /** Tells who one of those spoken of is: "named", "identified". */
  'naming',
  /** All but one: "except", "all but". Whom they name is not among those of whom the sentence tells. */
  'except',
  /** Everybody, of whom "except" leaves somebody out: "all", "every". */
  'all',
  /** That somebody is missing from a list: "not among", "left off", "not included". */
  'absent',
  /** A list of people: "list", "names". Of those to be freed only where a release is spoken of. */
  'roll',
  /** Of whom the same is told beside those of whom a sentence tells: "together with X", "as well as X". */
  'along',
  /** No, where it stands for a verb: "X was freed, Y no". */
  'no',
  /** Since: what has gone on from a day has not ended on it. */
  'since',
  /** Part of a deal, which is about those to be freed: "the first stage", "the exchange". */
  'stage',
  /** Makes a fact of a noun behind it: "grateful to somebody for the release of X". */
  'gratitude',
  /** The same directly before the noun: "welcomed the release of X". */
  'gladness',
  /** Is, became: "X became the first captive whom they freed". */
  'copula',
  /** Leave open whatever their sentence tells: "the army could not confirm it". */
  'unconfirmed',
  /** Call untrue what is told beside them, or in the sentence before: "that is not true", "has nothing to do with reality". */
  'untrue',
  /** Before: what is told in front of an abduction frees nobody. */
  'before',
  /** Words for a time or a state, which are nobody: "after 500 days of captivity". */
  'setting',
  /** Phrases whose words say nothing by themselves: "at the request of", "as promised". */
  'harmless',
  /** Said to those whom somebody has left: "condolences to the family of X, who died". */
  'condolence',
  /** Makes a fact of a noun before it: "the release of X became possible". */
  'realised',
  /** Bodies, remains: whose they are is dead, and who "hands over" them frees nobody. */
  'body',
  /** What is done with bodies, behind whose they are: "the bodies of A, B and C were found". */
  'recovered',
  /** Look like an event and are none. */
  'trap',
  /** Must not be shown: military roles, health, whereabouts, captors' channels. */
  'unshown',
] as const;
/** A list of cues that names no event. */
export type CueList = (typeof CUE_LISTS)[number];

/**
 * Words of grammar, under `function-words:`. They are no cues and are not looked for in a text: a rule asks of one word whether it
 * is one of them, beside what was found.
 */
export const FUNCTION_WORDS = [
  /** A body spoken of before, as the subject of a verb of saying: "it claimed". */
  'it',
  /** Opens a condition, or asks whether: "if Hamas refuses to free X". */
  'if',
  /** Behind a word of the future: "will be the last hostage freed". */
  'be',
  /** The same in one word: "станет последним освобождённым". */
  'will-be',
  /** Others than those spoken of: "the remaining hostages are X and Y". */
  'other',
  /** What a video is of or by, and whose a release is: "a video of X", "the release of X". */
  'of',
  /** Ties a thing to whom it shows: "a video showing X", "a picture with X". */
  'showing',
  /** The relative of whoever does it: "X, who found the body". */
  'who',
  /** The relative of somebody to whom it is done: "X, whom they freed". */
  'whom',
  /** Relatives that mean much else besides, and are such only behind a name and a comma: "X, que fue liberado". */
  'bare-who',
  /** The relative of two, where the language has one: "اللتان". */
  'two-who',
  /** Directly before a surname it means all who bear it: "la familia X". */
  'family',
  /** Makes what follows somebody's: "X, whose father was killed". */
  'whose',
  /** The same of a body, with what can stand behind it: "X, whose body", "X, тело которого". */
  'whose-body',
  /** More than one body: "A and B, whose bodies". */
  'bodies',
  /** Him and her directly before the verb, in languages that put them there: "lo entregó". */
  'him',
  /** Compares two: "older than X". */
  'than',
  /** Before what somebody is called: "identified as X". */
  'as',
  /** Neither, nor. */
  'neither',
  /** To whom somebody is handed over: "handed over to Hamas". */
  'to',
  /** What may stand behind that: "to the group". */
  'the',
  /** One, of a man and of no woman: "Один из освобождённых". */
  'one-man',
  /** Verbs and relatives that tell of several, where "who" does not show it: "A and B, who were freed". */
  'several',
  /** Verbs that tell of one: "the parents of X, who was killed". */
  'was',
  /** Verbs that need no "that": "hopes X will be freed". */
  'hope',
  /** Before a relative whom everybody knows: "la mère". Articles stand under `article` already. */
  'the-kin',
  /** Before a relative of nobody spoken of: "a mother". */
  'a-kin',
  /** Her, before her relative: "ее отец". */
  'her-kin',
  /** Whose a relative is: "the mother of X". */
  'kin-of',
  /** Ties a noun that no list has to whose it is, or to whom it goes: "carta de X", "list do X". */
  'noun-of',
  /** What an office is of: "ministry of health", "ministère de la Santé". */
  'office-of',
  /** Where an office is: "the embassy in Rome", "сообщили в ЦАХАЛ". */
  'in',
  /** Where somebody is sent: "Russia's ambassador to Israel said". */
  'posted-to',
  /** Opens an aside: "…, with Hamas saying that". */
  'with',
  /** Shows whom the verb has as its object: "libera a X", "X को". */
  'object',
  /** One more of several, before what he is called: "a second hostage". */
  'one-more',
  /** For, where somebody is let go in exchange: "Palästinenser kamen für X frei". */
  'in-return',
  /** Out of what somebody comes: "освободили из заложников". */
  'out-of',
  /** Makes somebody of a participle who is not known: "a freed hostage". */
  'a-freed',
  /** Makes a passive of the past, where the participle does not tell it: "was freed". */
  'passive-past',
  /** The same between the participle and its subject: "Befreit wurden A und B". */
  'became',
  /** Before an infinitive: "to free". */
  'infinitive',
  /** Opens a question that is none: "Who is X, the hostage to be freed on Saturday?" With one of `is` behind it. */
  'who-asked',
  /** See `who-asked`. */
  'is',
  /** Both in one word: "מיהו". */
  'who-is',
  /** Behind one word more, that somebody is quoted: "со ссылкой". */
  'reference',
  /** Relatives that look like articles and are such only behind a comma: "die". */
  'relative-article',
  /** How long somebody was held: "after 54 days in captivity". */
  'days',
  'captivity',
  /** Before a noun with a capital letter, where all nouns have one: "dem Interview". */
  'noun-article',
] as const;
/** What a rule asks of a word: {@link FUNCTION_WORDS} says what each is for. */
export type FunctionWord = (typeof FUNCTION_WORDS)[number];

/** Words in their spellings, folded. */
export interface WholeWords {
  readonly exact: ReadonlySet<string>;
  /** Spellings that must be printed so, accents included: "würde" is not "wurde". Lower case. */
  readonly printed: ReadonlySet<string>;
}

/** One word of a cue: its spellings, and stems that any letters may follow. */
export interface WordTest extends WholeWords {
  readonly stems: readonly string[];
  /** Nothing may be printed between it and the word before: a syllable of Korean, where spaces part words. */
  readonly joined?: boolean;
}

/** A cue as compiled. */
export interface Cue {
  readonly list: CueList | 'event' | 'agency' | 'voice' | 'office';
  /** The event, the agency's source id, the subject whose voice it is (`captor`: the captor named last), or an office in its basic form; empty for the other lists. */
  readonly what: string;
  readonly form: EventForm | null;
  /** As the file has it. */
  readonly written: string;
  /** `…` in the file: a gap of up to four words. */
  readonly words: readonly (WordTest | 'gap')[];
}

/** A language's cues. */
export interface Lexicon {
  readonly language: string;
  readonly grammar: Grammar;
  /** Particles that are written together with the word behind them. */
  readonly glued: Glued;
  readonly dates: DateWords;
  /** By what they are; nothing where the language has none. */
  readonly functionWords: ReadonlyMap<FunctionWord, WholeWords>;
  /** The cues that a word may begin, without what is glued to it; those that must be printed so are among them in any print. */
  readonly cuesOf: (word: string) => Openings;
}

/** The cues that one word may begin, by the word that has to come next: nearly all of a frequent one ("was", "to") fail there. */
export interface Openings {
  /** Of one word, or with a second one that cannot be looked up. */
  readonly anyhow: readonly Cue[];
  /** By the word directly behind. */
  readonly bySecond: ReadonlyMap<string, readonly Cue[]>;
  /** By the word behind a gap. */
  readonly byGapped: ReadonlyMap<string, readonly Cue[]>;
}

/** Which particles are written together with the word behind them: Hebrew ו ש ה ל ב כ מ, or Arabic و ف ب ك ل and ال. */
export type Glued = 'none' | 'hebrew' | 'arabic';

/** A word of a text. Offsets count UTF-16 units of it. */
export interface Token {
  /** Folded, see normalise.ts. */
  readonly text: string;
  /** As printed, in lower case. */
  readonly printed: string;
  readonly start: number;
  readonly end: number;
  /** How strongly it is parted from the word before, see GAP. */
  readonly gap: number;
}

/** A cue found: tokens `first` to `last`, both included. */
export interface FoundCue {
  readonly cue: Cue;
  readonly first: number;
  readonly last: number;
}
