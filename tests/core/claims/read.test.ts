import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { describe, expect, it } from 'vitest';
import { createClaimReader } from '#core/claims/read.ts';
import { worded } from '#tests/support/worded.ts';
import { createClassifier } from '#core/classify.ts';
import type { Claim } from '#core/claim.ts';
import type { Entry } from '#core/entry.ts';
import type { Source } from '#core/feed.ts';
import { createDetector } from '#language/detect.ts';
import { loadLexicons } from '#watchlist/lexicons.ts';
import { loadWatchlist } from '#watchlist/load.ts';
import { names } from '#tests/support/names.ts';

const FILE = 'config/watchlist.yaml';
const loaded = loadWatchlist(await readFile(FILE, 'utf8'), FILE, names);
if (!loaded.ok) throw new Error('the watchlist does not load');
const { lexicons, check } = await loadLexicons('config/lexicon');
const detect = createDetector({
  languages: [...lexicons.keys()],
  statistics: null,
});
const classify = createClassifier({ recognition: loaded.recognition, detect });
const source = (id: string, stateMedia: string | null, agency: boolean): Source => ({
  id,
  name: id,
  reliability: 'B',
  stateMedia,
  agency,
});
const read = worded(
  createClaimReader({
    lexicons,
    watchlist: loaded.watchlist,
    sources: new Map(
      [source('tass', 'Russia', true), source('ria', 'Russia', true), source('rt', 'Russia', false)].map(
        (one) => [one.id, one],
      ),
    ),
  }),
);

/** A sentence with its language, and what has to be, or may be, read in it. */
const Line = z.tuple([z.string(), z.string()]).rest(z.string());
const Lines = z.record(z.string(), z.array(Line));

async function linesOf(file: string, list: string): Promise<[string, string, string[]][]> {
  const lists = Lines.parse(parse(await readFile(`tests/fixtures/claims/${file}`, 'utf8')));
  return (lists[list] ?? []).map(([language, text, ...expected]) => [language, text, expected]);
}

const tempting = await linesOf('tempting.yaml', 'tempting');
const facts = await linesOf('tempting.yaml', 'facts');
const kinds = await linesOf('kinds.yaml', 'readings');
const wide = await linesOf('wide.yaml', 'readings');
const wideTempting = await linesOf('wide.yaml', 'tempting');
const headlinesTempting = [
  ...(await linesOf('headlines.yaml', 'tempting')),
  ...(await linesOf('whom.yaml', 'tempting')),
];
const headlines = [
  ...(await linesOf('headlines.yaml', 'readings')),
  ...(await linesOf('whom.yaml', 'readings')),
];

/** Saturday, 15 February 2025, noon. */
const SATURDAY = Date.UTC(2025, 1, 15, 12);

function entry(language: string, part: Partial<Entry>): Entry {
  return {
    id: 'entry-1',
    feed: 'gazette',
    source: 'gazette',
    url: 'https://gazette.example/1',
    guid: null,
    title: '',
    lead: '',
    text: '',
    language,
    publishedAt: SATURDAY,
    firstSeenAt: SATURDAY,
    arrival: 'news',
    ...part,
  };
}

function claimsIn(language: string, part: Partial<Entry> | string): readonly Claim[] {
  const one = entry(language, typeof part === 'string' ? { lead: part } : part);
  return read(one, classify(one)).filter((claim) => !claim.weighed);
}

function releaseIn(language: string, part: Partial<Entry> | string): Claim | undefined {
  return claimsIn(language, part).find((claim) => claim.event === 'released');
}

/** `trufanov released/fact`, with `~` before what only looks back; held and abducted left out unless asked for. */
function readings(language: string, part: Partial<Entry> | string): string[] {
  return claimsIn(language, part)
    .filter((claim) => claim.event !== 'held' && claim.event !== 'abducted')
    .filter((claim) => claim.subject !== 'russian-hostages')
    .map((claim) => `${claim.background ? '~' : ''}${claim.subject} ${claim.event}/${claim.modality}`);
}

describe('the lexicons', () => {
  it('have no broken line', () => {
    expect(check()).toEqual([]);
    expect([...lexicons.keys()]).toEqual(
      expect.arrayContaining(['ar', 'de', 'en', 'es', 'fr', 'he', 'ru', 'uk']),
    );
  });
});

describe('a fact', () => {
  it.each([
    ['en', 'Hostage Alexander Trufanov was released on Saturday, the army said.'],
    ['en', 'Hamas freed the Russian-Israeli hostage Sasha Trufanov in Khan Younis.'],
    ['en', 'Sasha Trufanov, Yair Horn and Sagui Dekel-Chen have been freed by Hamas.'],
    ['en', 'Hamas freed hostage Alexander Trufanov on Saturday.'],
    ['en', 'Alexander Trufanov, 29, was handed over to the Red Cross after 498 days in Gaza.'],
    ['en', 'Hamas hands over three hostages, including Alexander Trufanov, to the Red Cross.'],
    ['ru', 'ХАМАС освободил заложника Александра Труфанова.'],
    ['ru', 'Россиянин Александр Труфанов вышел на свободу после 498 дней плена.'],
    ['ru', 'Заложник Александр Труфанов передан Красному Кресту.'],
    ['ru', 'Труфанова, россиянина и заложника ХАМАС, отпустили в субботу.'],
    ['uk', 'ХАМАС звільнив заручника Олександра Труфанова.'],
    ['he', 'החטוף סשה טרופנוב שוחרר מהשבי בעזה'],
    ['he', 'סשה טרופנוב חזר לישראל אחרי 498 ימים בשבי'],
    ['ar', 'أفرجت حماس عن الرهينة ألكسندر تروفانوف اليوم'],
    ['ar', 'حماس أطلقت سراح الأسير الروسي الإسرائيلي ساشا تروفانوف'],
    ['de', 'Die Hamas ließ die Geisel Alexander Trufanow frei.'],
    ['de', 'Die israelische Geisel Sascha Trufanow ist freigelassen worden.'],
    ['fr', "L'otage Sasha Trufanov a été libéré par le Hamas."],
    ['es', 'El rehén Alexander Trufanov fue liberado por Hamás este sábado.'],
  ])('is read in %s: %s', (language, sentence) => {
    expect(readings(language, sentence)).toEqual(['trufanov released/fact']);
  });

  it.each([
    ['en', 'Hostage Alexander Lobanov was murdered by Hamas, the army said.', 'lobanov died/fact'],
    ['ru', 'Заложник Александр Лобанов убит боевиками ХАМАС.', 'lobanov died/fact'],
    ['he', 'החטוף אלכס לובנוב נרצח בידי חמאס', 'lobanov died/fact'],
    ['de', 'Die Geisel Alexander Lobanow wurde von der Hamas ermordet.', 'lobanov died/fact'],
    ['fr', "L'otage Alexander Lobanov a été tué par le Hamas.", 'lobanov died/fact'],
    ['en', 'Islamic Jihad released a video of hostage Sasha Trufanov.', 'trufanov sign-of-life/fact'],
    [
      'ru',
      '«Исламский джихад» опубликовал видео с заложником Александром Труфановым.',
      'trufanov sign-of-life/fact',
    ],
    ['he', "הג'יהאד האסלאמי פרסם סרטון של החטוף סשה טרופנוב", 'trufanov sign-of-life/fact'],
  ])('of another kind is read in %s: %s', (language, sentence, expected) => {
    expect(readings(language, sentence)).toEqual([expected]);
  });
});

