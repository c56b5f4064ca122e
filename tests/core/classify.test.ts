import { readFileSync } from 'node:fs';
import { eld } from 'eld/extrasmall';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createClassifier } from '#core/classify.ts';
import type { Verdict } from '#core/verdict.ts';
import { createDetector } from '#language/detect.ts';
import { loadWatchlist } from '#watchlist/load.ts';
import { names } from '#tests/support/names.ts';

const folder = new URL('../fixtures/classify/', import.meta.url);
const languages = ['en', 'de', 'fr', 'es', 'pt', 'it', 'pl', 'hu', 'ru', 'uk', 'he', 'ar'];
const loaded = loadWatchlist(
  readFileSync(new URL('../../config/watchlist.yaml', import.meta.url), 'utf8'),
  'config/watchlist.yaml',
  names,
);
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
const { recognition, watchlist } = loaded;
const classify = createClassifier({
  recognition,
  detect: createDetector({ languages, statistics: () => eld }),
});

const Item = z.strictObject({
  id: z.string(),
  lang: z.string(),
  title: z.string(),
  lead: z.string(),
  relevant: z.boolean(),
  people: z.array(z.string()),
});
type Item = z.infer<typeof Item>;

function items(file: string): Item[] {
  const lines = readFileSync(new URL(file, folder), 'utf8').trim().split('\n');
  return lines.map((line) => Item.parse(JSON.parse(line)));
}

const DURING = Date.parse('2024-01-15');

function read(title: string, lead = '', text = '', publishedAt: number | null = DURING): Verdict {
  return classify({ title, lead, text, language: null, publishedAt });
}

/** The persons of a verdict, each once, sorted. */
function people(verdict: Verdict): string[] {
  const persons = new Set(recognition.people.map((person) => person.subject));
  return [...new Set(verdict.mentions.map((mention) => mention.subject))]
    .filter((id) => persons.has(id))
    .sort();
}

describe('items that the rules were made with: every one is right', () => {
  test.each(items('items.jsonl').map((item) => [item.id, item] as const))('%s', (_id, item) => {
    const verdict = read(item.title, item.lead);
    expect(people(verdict)).toEqual([...item.people].sort());
    expect({ relevant: verdict.relevant, why: verdict.reasons }).toEqual({
      relevant: item.relevant,
      why: verdict.reasons,
    });
    expect(verdict.language).toBe(item.lang);
  });
});

describe('every printed form of a name, beside its company', () => {
  const forms = z
    .record(z.string(), z.array(z.string()))
    .parse(JSON.parse(readFileSync(new URL('spellings.json', folder), 'utf8')));
  test.each(Object.entries(forms))('%s', (subject, printed) => {
    for (const form of printed) {
      // Polish is the one language of these forms that declines in Latin letters.
      const polish = /dopełniacz|Trufanowej/.test(form);
      const verdict = classify({
        title: form,
        lead: polish
          ? 'Zakładnik Hamasu w Izraelu, ambasador i naczelny rabin'
          : 'Hamas hostage, Israel, ambassador, chief rabbi',
        text: '',
        language: polish ? 'pl' : 'en',
      });
      expect({ form, people: people(verdict) }).toEqual({ form, people: [subject] });
    }
  });
});

describe('offsets point into the field as it was given', () => {
  test.each([
    ['Tru\u00adfa\u00adnov was freed by Hamas', 'Tru\u00adfa\u00adnov'],
    ['ХАМАС отпустил Труфа\u0301нова', 'Труфа\u0301нова'],
    ['Мать пленника говорила с Труфановым', 'Труфановым'],
    ['Zakładnika Trufanova uwolniono z rąk Hamasu', 'Trufanova'],
    ['Заложника Александра Труфанова видели живым', 'Александра Труфанова'],
    ['חמאס שחרר את טְרוּפָנוֹב', 'טְרוּפָנוֹב'],
    ['המסר לטרופנוב, החטוף', 'טרופנוב'],
    ['🙂🙂 Заложник Tpуфaнoв', 'Tpуфaнoв'],
    ['<p>Hostage <b>Trufanov</b></p>', 'Trufanov'],
    ['Hostage ＴＲＵＦＡＮＯＶ', 'ＴＲＵＦＡＮＯＶ'],
  ])('%s', (title, surface) => {
    const mention = read(title).mentions.find((one) => one.subject === 'trufanov');
    expect(mention?.surface).toBe(surface);
    expect(title.slice(mention?.start, mention?.end)).toBe(surface);
  });

  test('and end where the printed word ends, in every item', () => {
    for (const { title, lead } of items('items.jsonl')) {
      for (const { field, start, end, surface } of read(title, lead).mentions) {
        const text = field === 'title' ? title : lead;
        expect(text.slice(start, end)).toBe(surface);
        expect({ surface, behind: /^[\p{L}\p{M}]/u.test(text.slice(end)) }).toEqual({
          surface,
          behind: false,
        });
      }
    }
  });

  test('in whichever field it stands', () => {
    const verdict = read('News from Gaza', 'Hostages', 'Much later the text names Sasha Trufanov.');
    const mention = verdict.mentions.find((one) => one.subject === 'trufanov');
    expect([mention?.field, mention?.start]).toEqual(['text', 26]);
  });
});

