import { describe, expect, it } from 'vitest';
import { findDates, resolveDate } from '#language/dates.ts';
import { findCues, tokensOf, withoutGlued } from '#language/cues.ts';
import { readLexicon } from '#watchlist/lexicon-file.ts';
import type { FunctionWord, Lexicon } from '#language/lexicon.ts';

const FILE = 'config/lexicon/xx.yaml';
const SMALL = `language: xx
glued: none
endings:
  past: ['-', a, i]
events:
  released:
    did:
      - freed|released
      - osvobodil~past
    named:
      - be freed
  sign-of-life:
    did:
      - released|showed … video
promise:
  - will|shall
  - promis*
not:
  - not
hypothetical:
  - =würde
agencies:
  wire: [old wire]
dates:
  february: [february, feb]
  november: [november]
  saturday: [saturday]
  yesterday: [yesterday]
  last-week: [last week]
`;

function lexicon(text: string): Lexicon {
  const { lexicon: read, problems } = readLexicon(FILE, text);
  expect(problems).toEqual([]);
  return read;
}

/** `released/did freed`: what is found, with the words of the text. */
function cuesIn(text: string, from: Lexicon = lexicon(SMALL)): string[] {
  const tokens = tokensOf(text);
  return findCues(from, tokens).map(({ cue, first, last }) => {
    const words = text.slice(tokens[first]?.start, tokens[last]?.end);
    return `${cue.list === 'event' ? `${cue.what}/${String(cue.form)}` : cue.list} ${words}`;
  });
}