describe('what is no fact', () => {
  it.each([
    ['en', 'Hostage Alexander Trufanov will be released on Saturday, Hamas said.', 'promise'],
    ['en', 'Hamas promised to free the hostage Alexander Trufanov soon.', 'promise'],
    ['en', 'Russian-Israeli hostage Sasha Trufanov is set to be freed in the first stage.', 'promise'],
    ['en', 'Russia urged Hamas to release the hostage Alexander Trufanov.', 'negotiation'],
    ['en', 'Moscow works to secure the release of hostage Alexander Trufanov, Lavrov said.', 'negotiation'],
    ['en', 'Hamas has not released hostage Alexander Trufanov.', 'denial'],
    ['en', 'The army denied that hostage Alexander Trufanov was freed.', 'denial'],
    ['en', 'Has Hamas freed the hostage Alexander Trufanov?', 'hypothetical'],
    // That day is the Tuesday to come; of the one before the present tense does not tell.
    ['en', 'Hamas frees the hostage Alexander Trufanov on Tuesday.', 'promise'],
    ['en', 'Hamas frees the hostage Alexander Trufanov on February 20.', 'promise'],
    ['de', 'Am Dienstag lässt die Hamas die Geisel Alexander Trufanow frei.', 'promise'],
    ['fr', "Mardi, le Hamas libère l'otage Alexander Trufanov.", 'promise'],
    ['es', 'El martes Hamás libera al rehén Alexander Trufanov.', 'promise'],
    ['en', 'After Alexander Trufanov is released from Gaza, he will be taken to hospital.', 'promise'],
    ['en', 'If hostage Alexander Trufanov was freed, nobody has seen him.', 'hypothetical'],
    ['ru', 'Заложника Александра Труфанова освободят в субботу, заявил ХАМАС.', 'promise'],
    ['ru', 'ХАМАС готов отпустить заложника Александра Труфанова.', 'promise'],
    ['ru', 'Александр Труфанов будет освобождён на первом этапе сделки с ХАМАС.', 'promise'],
    ['ru', 'Россия призвала ХАМАС освободить заложника Александра Труфанова.', 'negotiation'],
    ['ru', 'Москва добивается освобождения заложника Александра Труфанова.', 'negotiation'],
    ['ru', 'Освободить заложника Александра Труфанова не удалось, сообщил Песков.', 'denial'],
    ['ru', 'ХАМАС не освободил заложника Александра Труфанова.', 'denial'],
    ['uk', 'ХАМАС обіцяє звільнити заручника Олександра Труфанова.', 'promise'],
    ['uk', 'Росія закликала ХАМАС звільнити заручника Олександра Труфанова.', 'negotiation'],
    ['he', 'החטוף סשה טרופנוב ישוחרר ביום שבת', 'promise'],
    ['he', 'רוסיה דורשת מחמאס לשחרר את החטוף סשה טרופנוב', 'negotiation'],
    ['he', 'החטוף סשה טרופנוב טרם שוחרר מהשבי', 'denial'],
    ['ar', 'سيتم الإفراج عن الرهينة ألكسندر تروفانوف قريبا', 'promise'],
    ['ar', 'دعت روسيا حماس إلى الإفراج عن الرهينة ألكسندر تروفانوف', 'negotiation'],
    ['ar', 'لم يتم الإفراج عن الرهينة ألكسندر تروفانوف', 'denial'],
    ['de', 'Die Geisel Alexander Trufanow soll am Samstag freigelassen werden.', 'promise'],
    ['de', 'Die Geisel Alexander Trufanow würde am Samstag freigelassen.', 'promise'],
    ['fr', "L'otage Alexander Trufanov sera libéré samedi.", 'promise'],
    ['es', 'El rehén Alexander Trufanov será liberado el sábado.', 'promise'],
  ])('is told from it in %s: %s', (language, sentence, modality) => {
    expect(readings(language, sentence)).toEqual([`trufanov released/${modality}`]);
  });
});

describe('the traps', () => {
  const noRelease = (language: string, part: Partial<Entry> | string): string[] =>
    readings(language, part).filter(
      (one) => / (?:released|died|body-returned)\/fact/.test(one) && !one.startsWith('~'),
    );

  it.each([
    ['the release of a video', 'en', 'Hamas released another video of the hostage Maxim Herkin on Saturday.'],
    [
      'another person in the same sentence',
      'en',
      'Hamas freed the hostage Yair Horn; Maxim Herkin remains in Gaza.',
    ],
    [
      'another person behind "while"',
      'en',
      'Hamas freed Yair Horn while hostage Maxim Herkin remains in captivity.',
    ],
    [
      'another person, in Russian',
      'ru',
      'ХАМАС освободил Яира Хорна, а заложник Максим Харкин остаётся в Газе.',
    ],
    [
      "the captive's mother",
      'en',
      "Hostage Sasha Trufanov's mother was released in a truce, she told Hamas leaders nothing.",
    ],
    [
      "the captive's mother, in Russian",
      'ru',
      'Мать заложника Александра Труфанова освободили раньше него из плена ХАМАС.',
    ],
    [
      'the father of the captive',
      'en',
      'Hostage Sasha Trufanov was abducted by Hamas and his father was killed.',
    ],
    [
      'a death in the family, in Russian',
      'ru',
      'Заложник Александр Труфанов в плену у ХАМАС, его отец убит.',
    ],
    [
      'whose mother',
      'en',
      'Hostage Sasha Trufanov, whose mother and grandmother were freed, is held by Hamas.',
    ],
    [
      'a dismissal',
      'ru',
      'Михаил Богданов освобождён от должности, он вёл переговоры о заложнике Александре Труфанове.',
    ],
    ['a stage', 'en', 'Hostage Maxim Herkin is not part of the stage one release by Hamas.'],
    [
      'what Hamas wants in return',
      'en',
      'For hostage Maxim Herkin Israel is to free 30 prisoners, Hamas said.',
    ],
    ['a demand', 'en', 'His family wants the hostage Maxim Herkin freed from Hamas captivity now.'],
    ['a wish', 'ru', 'Родные просят, чтобы заложника Максима Харкина освободили из плена ХАМАС.'],
    [
      'a rumour',
      'en',
      'Hostage Maxim Herkin may have been freed by Hamas, according to unconfirmed reports.',
    ],
    ['a date ahead', 'en', 'Hostage Maxim Herkin freed by Hamas on 20 March 2025: what the deal says.'],
    [
      'killing somebody else',
      'en',
      'The men who killed three others still hold hostage Maxim Herkin for Hamas.',
    ],
  ])('do not make a release or a death: %s', (_, language, sentence) => {
    expect(noRelease(language, sentence)).toEqual([]);
  });

  it('a negation in the next sentence is a denial of him who was named before', () => {
    expect(
      readings(
        'en',
        'Hamas named three hostages; Alexander Trufanov was expected. He is not among them, Hamas said.',
      ),
    ).not.toContain('trufanov released/fact');
  });

  it('former hostages look back', () => {
    expect(readings('en', 'Former hostage Sasha Trufanov spoke of Hamas in Moscow.')).toEqual([
      '~trufanov released/fact',
    ]);
    expect(readings('ru', 'Бывший заложник ХАМАС Александр Труфанов прилетел в Москву.')).toEqual([
      '~trufanov released/fact',
    ]);
  });

  it('a freed hostage is news where nothing dates it back', () => {
    const told = 'Freed hostage Sasha Trufanov spoke of Hamas in Moscow.';
    expect(readings('en', told)).toEqual(['trufanov released/fact']);
    expect(readings('en', 'Former hostage Sasha Trufanov spoke of Hamas in Moscow.')).toEqual([
      '~trufanov released/fact',
    ]);
    expect(readings('en', { lead: told, text: 'A year ago the family was in Moscow too.' })).toEqual([
      '~trufanov released/fact',
    ]);
    expect(readings('en', { lead: told, text: 'The truce of January 2024 was over.' })).toEqual([
      '~trufanov released/fact',
    ]);
    expect(readings('en', 'Hamas freed hostage Sasha Trufanov.')).toEqual(['trufanov released/fact']);
  });

  it('what is dated more than a week back looks back', () => {
    const claims = claimsIn(
      'en',
      'Yelena Trufanova, a hostage in Gaza, was released by Hamas in November 2023.',
    );
    expect(claims.find((claim) => claim.event === 'released')).toMatchObject({
      background: true,
      eventAt: { day: '2023-11-01', precision: 'month' },
    });
  });

  it('what a report on a new video recalls of promises and videos is no news', () => {
    const film = {
      title: 'New film of hostage Maxim Herkin',
      lead: 'Hamas released a video of hostage Maxim Herkin on Saturday. Hamas promised to free Herkin in the second stage.',
    };
    expect(readings('en', film)).toEqual(
      expect.arrayContaining(['herkin sign-of-life/fact', '~herkin released/promise']),
    );
    const held =
      'Alexander Trufanov is held in Gaza by Islamic Jihad, which has published two videos of him.';
    expect(readings('en', { title: 'Moscow asks Hamas about hostages', lead: held })).not.toContain(
      'trufanov sign-of-life/fact',
    );
  });

  it('a headline that promises outweighs a text that seems to say it was done', () => {
    expect(
      readings('en', {
        title: 'Hamas to free hostage Alexander Trufanov on Saturday',
        lead: 'Three men walk free. Hostage Alexander Trufanov was freed.',
      }),
    ).toEqual(['trufanov released/promise']);
  });

  it.each([
    ['en', 'After his release hostage Alexander Trufanov spoke about Gaza.', ['trufanov released/fact']],
    ['en', 'After his release hostage Alexander Trufanov will speak about Gaza.', []],
    ['ru', 'После освобождения заложник Александр Труфанов рассказал о ХАМАС.', ['trufanov released/fact']],
    ['ru', 'После освобождения заложник Александр Труфанов поедет в Москву.', []],
    ['en', 'Her fight is not over until hostage Alexander Trufanov and his friends are released.', []],
    ['en', 'Hamas published a video of Alexander Trufanov and other slain hostages.', []],
  ])('after, until and beside the dead: %s %s', (language, text, ends) => {
    const told = claimsIn(language, text).filter(
      ({ event, modality }) => event !== 'held' && modality === 'fact',
    );
    expect(told.map(({ subject, event, modality }) => `${subject} ${event}/${modality}`)).toEqual(ends);
  });

  it('a language without a lexicon is not read', () => {
    const one = entry('fi', { lead: 'Panttivanki Alexander Trufanov on vapautettu.' });
    expect(read(one, { ...classify(one), language: 'fi' })).toEqual([]);
  });
});