test.each([
  'The hostage family heard that Mister Lobanov was freed by Hamas',
  'W Gazie zakładnik Hamasu, o którym mówiła, Panem Trufanovem był',
  'Quando il signore Rossi dice che Sig Trufanov era ostaggio di Hamas a Gaza',
])('a title is no given name of a namesake: %s', (title) => {
  expect(people(read(title))).toHaveLength(1);
});

describe('relatives are told apart', () => {
  test.each([
    ['Труфанова the genitive', 'Заложника Труфанова видели живым в Газе', ['trufanov']],
    [
      'Труфанова the woman, by her verb',
      'Вернувшаяся из плена Труфанова рассказала о Газе',
      ['yelena-trufanova'],
    ],
    [
      'the woman, by "her" behind a comma',
      'Заручники ХАМАС: Труфанова, її мати та син',
      ['yelena-trufanova'],
    ],
    ['two women, in Italian', 'Ostaggi: Trufanov e Tati, due donne russe, da Hamas', ['yelena-trufanova']],
    ['two women, in Spanish', 'Rehenes de Hamás: Trufanov y Tati, dos mujeres rusas', ['yelena-trufanova']],
    ['his mother, named by him', 'Мать Труфанова рассказала о плене', ['trufanov']],
    [
      'a feminine case',
      'Хамас передал Труфанову Красному Кресту; с Труфановой говорили врачи',
      ['trufanov', 'yelena-trufanova'],
    ],
    [
      'a pair with one surname',
      'Former hostages Yelena and Alexander Trufanov',
      ['trufanov', 'yelena-trufanova'],
    ],
    ['a pair in Russian', 'Бывшие заложники Елена и Александр Труфановы', ['trufanov', 'yelena-trufanova']],
    [
      'three with one surname',
      'Hamas killed or took Yelena, Sasha and Vitaly Trufanov',
      ['trufanov', 'vitaly-trufanov', 'yelena-trufanova'],
    ],
    ['a pair in Hebrew', 'ילנה ואלכסנדר טרופנוב, ששוחררו משבי חמאס', ['trufanov', 'yelena-trufanova']],
    [
      'a relative by given name and kin word',
      'Hostage Sasha Trufanov lost his father Vitaly',
      ['trufanov', 'vitaly-trufanov'],
    ],
    ['a given name alone is nobody', 'Sasha and Sapir, hostages of the market', []],
    ['the given name of somebody else', 'Hostage Sasha Trufanov was met by Elena Ivanova', ['trufanov']],
  ])('%s', (_what, title, expected) => {
    expect(people(read(title))).toEqual(expected);
  });
});

describe('namesakes, cities and words are left alone', () => {
  test.each([
    ['another given name', 'Stanislav Trufanov, once a hostage of Hamas in Gaza'],
    ['another given name in Russian', 'Станислав Труфанов рассказал о заложниках и Газе'],
    ['a bare surname without company', 'Труфанов забил дважды'],
    ['the city, declined', 'ХАМАС ни при чём: удар по Кривому Рогу, заложников нет, в Кривом Роге тихо'],
    ['a common word', 'Заложники и ХАМАС: кривой забор, сто козлов, много песков и лавров'],
    ['a common full name without company', 'Александр Лобанов продлил контракт с клубом'],
    ['a woman of an official’s surname', 'Врач Татьяна Богданова и посол'],
    ['a surname that needs its given name', 'Hostage Eliya Cohen left Gaza'],
    ['a Hebrew word like a short name', 'הרב הראשי אמר לזר: בוא'],
    ['fishing season', 'На Камчатке началась лососевая путина'],
  ])('%s', (_what, title) => {
    expect(people(read(title))).toEqual([]);
  });
});