describe('a lexicon', () => {
  it('finds words, endings, stems and phrases, whatever their capitals', () => {
    expect(cuesIn('They FREED him')).toEqual(['released/did FREED']);
    expect(cuesIn('osvobodil osvobodila osvobodilo')).toEqual([
      'released/did osvobodil',
      'released/did osvobodila',
    ]);
    expect(cuesIn('a promise, promised')).toEqual(['promise promise', 'promise promised']);
    expect(cuesIn('says the Old Wire')).toEqual(['agency Old Wire']);
  });

  it('lets words that stand for each other be named once', () => {
    const text = `${SMALL}words:\n  captors: [hamas, guards|gunmen, jihad*]\ncount:\n  - $captors|others … left\n`;
    const read = lexicon(text);
    expect(cuesIn('the gunmen left, jihadists have left, others left', read)).toEqual([
      'count gunmen left',
      'count jihadists have left',
      'count others left',
    ]);
    const { problems } = readLexicon(FILE, `${SMALL}count:\n  - $nobody left\n`);
    expect(problems.map(({ line, what }) => [line, what])).toEqual([
      [31, '"$nobody left": there are no words "nobody"'],
    ]);
  });

  it('lets a phrase take the meaning from its words', () => {
    const text = `${SMALL}harmless:\n  - as promised\n`;
    expect(cuesIn('freed as promised', lexicon(text))).toEqual([
      'released/did freed',
      'harmless as promised',
    ]);
    expect(cuesIn('promised', lexicon(text))).toEqual(['promise promised']);
  });

  it('finds whole words only', () => {
    expect(cuesIn('unfreed freedom willing')).toEqual([]);
  });

  it('lets the longest cue of an event win: the release of a video is none', () => {
    expect(cuesIn('they released a new short video')).toEqual([
      'sign-of-life/did released a new short video',
    ]);
    expect(cuesIn('to be freed')).toEqual(['released/named be freed']);
  });

  it('does not reach over the end of a sentence, nor over more than four words', () => {
    expect(cuesIn('showed him. A video')).toEqual([]);
    expect(cuesIn('showed one two three four five video')).toEqual([]);
  });

  it('tells accents apart where the file asks for it', () => {
    expect(cuesIn('er würde')).toEqual(['hypothetical würde']);
    expect(cuesIn('er wurde')).toEqual([]);
  });

  it('looks below the particles of Hebrew and Arabic', () => {
    const hebrew = lexicon('language: he\nglued: hebrew\nevents: { released: { happened: [שוחרר] } }\n');
    expect(cuesIn('ושוחרר וכששוחרר', hebrew)).toHaveLength(2);
    const arabic = lexicon('language: ar\nglued: arabic\nevents: { released: { named: [إفراج] } }\n');
    expect(cuesIn('الإفراج وبالافراج', arabic)).toHaveLength(2);
    expect(withoutGlued('ab', 'none')).toEqual(['ab']);
  });

  it('keeps the rest of a language in force when a line is broken, and names the line', () => {
    const broken = SMALL.replace(
      '  - will|shall',
      '  - will|shall\n  - ask~nowhere\n  - 7\n  - "half a quote',
    );
    const { lexicon: read, problems } = readLexicon(FILE, broken);
    const at = broken.split('\n').indexOf('  - will|shall') + 1;
    expect(
      problems.map((problem) => [problem.file, problem.line]).sort((a, b) => Number(a[1]) - Number(b[1])),
    ).toEqual([
      [FILE, at + 1],
      [FILE, at + 2],
      [FILE, at + 3],
    ]);
    expect(cuesIn('they will, not freed', read)).toEqual(['promise will', 'not not', 'released/did freed']);
  });

  it.each([
    ['a bracket left open in a list', '  - will|shall\n  - [broken'],
    ['a brace left open in a list', '  - will|shall\n  - { broken'],
    ['a tab before a cue', '  - will|shall\n\t- broken'],
  ])('loses one line to %s', (_, written) => {
    const broken = SMALL.replace('  - will|shall', written);
    const { lexicon: read, problems } = readLexicon(FILE, broken);
    const at = broken.split('\n').indexOf('  - will|shall') + 2;
    expect(problems.map(({ line }) => line)).toEqual([at]);
    expect(read.language).toBe(lexicon(SMALL).language);
    expect(cuesIn('they will, not freed', read)).toEqual(['promise will', 'not not', 'released/did freed']);
  });

  it('reads the lines of a list without a readable name as no other list', () => {
    const broken = SMALL.replace('\nnot:', '\n!not:');
    const { lexicon: read, problems } = readLexicon(FILE, broken);
    const at = broken.split('\n').indexOf('!not:') + 1;
    expect(problems.map(({ line }) => line)).toContain(at);
    expect(cuesIn('they will, not freed', read)).toEqual(['promise will', 'released/did freed']);
  });

  it('keeps both lists of a name that stands twice, and says so', () => {
    const line = SMALL.split('\n').length;
    const { lexicon: read, problems } = readLexicon(FILE, `${SMALL}not:\n  - never\n  - [broken\n`);
    expect(problems.map((problem) => problem.line)).toEqual([line + 2, line]);
    expect(cuesIn('never, not freed', read)).toEqual(['not never', 'not not', 'released/did freed']);
  });

  describe('has words of grammar, which', () => {
    const words = (text: string, is: FunctionWord): string[] => {
      const { exact, printed } = lexicon(text).functionWords.get(is) ?? { exact: [], printed: [] };
      return [...exact, ...[...printed].map((word) => `=${word}`)].sort();
    };

    it('are folded, with endings and words named once, and no cues', () => {
      const text = `${SMALL}words:\n  articles: [der, die]\nfunction-words:\n  of: [Über, von]\n  the: [$articles|das, ein~past]\n  became: [=Würde]\n`;
      expect(words(text, 'of')).toEqual(['uber', 'von']);
      expect(words(text, 'the')).toEqual(['das', 'der', 'die', 'ein', 'eina', 'eini']);
      expect(words(text, 'became')).toEqual(['=würde']);
      expect(words(text, 'than')).toEqual([]);
      expect(cuesIn('über der ein', lexicon(text))).toEqual([]);
    });

    it('are read in both scripts of Serbian', () => {
      const text = 'language: sr\nletters: serbian\nfunction-words: { than: [nego] }\n';
      expect(words(text, 'than')).toEqual(['nego', 'него']);
    });

    it('keep the rest in force where a line of theirs is broken, and name the line', () => {
      const first = SMALL.split('\n').length;
      const { lexicon: read, problems } = readLexicon(
        FILE,
        `${SMALL}function-words:\n  of: [von, 7]\n  to:\n    - zu hin\n    - an\n    - dar*\n    - auf~nowhere\n  as: als\n  than: [denn]\n`,
      );
      expect(problems.map(({ file, line, what }) => [file, line, what])).toEqual([
        [FILE, first + 1, 'A cue is words only'],
        [FILE, first + 3, '"zu hin": one whole word is expected here'],
        [FILE, first + 5, '"dar*": one whole word is expected here'],
        [FILE, first + 6, '"auf~nowhere": there are no endings "nowhere"'],
        [FILE, first + 7, 'A list is expected here'],
      ]);
      const exact = (is: FunctionWord): string[] => [...(read.functionWords.get(is)?.exact ?? [])];
      expect([exact('of'), exact('to'), exact('as'), exact('than')]).toEqual([['von'], ['an'], [], ['denn']]);
      expect(cuesIn('they will, not freed', read)).toEqual(['promise will', 'not not', 'released/did freed']);
    });

    it('have names that there are, once each', () => {
      const first = SMALL.split('\n').length;
      const { lexicon: read, problems } = readLexicon(
        FILE,
        `${SMALL}function-words:\n  off: [von]\n  of: [von]\n  of: [aus]\n`,
      );
      expect(problems.map(({ line, what }) => [line, what])).toEqual([
        [first + 3, '"of" stands here twice'],
        [first + 1, 'There are no function words "off"'],
      ]);
      expect([...(read.functionWords.get('of')?.exact ?? [])]).toEqual(['von', 'aus']);
    });
  });

  it('names lists and forms that there are not', () => {
    const { problems } = readLexicon(
      FILE,
      'language: xx\nmaybe: [a]\nevents: { released: { perhaps: [b] } }\n',
    );
    expect(problems.map((problem) => problem.line)).toEqual([2, 3]);
  });
});