describe('sentences that tempt', () => {
  const FACTS = / (?:released|died|body-returned)\/fact/;

  it.each([
    ['en', 'Hamas says it will hand over hostage Sasha Trufanov to the Red Cross on Saturday.'],
    ['en', "Trufanov's release by Hamas was delayed, hostage families said."],
    ['en', 'The release of hostage Alexander Trufanov has been postponed by Hamas.'],
    ['en', 'Russia hopes hostage Maxim Herkin will be freed by Hamas after Trufanov.'],
    ['en', 'Hamas names Trufanov as one of three hostages to be released on Saturday.'],
    ['en', 'Hamas agreed to release hostages Sasha Trufanov and Arbel Yehud.'],
    ['en', 'Moscow thanked Hamas for its readiness to release hostage Maxim Herkin.'],
    ['en', 'Putin thanked Hamas for the promise to free hostage Maxim Herkin.'],
    ['en', 'Hostage Maxim Herkin should be freed by Hamas now, says his mother.'],
    ['en', 'Hostage Maxim Herkin was not freed by Hamas on Saturday.'],
    ['en', 'Hostage Maxim Herkin was almost freed by Hamas in a failed deal.'],
    ['en', 'Hamas denies that hostage Maxim Herkin was killed.'],
    ['en', 'Fears that hostage Maxim Herkin was killed in Gaza grow.'],
    ['en', "Hostage Maxim Herkin's friend was killed at the Nova festival by Hamas."],
    ['en', 'Friends of hostage Maxim Herkin were killed at the Nova festival by Hamas.'],
    ['en', "Hostage Maxim Herkin's grandfather died on Friday while he is held by Hamas."],
    ['en', 'Hamas freed Sagui Dekel-Chen and Yair Horn, not hostage Maxim Herkin.'],
    ['en', 'Hamas returned the bodies of four hostages; Maxim Herkin is alive.'],
    ['en', 'Israel released 369 prisoners for hostages; Maxim Herkin waits in Gaza.'],
    ['en', 'Freed hostages tell of Maxim Herkin, who was with them in the tunnel of Hamas.'],
    ['en', 'Freed hostage Yair Horn says Maxim Herkin is alive in Hamas captivity.'],
    ['en', 'Yair Horn, who was freed by Hamas, saw hostage Maxim Herkin.'],
    ['en', 'Hamas said hostage Sasha Trufanov would be freed in the next batch.'],
    ['en', 'Families hail release, urge Hamas to free hostage Maxim Herkin too.'],
    ['en', "Hostage Maxim Herkin's family: we were told he was freed by Hamas, but it was false."],
    ['en', 'Report that Hamas freed hostage Maxim Herkin is false, army says.'],
    ['en', 'Hostage Maxim Herkin freed? Hamas rumor debunked'],
    ['en', 'Hamas to Russia: hostage Maxim Herkin freed only in phase two'],
    ['en', 'Only when hostage Maxim Herkin is freed will talks with Hamas resume.'],
    ['en', 'Trump: all hostages including Maxim Herkin must be released by Hamas.'],
    ['en', 'Three hostages released by Hamas; Russia asks about Maxim Herkin'],
    ['en', 'Islamic Jihad to release hostage Sasha Trufanov video'],
    ['en', 'Two killed in Gaza where hostage Maxim Herkin is held by Hamas.'],
    ['en', 'Hamas says captors of hostage Maxim Herkin were killed.'],
    ['en', 'Guards holding hostage Sasha Trufanov were killed, Islamic Jihad says.'],
    ['en', 'Contact lost with captors of hostage Maxim Herkin after strike that killed them, Hamas says.'],
    ['ru', 'Труфанова отпустят 15 февраля, сообщил ХАМАС, заложник в Газе.'],
    ['ru', 'ХАМАС передал список заложников, среди которых Александр Труфанов.'],
    ['ru', 'ХАМАС передал посредникам имена заложников: Труфанов, Хорн и Декель-Хен.'],
    ['ru', 'Песков: Москва ждёт, что ХАМАС освободит заложника Максима Харкина.'],
    ['ru', 'Заложник Максим Харкин не был освобождён ХАМАС на первом этапе.'],
    ['ru', 'ХАМАС отказался освободить заложника Максима Харкина.'],
    ['ru', 'Вопрос об освобождении заложника Максима Харкина обсуждался с ХАМАС.'],
    ['ru', 'Россия рассчитывает на освобождение заложника Максима Харкина из плена ХАМАС.'],
    ['ru', 'ХАМАС освободил трёх заложников, Максим Харкин остаётся в плену.'],
    ['ru', 'Бывший заложник Яир Хорн видел Максима Харкина в плену ХАМАС.'],
    ['ru', 'Друг заложника Максима Харкина убит боевиками ХАМАС на фестивале.'],
    ['ru', 'Заложник Максим Харкин, возможно, убит, заявил ХАМАС.'],
    ['ru', 'Мать Максима Харкина просит Путина, чтобы ХАМАС отпустил заложника.'],
    ['ru', 'Освобождённый из плена ХАМАС Яир Хорн рассказал о заложнике Максиме Харкине.'],
    ['ru', 'Когда ХАМАС освободит заложника Максима Харкина, неизвестно.'],
    ['ru', 'Если бы ХАМАС освободил заложника Максима Харкина, война бы кончилась.'],
    ['ru', 'Израиль освободил 369 палестинских заключённых, заложник Максим Харкин в плену ХАМАС.'],
    ['ru', 'Москва поблагодарила ХАМАС за готовность освободить заложника Максима Харкина.'],
    ['ru', 'В сделку с ХАМАС вошло освобождение заложника Александра Труфанова.'],
    ['he', 'חמאס: החטוף מקסים הרקין ישוחרר בשלב השני'],
    ['he', 'משפחתו של החטוף מקסים הרקין דורשת שישוחרר מידי חמאס'],
    ['he', 'חמאס לא שחרר את החטוף מקסים הרקין'],
    ['he', 'אמו של החטוף סשה טרופנוב שוחררה משבי חמאס בנובמבר 2023'],
    ['he', 'אביו של החטוף סשה טרופנוב נרצח ב-7 באוקטובר בידי חמאס'],
    ['he', 'חמאס שחרר את יאיר הורן; החטוף מקסים הרקין נותר בעזה'],
    ['he', 'חבריו של החטוף מקסים הרקין נרצחו בנובה בידי חמאס'],
    ['ar', 'حماس: سيفرج عن الرهينة مكسيم هاركين في المرحلة الثانية'],
    ['ar', 'تطالب موسكو حماس بالإفراج عن الرهينة مكسيم هاركين'],
    ['ar', 'أفرجت حماس عن يائير هورن بينما بقي الرهينة مكسيم هاركين في غزة'],
    ['ar', 'لم تفرج حماس عن الرهينة مكسيم هاركين'],
    ['ar', 'وافقت حماس على إطلاق سراح الرهينة ساشا تروفانوف'],
    ['ar', 'قتل والد الرهينة ساشا تروفانوف في هجوم حماس'],
    ['uk', 'ХАМАС не звільнив заручника Максима Харкіна.'],
    ['uk', 'ХАМАС готовий звільнити заручника Максима Харкіна.'],
    ['uk', 'Батько заручника Олександра Труфанова загинув під час нападу ХАМАС.'],
    ['de', 'Die Hamas will die Geisel Maxim Herkin freilassen.'],
    ['de', 'Die Geisel Maxim Herkin wurde von der Hamas nicht freigelassen.'],
    ['de', 'Der Vater der Geisel Sascha Trufanow wurde von der Hamas getötet.'],
    ['fr', "Le Hamas va libérer l'otage Maxim Herkin."],
    ['fr', "L'otage Maxim Herkin n'a pas été libéré par le Hamas."],
    ['fr', "Le père de l'otage Sasha Trufanov a été tué par le Hamas."],
    ['es', 'Hamás liberará al rehén Maxim Herkin.'],
    ['es', 'El rehén Maxim Herkin no ha sido liberado por Hamás.'],
    ['es', 'El padre del rehén Sasha Trufanov fue asesinado por Hamás.'],
    ['en', 'Hamas has until Saturday to release hostage Sasha Trufanov, Trump warned.'],
    ['en', 'Lavrov and Hamas discussed how hostage Maxim Herkin could be released.'],
    ['en', 'Talks on freeing hostage Maxim Herkin have stalled, a Hamas official said.'],
    [
      'en',
      'Israel received the list of hostages to be released by Hamas: Sasha Trufanov, Yair Horn, Sagui Dekel-Chen.',
    ],
    ['en', 'Hamas is ready to return the body of hostage Alexander Lobanov.'],
    ['en', "Sasha Trufanov's family prepares for his return from Hamas captivity tomorrow."],
    ['en', 'Peskov declined to say whether hostage Maxim Herkin was released by Hamas.'],
    ['en', 'Russia will not rest until hostage Maxim Herkin is released, the foreign ministry told Hamas.'],
    ['en', 'Hostage Maxim Herkin celebrated his birthday; others were freed by Hamas in the first stage.'],
    ['en', 'Mother of hostage Maxim Herkin, freed from her post, thanks Putin for work with Hamas.'],
    ['en', 'Protesters demanding hostage Maxim Herkin be freed by Hamas were released by police.'],
    ['en', 'Police released activists calling for the freedom of hostage Maxim Herkin held by Hamas.'],
    ['en', "The court released the suspect; hostage Maxim Herkin's mother spoke about Hamas."],
    ['en', 'Thai hostages were freed by Hamas in the deal that left Maxim Herkin behind.'],
    ['en', 'Hamas says hostage Maxim Herkin is alive and was not killed by the strike.'],
    ['en', 'The army is checking the claim that hostage Sasha Trufanov was killed in Hamas captivity.'],
    ['en', 'Hostage Sasha Trufanov believes he was abandoned by Israel, Islamic Jihad video shows.'],
    ['en', 'Donald Trump says Sasha Trufanov is coming home from Hamas captivity tomorrow.'],
    ['en', 'Kremlin: decision to free hostage Alexander Trufanov made by Hamas.'],
    ['en', "Alexander Trufanov's release by Hamas expected on Saturday"],
    ['en', 'Hamas: Trufanov, Horn and Dekel-Chen to be released Saturday in exchange for hostages deal'],
    ['en', 'Alexander Trufanov, whose father was murdered on October 7, is set to be released by Hamas.'],
    ['en', 'Hostage deal: Hamas names Sasha Trufanov, whose grandmother was released in 2023.'],
    ['en', 'Shoham, a former hostage, says Maxim Herkin, still in Gaza, was moved by Hamas.'],
    ['en', 'Israel frees 100 prisoners in return for hostage Maxim Herkin remaining safe, Hamas jokes.'],
    ['en', 'Without a deal no hostage, including Maxim Herkin, will be freed by Hamas.'],
    ['ru', 'Родственники заложника Александра Труфанова готовятся к его освобождению из плена ХАМАС.'],
    ['ru', 'Песков не подтвердил, что ХАМАС освободил Александра Труфанова.'],
    ['ru', 'В ближайшие дни ХАМАС передаст Красному Кресту заложника Александра Труфанова.'],
    ['ru', 'СМИ: заложника Максима Харкина могли убить в плену ХАМАС.'],
    [
      'ru',
      'Посол Израиля рассказала, работает ли Москва над освобождением заложника Максима Харкина у ХАМАС.',
    ],
    ['ru', 'Труфанова нет в списке освобождённых ХАМАС заложников.'],
    ['ru', 'Среди освобождённых ХАМАС заложников Максима Харкина нет.'],
    ['ru', 'ХАМАС сообщил, что Труфанов выйдет на свободу в субботу, заложников трое.'],
    ['ru', 'Абу Марзук пообещал, что ХАМАС освободит Труфанова, заложника из Нир Оза.'],
    [
      'ru',
      'Путин: благодаря контактам с ХАМАС освобождены россияне, надеемся на освобождение заложника Харкина.',
    ],
    ['ru', 'В обмен на заложника Максима Харкина Израиль освободил бы сотни палестинцев, считает ХАМАС.'],
    ['ru', 'Максим Харкин, заложник ХАМАС, рассказал на видео, что его друзья убиты.'],
    ['ru', 'Семья Труфанова, который остаётся заложником ХАМАС, вернулась в Израиль.'],
    ['ru', 'Жена Лобанова, заложника ХАМАС, вернулась домой из больницы.'],
    ['ru', 'Израиль ликвидировал боевиков ХАМАС, удерживавших заложника Максима Харкина.'],
    ['ru', 'Убит командир ХАМАС, который удерживал заложника Александра Труфанова.'],
    ['he', 'חמאס הודיע כי סשה טרופנוב ישוחרר מחר'],
    ['he', 'נשיא רוסיה דן עם חמאס בשחרורו של החטוף מקסים הרקין'],
    ['he', 'רוסיה הודתה לחמאס על הנכונות לשחרר את החטוף מקסים הרקין'],
    ['he', 'החטוף מקסים הרקין לא נכלל ברשימת המשוחררים של חמאס'],
    ['he', 'מחבל חמאס שהחזיק בחטוף סשה טרופנוב נהרג'],
    ['he', 'אחותו של החטוף מקסים הרקין: מחכה שיחזור הביתה משבי חמאס'],
    ['ar', 'حماس تعلن أن ساشا تروفانوف سيطلق سراحه السبت'],
    ['ar', 'والدة الأسير ساشا تروفانوف أفرج عنها في نوفمبر 2023 من قبل حماس'],
    ['ar', 'بوتين يشكر حماس على استعدادها للإفراج عن الرهينة مكسيم هاركين'],
    ['ar', 'نفت حماس مقتل الرهينة مكسيم هاركين'],
    ['ar', 'هل أفرجت حماس عن الرهينة مكسيم هاركين؟'],
    ['uk', 'Мати заручника Олександра Труфанова була звільнена з полону ХАМАС.'],
    ['uk', 'ХАМАС звільнив трьох заручників, Максим Харкін залишається в полоні.'],
    ['de', 'Die Mutter der Geisel Sascha Trufanow ist im November 2023 von der Hamas freigelassen worden.'],
    ['de', 'Die Geisel Maxim Herkin könnte bald von der Hamas freigelassen werden.'],
    ['fr', "La mère de l'otage Sasha Trufanov a été libérée par le Hamas en 2023."],
    ['fr', "Poutine demande au Hamas la libération de l'otage Maxim Herkin."],
    ['es', 'Putin pide a Hamás la liberación del rehén Maxim Herkin.'],
    ['en', 'Hamas will not release hostage Maxim Herkin before the second stage, Abu Marzouk told Sputnik.'],
    ['en', 'Hamas fighters who held Sasha Trufanov, a hostage, died in the strike.'],
    [
      'en',
      'Ten Israeli soldiers were killed as the fate of hostage Maxim Herkin remains unclear, Hamas said.',
    ],
    [
      'en',
      "The hostage family forum demanded Herkin's return from Hamas captivity after others were released.",
    ],
    ['en', 'Israeli officials hope to see hostage Sasha Trufanov released by Hamas on Saturday.'],
    ['en', 'Hamas could release hostage Maxim Herkin as a gesture to Putin.'],
    ['en', 'Abu Marzouk said hostage Maxim Herkin had been put on the release list by Hamas.'],
    ['en', 'Hostage Sasha Trufanov pleads to be released by Hamas in new video.'],
    ['en', '"I want to be freed," hostage Maxim Herkin says in a video released by Hamas.'],
    ['en', 'Hamas releases footage showing hostage Maxim Herkin after an air strike.'],
    ['en', 'Israel mourns: six hostages murdered by Hamas; Trufanov family waits for news of Sasha.'],
    ['en', 'Hostage release: Trufanov to go free in the sixth round with Hamas'],
    [
      'en',
      "Russia's Lavrov thanks Qatar for help on hostage Maxim Herkin, hopes for his freedom from Hamas.",
    ],
    ['en', 'The envoy met relatives of Alexander Lobanov, the hostage whose body Hamas has not returned.'],
    ['en', "Herkin's cellmate was released by Hamas last week, the hostage forum said."],
    ['en', 'Hamas officials freed by Israel met Russians about hostage Maxim Herkin.'],
    ['ru', 'ХАМАС обнародовал видео, на котором заложник Максим Харкин просит освободить его.'],
    ['ru', 'Лавров: освобождение заложника Труфанова из плена ХАМАС — приоритет для России.'],
    ['ru', 'Заложник Максим Харкин остаётся в плену ХАМАС, его сокамерник освобождён.'],
    ['ru', 'Богданов сообщил ХАМАС, что Москва ждёт освобождения Харкина, заложника с Донбасса.'],
    ['ru', 'ХАМАС не смог освободить заложника Максима Харкина из-за ударов.'],
    ['ru', 'Кремль: пока не удалось добиться, чтобы заложника Харкина ХАМАС освободил.'],
    ['ru', 'Труфанов может быть освобождён ХАМАС уже на этой неделе, заложник жив.'],
    ['ru', 'Израиль выдвинул условие: пока заложник Харкин не освобождён, ХАМАС ничего не получит.'],
    ['ru', 'По данным СМИ, заложник Александр Лобанов мог погибнуть в плену ХАМАС.'],
    ['ru', 'Террористы ХАМАС, похитившие Александра Лобанова, убиты; заложник жив.'],
    ['ru', 'Труфанов и Харкин, заложники ХАМАС, будут освобождены на разных этапах.'],
    ['he', 'דיווח: חמאס ישחרר את סשה טרופנוב בשבת'],
    ['he', 'האם החטוף מקסים הרקין שוחרר משבי חמאס?'],
    ['he', 'סבתו של סשה טרופנוב, שנחטף בידי חמאס, שוחררה בעסקה הראשונה'],
    ['he', 'צה"ל חיסל את המחבל שחטף את מקסים הרקין מהנובה'],
    ['he', 'חמאס פרסם סרטון של החטוף מקסים הרקין'],
    ['ar', 'تقول عائلة الرهينة مكسيم هاركين إنها تنتظر الإفراج عنه من حماس'],
    ['ar', 'ستفرج حماس عن ثلاث رهائن بينهم ساشا تروفانوف'],
    ['ar', 'مقتل ثلاثة من حراس الرهينة مكسيم هاركين، تقول حماس'],
    ['uk', 'Заручника Максима Харкіна можуть звільнити з полону ХАМАС.'],
    ['de', 'Hamas veröffentlicht Video der Geisel Maxim Herkin'],
    ['fr', "L'otage Maxim Herkin pourrait être libéré par le Hamas."],
    ['es', 'Hamás difunde un video del rehén Maxim Herkin.'],
    ['en', "Hostage Maxim Herkin's captors released him from chains, a freed Hamas captive said."],
    ['en', 'A Hamas source said freeing hostage Maxim Herkin was never on the table.'],
    ['en', 'The Red Cross has not visited hostage Sasha Trufanov since he was taken by Hamas.'],
    ['en', 'Netanyahu vows hostage Maxim Herkin will be brought back from Hamas dead or alive.'],
    ['en', 'Israel believes hostage Alexander Lobanov died in Hamas captivity.'],
    ['en', 'Bring them home: rally for hostage Sasha Trufanov as Hamas talks resume.'],
    ['en', 'Hamas said it killed a hostage; the family of Maxim Herkin asks which.'],
    ['en', "Trufanov's girlfriend Sapir Cohen, herself once a Hamas hostage, calls for his freedom."],
    ['en', 'Hamas accused of delaying: hostage Trufanov was to be released on Friday.'],
    ['en', 'Putin and Hamas envoy agree hostage Maxim Herkin deserves to be freed.'],
    ['en', 'Mediators got Hamas to release three Thais instead of hostage Maxim Herkin.'],
    ['en', 'The strike that killed a Hamas commander wounded guards of hostage Maxim Herkin.'],
    ['en', "Sasha Trufanov's name appears among 33 hostages Hamas is to free."],
    ['en', 'The bodies of two hostages were returned by Hamas, but Maxim Herkin is thought to be alive.'],
    ['en', 'Friend recalls hostage Alexander Lobanov: "He saved ten people before Hamas took him."'],
    ['ru', 'ХАМАС: условия освобождения заложника Максима Харкина не согласованы.'],
    ['ru', 'Вернуть домой заложника Максима Харкина пообещал ХАМАС через посредников.'],
    ['ru', 'После смерти командира ХАМАС судьба заложника Максима Харкина неизвестна.'],
    ['ru', 'Мать Харкина, заложника ХАМАС, получила российское гражданство.'],
    ['ru', 'Путин поручил добиться, чтобы ХАМАС освободил россиянина Труфанова.'],
    ['ru', 'Стало известно, когда освободят заложника ХАМАС Труфанова.'],
    ['ru', 'ХАМАС освободил не всех: заложник Максим Харкин остаётся в Газе.'],
    ['ru', 'Выход на свободу заложника Труфанова из плена ХАМАС отложен.'],
    ['ru', 'Сын заложника ХАМАС Александра Лобанова родился, когда отец был в плену.'],
    ['ru', 'Заложника Максима Харкина, по словам освобождённых из плена ХАМАС, видели живым.'],
    ['ru', 'Израиль назвал условие, при котором ХАМАС вернёт тело заложника Лобанова.'],
    ['he', 'שורד השבי יאיר הורן מספר על מקסים הרקין שמוחזק בידי חמאס'],
    ['he', 'חמאס העביר רשימה: סשה טרופנוב בין המשוחררים מחר'],
    ['he', 'משפחת טרופנוב: סשה עדיין בשבי חמאס, אמו חזרה'],
    ['he', 'הלוויתו של אביו של סשה טרופנוב, החטוף בידי חמאס, שנרצח ב-7 באוקטובר'],
    ['ar', 'حماس تؤكد أن الإفراج عن ساشا تروفانوف سيتم السبت'],
    ['ar', 'استشهد حراس الأسير مكسيم هاركين بحسب حماس'],
    ['ar', 'أعلنت حماس أسماء ثلاثة أسرى سيفرج عنهم بينهم ساشا تروفانوف'],
  ])('are no release and no death, in %s: %s', (language, sentence) => {
    expect(readings(language, sentence).filter((one) => FACTS.test(one))).toEqual([]);
  });

  it.each([
    ['en', 'Russian-Israeli hostage Sasha Trufanov released after 498 days in Hamas captivity'],
    ['en', 'Hamas releases Alexander Trufanov, two other Israeli hostages'],
    ['en', 'Hostages Sasha Trufanov, Yair Horn, Sagui Dekel-Chen freed from Gaza'],
    ['en', 'Sasha Trufanov is free after 498 days in Gaza, hostage families say.'],
    ['en', 'Red Cross receives hostages Sasha Trufanov, Yair Horn and Sagui Dekel-Chen'],
    ['en', 'Three Israeli hostages, including Sasha Troufanov, were freed by Hamas on Saturday.'],
    ['en', 'The IDF rescued hostage Andrey Kozlov and three others from Gaza.'],
    ['en', 'Russia welcomes release of hostage Alexander Trufanov from Gaza'],
    ['en', 'Kremlin thanks Hamas for releasing hostage Alexander Trufanov'],
    ['en', 'Maxim Herkin is back in Israel after 738 days in Hamas captivity.'],
    ['en', 'The army confirmed the release of hostage Maxim Herkin by Hamas.'],
    ['en', 'Body of hostage Alexander Lobanov recovered from Gaza'],
    ['en', 'IDF recovers bodies of six hostages, including Alexander Lobanov'],
    ['en', 'Hostage Alexander Lobanov was killed in Hamas captivity, the army announced.'],
    ['ru', 'ХАМАС передал Красному Кресту россиянина Александра Труфанова.'],
    ['ru', 'Троих заложников, включая Александра Труфанова, освободили в Газе.'],
    ['ru', 'Россиянин Максим Харкин освобождён из плена ХАМАС'],
    ['ru', 'В секторе Газа освобождён заложник Александр Труфанов'],
    ['ru', 'Заложники Труфанов, Хорн и Декель-Хен вышли на свободу'],
    ['ru', 'Захарова: Россия приветствует освобождение Александра Труфанова из плена ХАМАС'],
    ['ru', 'Армия Израиля освободила заложника Андрея Козлова в Газе.'],
    ['ru', 'Труфанов вернулся в Израиль после 498 дней в плену ХАМАС.'],
    ['ru', 'В Газе найдено тело заложника Александра Лобанова.'],
    ['he', 'סשה טרופנוב, יאיר הורן ושגיא דקל חן שוחררו משבי חמאס'],
    ['he', 'חמאס שחרר את החטוף סשה טרופנוב'],
    ['he', 'החטוף מקסים הרקין שב לישראל אחרי 738 ימים'],
    ['uk', 'Заручника Олександра Труфанова звільнено з полону ХАМАС.'],
    ['de', 'Hamas lässt Geisel Sascha Trufanow frei'],
    ['fr', "Le Hamas a libéré l'otage Sasha Trufanov"],
    ['es', 'Hamás libera al rehén Sasha Trufanov'],
    ['en', 'Kremlin confirms release of Russian citizen Alexander Trufanov from Hamas captivity'],
    ['en', 'BREAKING: Hamas hands Sasha Trufanov over to the Red Cross in Khan Younis'],
    ['en', 'Hostage Maxim Herkin is released by Hamas and is on his way to Israel.'],
    ['en', "Russian-Israeli hostage Roni Krivoi was released by Hamas on Sunday at Putin's request."],
    ['en', 'The military said the body of hostage Alexander Lobanov was found in Gaza.'],
    ['en', 'Alexander Lobanov, held hostage by Hamas, was murdered days before soldiers reached him.'],
    ['ru', 'Россиянин Труфанов освобождён из плена ХАМАС, сообщил ТАСС.'],
    ['ru', 'Красный Крест принял заложника Александра Труфанова.'],
    ['ru', 'Рон Кривой, заложник с российским паспортом, освобождён ХАМАС вне сделки.'],
    ['ru', 'ЦАХАЛ подтвердил гибель заложника Александра Лобанова, убитого ХАМАС.'],
    ['ru', 'ХАМАС отпустил россиянина Максима Харкина вместе с другими заложниками.'],
    ['he', 'צה"ל: החטופים סשה טרופנוב, יאיר הורן ושגיא דקל חן הועברו לצלב האדום'],
    ['he', 'החטוף אלכס לובנוב נרצח בשבי חמאס'],
    ['ar', 'حماس تسلم الصليب الأحمر الأسير الإسرائيلي الروسي ساشا تروفانوف'],
    ['ar', 'أعلن الجيش أن الرهينة ألكسندر لوبانوف قتل في غزة'],
    ['uk', 'Росіянина Максима Харкіна звільнено з полону ХАМАС у Газі.'],
    ['de', 'Die israelisch-russische Geisel Maxim Herkin ist frei, teilte die Hamas mit.'],
    ['fr', 'Sasha Trufanov, otage du Hamas, est libre après 498 jours.'],
    ['es', 'Sasha Trufanov, rehén de Hamás, fue liberado tras 498 días.'],
    ['en', 'Sasha Trufanov freed from Hamas captivity along with two other hostages'],
    ['en', 'Hamas frees Russian-Israeli Trufanov, hands him to Red Cross'],
    ['en', 'Freed after 738 days: hostage Maxim Herkin returns from Hamas captivity'],
    ['en', 'Hostage Alexander Lobanov found dead in Gaza, IDF says'],
    ['en', 'Israel says it rescued four hostages, among them Andrey Kozlov, from Hamas'],
    ['ru', 'Александр Труфанов на свободе: ХАМАС передал заложников Красному Кресту'],
    ['ru', 'Россиянина Труфанова передали Красному Кресту, ХАМАС держал его 498 дней'],
    ['ru', 'Освобождённый заложник ХАМАС Александр Труфанов прибыл в Израиль'],
    ['ru', 'ЦАХАЛ: заложник Александр Лобанов убит в плену ХАМАС'],
    ['ru', 'Максим Харкин вернулся в Израиль после плена у ХАМАС'],
    ['he', 'מקסים הרקין שוחרר משבי חמאס אחרי 738 ימים'],
    ['he', 'גופתו של החטוף אלכס לובנוב אותרה בעזה'],
    ['ar', 'أطلقت حماس سراح ساشا تروفانوف'],
    ['uk', 'Максим Харкін вийшов на волю після 738 днів у полоні ХАМАС.'],
    ['de', 'Hamas hat die Geisel Sascha Trufanow freigelassen'],
    ['fr', "L'otage Maxim Herkin libéré par le Hamas après 738 jours"],
    ['es', 'El rehén Maxim Herkin, liberado por Hamás tras 738 días'],
    ['en', 'Troufanov, Horn, Dekel-Chen released by Hamas in sixth exchange'],
    ['en', 'Hostage Sasha Trufanov is now back in Israel after being held by Hamas, IDF confirms'],
    ['en', 'The IDF recovered the body of hostage Alexander Lobanov in Rafah.'],
    [
      'ru',
      'ХАМАС передал Красному Кресту троих израильских заложников, среди них россиянин Александр Труфанов.',
    ],
    ['ru', 'Освобождены заложники ХАМАС Александр Труфанов, Яир Хорн и Саги Декель-Хен.'],
    ['ru', 'Армия Израиля нашла тело заложника ХАМАС Александра Лобанова.'],
    ['ar', 'تم الإفراج عن الأسير مكسيم هاركين من قبل حماس'],
  ])('to be missed are read, in %s: %s', (language, sentence) => {
    expect(readings(language, sentence).some((one) => FACTS.test(one))).toBe(true);
  });

  it("a captor's word of a death carries its speaker, who makes nobody dead", () => {
    const claim = claimsIn('ru', 'ХАМАС заявил, что заложник Максим Харкин погиб при ударе.').find(
      (one) => one.event === 'died',
    );
    expect(claim).toMatchObject({ modality: 'fact', speaker: 'hamas', origin: 'hamas' });
  });
});