describe('what concerns the watch', () => {
  test.each([
    ['a captive in company', 'Herkin video: the hostage pleads', true],
    ['Russians held by Hamas', 'Hamas has eight hostages with Russian citizenship', true],
    ['Hamas in Moscow', 'Hamas delegation visits Moscow', true],
    ['an official alone', 'Putin opens a bridge', false],
    ['other hostages', 'Hamas frees ten Thai hostages', false],
    ['Russia without hostages', 'Russia raises its key rate', false],
    ['Hamas without Russia', 'Hamas names its new leader', false],
    ['evacuation', 'Sixty Russians leave Gaza as evacuation goes on', false],
    ['a prisoner swap', 'Moscow and Washington swap prisoners in Ankara', false],
    [
      'a draft before the United Nations',
      'Russia vetoes draft at Security Council that urges Hamas to free the hostages',
      false,
    ],
  ])('%s', (_what, title, relevant) => {
    const verdict = read(title);
    expect({ relevant: verdict.relevant, why: verdict.reasons }).toEqual({ relevant, why: verdict.reasons });
  });

  test('the score is the sum of its reasons', () => {
    for (const item of items('items.jsonl')) {
      const verdict = read(item.title, item.lead);
      expect(verdict.reasons.reduce((sum, reason) => sum + reason.points, 0)).toBe(verdict.score);
      expect(verdict.relevant).toBe(verdict.score >= recognition.relevance.digest);
      expect(verdict.reach === 'alert').toBe(verdict.score >= recognition.relevance.alert);
      expect(verdict.reasons.length).toBeGreaterThan(0);
    }
  });

  test('topics are found where their parts meet', () => {
    expect(read('Hamas frees the hostage Sasha Trufanov').topics).toContain('hostage-release');
    expect(read('Hamas delegation visits Moscow').topics).toEqual(['russia-hamas']);
    expect(read('Hostages are in Gaza.', 'An hour passed. And another. A swap shop opened.').topics).toEqual(
      [],
    );
    for (const topic of read('Trufanov').topics) expect(watchlist.topics.has(topic)).toBe(true);
  });
});

describe('furniture is never the news', () => {
  test('a note that the law demands', () => {
    const verdict = read(
      'Курс валют',
      'Переговоры о заложниках с «Талибаном» (признано террористическим и запрещено в РФ) отложены.',
    );
    expect(verdict.relevant).toBe(false);
  });

  test('a donation appeal and all behind it', () => {
    const verdict = read(
      'Budget passed',
      'A Message from The Moscow Times: Dear readers. Support us. Hamas freed the hostage Trufanov.',
    );
    expect(verdict.mentions).toEqual([]);
  });

  test('a teaser sentence, and not the ones around it', () => {
    const verdict = read('Budget', 'Read more: Peskov on prices. Hamas freed the hostage Trufanov.');
    expect(people(verdict)).toEqual(['trufanov']);
  });

  test('but a title is what it says', () => {
    expect(people(read('Read more about hostage Trufanov'))).toEqual(['trufanov']);
  });
});

describe('bad input is answered in time', () => {
  test.each([
    ['nothing', ''],
    ['a megabyte of one name', 'Труфанов '.repeat(110_000)],
    ['a megabyte of names in company', 'hostage Trufanov Hamas. '.repeat(42_000)],
    ['given names before one surname', `${'Sasha and '.repeat(100_000)}Trufanov hostage`],
    ['half pairs', `\ud800 hostage Trufanov${'\udc00'.repeat(500_000)}`],
    ['marks', `hostage T${'\u0301'.repeat(10_000)}rufanov`],
    ['stops', `${'. '.repeat(400_000)} Hamas`],
  ])('%s', (_what, text) => {
    const verdict = read('', '', text);
    for (const mention of verdict.mentions.slice(0, 50))
      expect(text.slice(mention.start, mention.end)).toBe(mention.surface);
  });
});