describe('dates', () => {
  const { dates } = lexicon(SMALL);
  /** Wednesday, 19 February 2025. */
  const said = Date.UTC(2025, 1, 19, 10);
  const when = (text: string, lies: 'behind' | 'ahead' = 'behind'): (string | null)[] =>
    findDates(
      dates,
      tokensOf(text).map((token) => [token.text]),
    ).map((found) => {
      const day = resolveDate(found.date, said, lies);
      return day === null ? null : `${day.day} ${day.precision}`;
    });

  it.each([
    ['on 2025-02-15', '2025-02-15 day'],
    ['他于2023年11月26日获释', '2023-11-26 day'],
    ['周六（2月15日）', '2025-02-15 day'],
    ['去年11月获释', '2024-11-01 month'],
    ['昨年11月に解放された', '2024-11-01 month'],
    ['2023년 11월 26일 풀려났다', '2023-11-26 day'],
    ['15 February 2025', '2025-02-15 day'],
    ['Feb. 15, 2025', '2025-02-15 day'],
    ['February 15', '2025-02-15 day'],
    ['15 November', '2024-11-15 day'],
    ['in November 2023', '2023-11-01 month'],
    ['in November', '2024-11-01 month'],
    ['on Saturday', '2025-02-15 day'],
    ['yesterday', '2025-02-18 day'],
    ['last week', '2025-02-10 week'],
  ])('%s means %s', (text, expected) => {
    expect(when(text)).toEqual([expected]);
  });

  it('lie ahead where something is promised', () => {
    expect(when('on Saturday', 'ahead')).toEqual(['2025-02-22 day']);
    expect(when('15 November', 'ahead')).toEqual(['2025-11-15 day']);
  });

  it('that cannot be are none', () => {
    expect(when('31 February 2025')).toEqual([null]);
    expect(when('feb')).toEqual([]);
    expect(when('7 men and 15 women')).toEqual([]);
  });
});