describe('who says it, and when it was', () => {
  it('is the person nearest to the verb of saying, and the agency he told', () => {
    const claim = releaseIn(
      'en',
      'Hostage Alexander Trufanov will be released soon, Musa Abu Marzouk of Hamas told RIA Novosti.',
    );
    expect(claim).toMatchObject({ speaker: 'abu-marzouk', via: 'ria', modality: 'promise' });
  });

  it('is the outlet where nobody is named, and the agency where one is', () => {
    expect(releaseIn('en', 'Hostage Alexander Trufanov was freed.')).toMatchObject({
      speaker: null,
      origin: 'gazette',
    });
    expect(releaseIn('en', 'Hostage Alexander Trufanov was freed, TASS reported.')).toMatchObject({
      speaker: null,
      via: 'tass',
      origin: 'state:Russia',
    });
    expect(releaseIn('en', { source: 'rt', lead: 'Hostage Alexander Trufanov was freed.' })?.origin).toBe(
      'state:Russia',
    );
  });

  it('is no body that only stands somewhere in the sentence', () => {
    const claim = releaseIn(
      'en',
      'Hostage Alexander Trufanov was freed by Hamas last Saturday night, the forum said.',
    );
    expect(claim).toMatchObject({ speaker: null, origin: 'gazette' });
  });

  it('is carried over to "he added"', () => {
    const claims = claimsIn(
      'en',
      'Peskov said talks with Hamas go on. He added that Russia demands the release of hostage Maxim Herkin.',
    );
    expect(claims.find((claim) => claim.subject === 'herkin')).toMatchObject({
      speaker: 'peskov',
      modality: 'negotiation',
    });
  });

  it.each([
    ['en', 'Hostage Alexander Trufanov was freed in Gaza. This was announced by Dmitry Peskov.', 'peskov'],
    ['ru', 'Заложник Александр Труфанов освобождён. Об этом сообщил посол Анатолий Викторов.', 'viktorov'],
    [
      'ru',
      'Об этом сообщил посол в Дохе Иван Петров. Заложник Александр Труфанов освобождён, добавил Петров.',
      'Иван Петров',
    ],
    [
      'ru',
      'На встрече с Мусой Абу Марзуком Богданов сообщил, что заложник Александр Труфанов освобождён.',
      'bogdanov',
    ],
    ['ru', '«Заложник Александр Труфанов освобождён. Мы этому рады», — сказал Дмитрий Песков.', 'peskov'],
    ['en', '“Hostage Alexander Trufanov was freed. We are glad,” Dmitry Peskov said.', 'peskov'],
    ['en', 'The army and the Israel Police said on Friday that hostage Alexander Trufanov was freed.', 'idf'],
    ['en', 'Three were freed, identified as Iair Horn. Hostage Alexander Trufanov was freed.', null],
    ['en', 'Hamas is set to free hostage Alexander Trufanov.', null],
  ])('is found where the sentence before or after has it: %s %s', (language, text, speaker) => {
    expect(releaseIn(language, text)?.speaker).toBe(speaker);
  });

  it('tells of each of those of whom somebody told without names', () => {
    const claim = releaseIn('en', {
      title: 'The Israeli army said three hostages were freed from Gaza',
      lead: 'They are Iair Horn, Sagui Dekel-Chen and Alexander Trufanov.',
    });
    expect(claim).toMatchObject({ modality: 'fact', speaker: 'idf' });
  });

  it('a day of earlier is known by its words', () => {
    const eventAt = (text: string): string | undefined => releaseIn('en', text)?.eventAt?.day;
    expect(eventAt('Yelena Trufanova, a hostage of Hamas, was freed in November of last year.')).toBe(
      '2024-11-01',
    );
    expect(eventAt('Hostage Yelena Trufanova was freed by Hamas in May.')).toBe('2024-05-01');
    // A surname with an age behind it.
    expect(
      eventAt('The army said the hostages freed are Almog Meir Jan, 21; and Alexander Trufanov, 29.'),
    ).toBeUndefined();
    const taken = claimsIn('en', 'Alexander Trufanov was kidnapped by Hamas on October 7.');
    expect(taken.find(({ event }) => event === 'abducted')?.eventAt?.day).toBe('2023-10-07');
  });

  it('a promise of months ago is no news', () => {
    const claim = releaseIn(
      'en',
      'In October, Hamas announced that hostage Alexander Trufanov would be freed first.',
    );
    expect(claim).toMatchObject({ modality: 'promise', background: true });
  });

  it.each([
    ['en', 'Hostage Alexander Trufanov was freed on Saturday.', '2025-02-15', 'day'],
    ['en', 'Hostage Alexander Trufanov was freed yesterday.', '2025-02-14', 'day'],
    ['en', 'Hostage Alexander Trufanov was freed on Feb. 13, 2025.', '2025-02-13', 'day'],
    ['en', 'Hostage Alexander Trufanov was freed on 2025-02-15 by Hamas.', '2025-02-15', 'day'],
    ['en', 'Hostage Alexander Trufanov was freed last week.', '2025-02-03', 'week'],
    ['ru', 'Заложник Александр Труфанов освобождён 13 февраля.', '2025-02-13', 'day'],
    ['ru', 'Заложник Александр Труфанов освобождён в субботу.', '2025-02-15', 'day'],
    ['he', 'החטוף סשה טרופנוב שוחרר ב-13 בפברואר', '2025-02-13', 'day'],
    ['ar', 'أفرجت حماس عن الرهينة ألكسندر تروفانوف في 13 شباط/فبراير', '2025-02-13', 'day'],
    ['de', 'Die Geisel Alexander Trufanow wurde am Freitag freigelassen.', '2025-02-14', 'day'],
  ])('dates are resolved against the day of printing: %s %s', (language, sentence, day, precision) => {
    expect(releaseIn(language, sentence)?.eventAt).toEqual({
      day,
      precision,
    });
  });

  it.each([
    ['en', 'Hostage Yelena Trufanova was freed after 54 days in Hamas captivity.'],
    ['ru', 'Елену Труфанову освободили после 54 дней плена.'],
    ['uk', 'Олену Труфанову звільнили після 54 днів у полоні ХАМАС.'],
    ['he', 'ילנה טרופנוב שוחררה אחרי 54 ימים בשבי חמאס.'],
    ['ar', 'أفرج عن يلينا تروفانوفا بعد 54 يوما من الاحتجاز في غزة.'],
    ['de', 'Die Geisel Jelena Trufanowa wurde nach 54 Tagen Geiselhaft freigelassen.'],
    ['fr', "L'otage Yelena Trufanova a été libérée après 54 jours de captivité."],
    ['es', 'La rehén Yelena Trufanova fue liberada tras 54 días de cautiverio.'],
  ])('whose captivity ended long ago by its length is no news: %s %s', (language, sentence) => {
    expect(releaseIn(language, sentence)).toMatchObject({
      eventAt: { day: '2023-11-27', precision: 'week' },
      background: true,
    });
  });

  it.each([
    ['en', 'Hostage Alexander Trufanov was freed after 498 days in captivity.'],
    ['en', 'Hostage Alexander Trufanov was freed 26 days after the truce began.'],
    ['en', 'Hostage Alexander Trufanov was freed after 15 days of talks.'],
    ['he', 'אמש (שבת), בפעימה השישית של העסקה הראשונה, שוחרר סשה טרופנוב אחרי 498 ימים בשבי חמאס.'],
  ])('a captivity that ends now, and days of anything else, are news: %s %s', (language, sentence) => {
    expect(releaseIn(language, sentence)).toMatchObject({ modality: 'fact', background: false });
  });

  it('whose captivity it was says nothing of the death', () => {
    const claims = claimsIn(
      'en',
      'Hostage Alexander Lobanov was confirmed dead in Hamas captivity on Sunday.',
    );
    expect(claims.find(({ event }) => event === 'died')).toMatchObject({ modality: 'fact', speaker: null });
  });

  it('a promise lies ahead', () => {
    const claim = releaseIn('en', 'Hostage Alexander Trufanov will be released on Monday, Hamas said.');
    expect(claim).toMatchObject({ modality: 'promise', eventAt: { day: '2025-02-17', precision: 'day' } });
  });

  it('the quote is the sentence, and nothing where it holds what must not be shown', () => {
    const sentence = 'Hostage Alexander Trufanov was freed.';
    expect(releaseIn('en', sentence)?.quote).toBe(sentence);
    expect(releaseIn('en', 'Hostage Alexander Trufanov, a soldier, was freed.')?.quote).toBeNull();
    expect(releaseIn('ru', 'Заложник Александр Труфанов, солдат, освобождён.')?.quote).toBeNull();
    const long = `Hostage Alexander Trufanov was freed by Hamas, ${'and many people were glad to hear it '.repeat(12)}.`;
    expect(releaseIn('en', long)?.quote?.length).toBeLessThanOrEqual(300);
  });
});