describe('a headline that says nothing else', () => {
  test.each([
    ['Trufanov released', 'trufanov'],
    ['Trufanov is free', 'trufanov'],
    ['Труфанов освобождён', 'trufanov'],
    ['Александр Труфанов освобожден', 'trufanov'],
    ['Труфанов звільнений', 'trufanov'],
    ['טרופנוב שוחרר', 'trufanov'],
    ['الإفراج عن تروفانوف', 'trufanov'],
    ['Харкин освобождён', 'herkin'],
    ['Herkin freed', 'herkin'],
  ])('%s', (title, person) => {
    const verdict = read(title);
    expect(people(verdict)).toContain(person);
    expect(verdict.reach).toBe('alert');
  });

  test('a rare surname beside those who speak for Russia needs no more company', () => {
    expect(people(read('Песков о Труфанове: работа продолжается'))).toEqual(['peskov', 'trufanov']);
    expect(read('Trufanov not on the list, says Peskov').relevant).toBe(true);
  });

  test('the president, the rabbis and captives are the watch, the president and a rabbi are not', () => {
    const lead = 'Berel Lazar and Alexander Boroda came with questions.';
    expect(read('Putin tells rabbis of results in getting hostages out', lead).relevant).toBe(true);
    expect(read('Putin congratulates rabbis on the new year', lead).relevant).toBe(false);
  });

  test('who is let go from office or from a contract was no captive', () => {
    expect(
      people(read('Труфанов возглавил федерацию хоккея', 'Прежнего главу освободили от обязанностей.')),
    ).toEqual([]);
    expect(people(read('Мэра Труфанова освободили от должности'))).toEqual([]);
    expect(people(read('Trufanov released from his contract'))).toEqual([]);
    expect(people(read('Труфанова звільнили з посади'))).toEqual([]);
    expect(people(read('Труфанова освободили в Хан-Юнисе'))).toEqual(['trufanov']);
  });

  test('half of a double surname is not the name', () => {
    expect(people(read('ספיר כהן-לוי קבעה שיא ישראלי'))).toEqual([]);
    expect(people(read('Sapir Cohen-Levi signs for Maccabi Israel'))).toEqual([]);
    expect(people(read('ספיר כהן, ששוחררה מעזה, קבעה'))).toEqual(['sapir-cohen']);
  });
});

describe('a surname that is somebody else’s', () => {
  test.each([
    ['a trade in front of it', 'Судья Лобанов оправдал сторонника ХАМАС'],
    ['a trade in front of the full name', 'Хоккеист Александр Лобанов не поедет в Израиль'],
    ['an abbreviated trade', 'Sen. Harkin asked for a truce in Gaza'],
    ['in Hebrew and Arabic', 'השופט טרופנוב דן בעתירה נגד חמאס', 'الصحفي كوزلوف قتل في غزة'],
    [
      'a given name that we do not know',
      'The museum showed paintings by Evander Lobanov on captivity in Gaza',
    ],
    ['a trade and such a name', 'Профессор Гидеон Козлов говорит о переговорах с ХАМАС'],
    ['a given name of others', 'Jean Kozlov treats those whom Hamas let go'],
  ])('%s', (_what, ...lines) => {
    for (const line of lines) expect({ line, people: people(read(line)) }).toEqual({ line, people: [] });
  });

  test.each([
    [
      'a place or a day is no given name',
      'Last week in Cairo Kozlov spoke of his months with Hamas',
      'kozlov',
    ],
    ['nor a word that opens a sentence', 'Engineer Trufanov was freed from Gaza', 'trufanov'],
    ['nor one of a headline in capitals', 'Army Brings Home Kozlov From Gaza', 'kozlov'],
    ['nor a place in the genitive', 'Что рассказал уроженец Донецка Харкин о плене в Газе', 'herkin'],
    ['nor a German noun', 'Gestern kam der Ingenieur Trufanow aus Gaza frei', 'trufanov'],
    ['nor a spelling of the own one', 'There were talks with Hamas on Maxin Herkin', 'herkin'],
  ])('%s', (_what, line, subject) => {
    expect(people(read(line))).toEqual([subject]);
  });

  test('a woman named in full with a surname like a man’s keeps it', () => {
    const verdict = read(
      'Two women let go by Hamas',
      'They are Irena Tati and Yelena Trupanov. Trupanov is 50.',
    );
    expect(people(verdict)).toEqual(['irena-tati', 'yelena-trufanova']);
  });

  test('officials find their company in captives and in each other', () => {
    expect(people(read('Rumours about Trufanov and Gaza', 'Viktorov called them untrue.'))).toContain(
      'viktorov',
    );
    expect(people(read('Abu Marzouk went to Moscow', 'He was heard by Bogdanov.'))).toContain('bogdanov');
  });
});

describe('contacts of Moscow and the captors that name no captives', () => {
  const line = 'A Hamas delegation arrived in Moscow for talks';
  test('concern the watch since people are held', () => {
    expect(read(line).relevant).toBe(true);
  });
  test('and did not before, nor where nobody knows when', () => {
    expect(read(line, '', '', Date.parse('2022-09-10')).relevant).toBe(false);
    expect(read(line, '', '', null).relevant).toBe(false);
  });
});