describe('an entry', () => {
  it('gives the same claims each time, with ids of their own', () => {
    const text =
      'Hamas freed the hostage Alexander Trufanov. Hamas promised to free the hostage Maxim Herkin.';
    const claims = claimsIn('en', text);
    expect(claims.map((claim) => claim.id)).toEqual(claimsIn('en', text).map((claim) => claim.id));
    expect(new Set(claims.map((claim) => claim.id)).size).toBe(claims.length);
    expect(claims.map((claim) => `${claim.subject} ${claim.modality}`)).toEqual([
      'trufanov fact',
      'herkin promise',
    ]);
  });

  it('that names a Russian hostage says it of him, not of the group once more', () => {
    const subjects = claimsIn('ru', 'ХАМАС освободил россиянина Александра Труфанова, заложника.')
      .filter((claim) => claim.event === 'released')
      .map((claim) => claim.subject);
    expect(subjects).toEqual(['trufanov']);
    expect(
      claimsIn('en', 'Hamas released two Russian hostages on Saturday.').map((claim) => claim.subject),
    ).toContain('russian-hostages');
  });

  it('of a megabyte is read within the time of a test', () => {
    const text = 'Hamas freed the hostage Alexander Trufanov. '.repeat(24_000);
    expect(text.length).toBeGreaterThan(1_000_000);
    const verdict = classify(entry('en', { lead: 'Hamas freed the hostage Alexander Trufanov.' }));
    const mentions = Array.from({ length: 5000 }, (_, i) => ({
      subject: 'trufanov',
      surface: 'Alexander Trufanov',
      field: 'text' as const,
      start: 24 + i * 44,
      end: 42 + i * 44,
      rule: 'test',
    }));
    const claims = read(entry('en', { text }), { ...verdict, mentions });
    expect(claims.length).toBeGreaterThan(0);
  });
});

describe('sentences of all kinds', () => {
  const told = (language: string, text: string): string[] =>
    claimsIn(language, text).map(({ subject, event, modality }) => `${subject} ${event}/${modality}`);
  const ENDS = /^(\S+ (?:released|died|body-returned))\/fact$/;

  it.each([...tempting, ...wideTempting])('tempt to no end, in %s: %s', (language, text, allowed) => {
    const ends = told(language, text).flatMap((one) => ENDS.exec(one)?.[1] ?? []);
    expect(ends.filter((end) => !allowed.includes(end))).toEqual([]);
  });

  it.each([...facts, ...wide])('tell a fact, in %s: %s', (language, text, expected) => {
    expect(told(language, text)).toEqual(expect.arrayContaining(expected));
  });

  it.each(kinds)('are told as what they are, in %s: %s', (language, text, any) => {
    expect(told(language, text).filter((one) => any.includes(one))).not.toEqual([]);
  });
});

describe('a headline and the lead under it', () => {
  const ends = (language: string, title: string, lead: string): string[] =>
    claimsIn(language, { title, lead }).flatMap((claim) =>
      claim.modality === 'fact' && ['released', 'died', 'body-returned'].includes(claim.event)
        ? [`${claim.subject} ${claim.event}`]
        : [],
    );

  it.each(headlinesTempting)('tempt to no end, in %s: %s', (language, title, [lead = '', ...allowed]) => {
    expect(ends(language, title, lead).filter((end) => !allowed.includes(end))).toEqual([]);
  });

  it.each(headlines)(
    'tell of the one in the headline, in %s: %s',
    (language, title, [lead = '', ...expected]) => {
      const told = claimsIn(language, { title, lead }).map(
        (claim) => `${claim.subject} ${claim.event}/${claim.modality}`,
      );
      expect(told).toEqual(expect.arrayContaining(expected));
    },
  );
});

describe('people told of together', () => {
  it('are all meant by "both" in the next sentence', () => {
    const told = readings(
      'en',
      'Moscow asked Hamas for Alexander Trufanov and Maxim Herkin. Both were freed on Saturday.',
    );
    expect(told).toEqual(expect.arrayContaining(['trufanov released/fact', 'herkin released/fact']));
  });

  it('are not, where one is left out: all but X, nobody but X', () => {
    expect(readings('en', 'All but Maxim Herkin were released by Hamas on Saturday.')).toEqual([
      'herkin released/denial',
    ]);
    expect(readings('ru', 'ХАМАС в субботу не отпустил никого, кроме Александра Труфанова.')).toEqual([
      'trufanov released/fact',
    ]);
  });

  it('are dead where their bodies are handed over, and nobody is who only wrote a letter', () => {
    const text = 'The bodies of six hostages, among them Alexander Lobanov, were brought back from Gaza.';
    expect(readings('en', text)).toEqual(['lobanov body-returned/fact']);
    expect(readings('ru', 'Тела двух заложников и письмо Максима Харкина переданы Красному Кресту.')).toEqual(
      [],
    );
  });

  it('speak of nobody who is only beside them', () => {
    const text = 'Three hostages were freed by Hamas; one of them shared a cell with Maxim Herkin.';
    expect(readings('en', text)).toEqual([]);
  });
});

describe('the words around', () => {
  it('give each date to its own verb', () => {
    const text = 'Maxim Herkin, who was abducted to Gaza on 7 October 2023, was released on Friday by Hamas.';
    const claims = claimsIn('en', text);
    expect(claims.find((one) => one.event === 'abducted')).toMatchObject({
      eventAt: { day: '2023-10-07' },
      background: true,
    });
    expect(claims.find((one) => one.event === 'released')).toMatchObject({
      eventAt: { day: '2025-02-14' },
      background: false,
    });
  });

  it.each([
    ['de', 'Die Armee teilte mit, dass Alexander Trufanow aus Gaza freigelassen wurde.'],
    ['de', 'Israel teilte mit, dass die Geisel Alexander Trufanow freigelassen worden ist.'],
  ])('are news where another verb governs them, in %s: %s', (language, text) => {
    expect(releaseIn(language, text)).toMatchObject({ subject: 'trufanov', background: false });
  });

  it.each([
    ['en', 'Hostage Sasha Trufanov, kidnapped two years ago, was freed from Gaza.'],
    ['en', 'Sasha Trufanov, who was kidnapped by Hamas more than a year ago, has been released.'],
    ['fr', "L'otage russe Alexandre Troufanov, enlevé il y a deux ans, a été libéré."],
    ['es', 'El rehén ruso Alexander Trufanov, secuestrado hace dos años, fue liberado.'],
    ['it', "L'ostaggio russo Alexander Trufanov, rapito due anni fa, è stato liberato."],
    ['pl', 'Porwany dwa lata temu Aleksander Trufanow został uwolniony z Gazy.'],
    ['ru', 'Похищенный два года назад Александр Труфанов освобожден из плена.'],
    ['ar', 'أفرجت حماس عن الأسير الروسي ألكسندر تروفانوف الذي اختطف قبل عامين.'],
  ])(
    'make no background of a release, but of the abduction beside which they stand, in %s: %s',
    (language, text) => {
      expect(releaseIn(language, text)).toMatchObject({ subject: 'trufanov', background: false });
    },
  );

  it.each([
    ['en', 'Earlier, Hamas said that hostage Maxim Herkin is alive and well.', 'sign-of-life', false],
    ['ru', 'Ранее в ХАМАС сообщили, что заложник Максим Харкин жив и здоров.', 'sign-of-life', false],
    ['en', 'Earlier, Hamas said that hostage Maxim Herkin had died in captivity.', 'died', true],
    ['ru', 'Ранее ХАМАС заявил, что в секторе Газа погиб заложник Максим Харкин.', 'died', true],
  ])(
    'by who said it earlier make background of an end alone, in %s: %s',
    (language, text, event, background) => {
      expect(claimsIn(language, text).find((one) => one.event === event)).toMatchObject({ background });
    },
  );

  it('keep a release of two years ago background', () => {
    const claim = releaseIn(
      'en',
      'Sasha Trufanov, kidnapped from Nir Oz, was freed from Gaza two years ago.',
    );
    expect(claim).toMatchObject({ subject: 'trufanov', background: true });
  });

  it('make no background of a fact without a date behind the day of the abduction', () => {
    const text = 'Sasha Trufanov was abducted by Hamas on 7 October 2023. He was released.';
    expect(releaseIn('en', text)).toMatchObject({ subject: 'trufanov', background: false, eventAt: null });
  });

  it('let "the freed hostage" speak of who was freed in the headline', () => {
    const claim = releaseIn('en', {
      title: 'Hamas releases hostage Alexander Trufanov',
      lead: 'The freed hostage Alexander Trufanov is with the army.',
    });
    expect(claim).toMatchObject({ modality: 'fact', background: false });
  });

  it.each([
    ['en', 'Hamas handed hostage Alexander Trufanov to the Red Cross, the agency Gull News reported.'],
    ['ru', 'Александр Труфанов передан Красному Кресту, передаёт корреспондент «Чайки».'],
    ['uk', 'Олександра Труфанова передано Червоному Хресту, повідомляє агентство.'],
  ])('make no speaker of who receives somebody, in %s: %s', (language, text) => {
    const claim = releaseIn(language, text);
    expect(claim?.modality).toBe('fact');
    expect(claim?.speaker).not.toBe('red-cross');
  });

  it('make no speaker of who is thanked', () => {
    const claim = releaseIn('ru', 'Москва поблагодарила ХАМАС за освобождение Александра Труфанова из Газы.');
    expect(claim?.speaker).not.toBe('hamas');
  });

  it('name the medium quoted by its id, also when declined', () => {
    const quoting = createClaimReader({
      lexicons,
      watchlist: loaded.watchlist,
      sources: new Map([['kite', { ...source('kite', 'Russia', true), name: 'Канал «Воздушный змей»' }]]),
    });
    const one = entry('ru', {
      lead: 'ХАМАС освободил заложника Александра Труфанова, сообщает «Воздушный змей».',
    });
    expect(quoting(one, classify(one)).find((claim) => claim.event === 'released')).toMatchObject({
      via: 'kite',
      origin: 'state:Russia',
    });
  });

  it.each([
    ['en', 'Hamas named three hostages to be released. Alexander Trufanov is not among them.', 'denial'],
    ['en', 'All living hostages will be released by Hamas. Alexander Trufanov is one of them.', 'promise'],
    ['ru', 'ХАМАС отпустит троих заложников в субботу. Александра Труфанова среди них нет.', 'denial'],
  ])('carry what was said of people without names, in %s: %s', (language, text, modality) => {
    expect(releaseIn(language, text)?.modality).toBe(modality);
  });
});

describe('a witness', () => {
  it('is told what was made of each event, and why nothing where nothing was', () => {
    const decisions: string[] = [];
    const sentences: string[] = [];
    const telling = createClaimReader(
      { lexicons, watchlist: loaded.watchlist, sources: new Map() },
      {
        sentence: ({ text }) => sentences.push(text),
        decided: (_, decision) => decisions.push(decision),
      },
    );
    const one = entry('en', {
      lead: 'Sasha Trufanov was freed by Hamas. A bus that was to fetch Maxim Herkin returned to Israel.',
    });
    telling(one, classify(one));
    expect(sentences).toHaveLength(2);
    expect(decisions).toContainEqual(expect.stringContaining('trufanov released/fact'));
    expect(decisions).toContainEqual(expect.stringContaining('somebody else than herkin'));
  });
});

describe('a text made to keep us busy', () => {
  const told = 'Hamas released Alexander Trufanov on Saturday.';

  it('is not read where a sentence tells of more than any does, and beside it is', () => {
    const furniture = `Hostage Maxim Herkin ${'was released and '.repeat(60)}.`;
    expect(readings('en', `${told} ${furniture}`)).toEqual(['trufanov released/fact']);
  });
});

describe('a quote', () => {
  it('is cut at a sign where no space parts the words, and in the middle of none', () => {
    const text = `Hamas released Alexander Trufanov on Saturday ${'𠮷'.repeat(200)}.`;
    const [quote = ''] = claimsIn('en', text).flatMap((claim) => claim.quote ?? []);
    expect(quote.length).toBeGreaterThan(290);
    expect(quote.isWellFormed()).toBe(true);
  });
});
