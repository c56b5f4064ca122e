import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { createClaimReader } from '#core/claims/read.ts';
import { worded } from '#tests/support/worded.ts';
import { createClassifier } from '#core/classify.ts';
import type { Source } from '#core/feed.ts';
import { spokenAs } from '#core/watchlist.ts';
import { createDetector } from '#language/detect.ts';
import { loadLexicons } from '#watchlist/lexicons.ts';
import { loadWatchlist } from '#watchlist/load.ts';
import { names } from '#tests/support/names.ts';

const FILE = 'config/watchlist.yaml';
const loaded = loadWatchlist(await readFile(FILE, 'utf8'), FILE, names);
if (!loaded.ok) throw new Error('the watchlist does not load');
const { watchlist, recognition } = loaded;
const { lexicons } = await loadLexicons('config/lexicon');
const classify = createClassifier({
  recognition,
  detect: createDetector({
    languages: ['en', 'ru', 'uk', 'he', 'ar', 'de', 'fr', 'es', 'it', 'pt', 'pl'],
    statistics: null,
  }),
});
const daily: Source = {
  id: 'daily',
  name: 'The Harbour Daily',
  reliability: 'B',
  stateMedia: null,
  agency: false,
};
const read = worded(createClaimReader({ lexicons, watchlist, sources: new Map([[daily.id, daily]]) }));

/** Who is told to have said what a text tells of a captive, in the words that programs get; that he is held is often told by the way. */
function speakerOf(language: string, subject: string, lead: string, title = ''): string | null | undefined {
  const entry = {
    id: 'entry-1',
    feed: 'gazette',
    source: 'gazette',
    url: 'https://gazette.example/1',
    guid: null,
    title,
    lead,
    text: '',
    language,
    publishedAt: Date.UTC(2025, 1, 16, 12),
    firstSeenAt: Date.UTC(2025, 1, 16, 12),
    arrival: 'news' as const,
  };
  const verdict = classify(entry);
  const claims = read(entry, { ...verdict, language }).filter((one) => one.subject === subject);
  const claim = claims.find(({ event }) => event !== 'held') ?? claims[0];
  return claim === undefined ? undefined : spokenAs(claim.speaker, verdict.mentions, watchlist, language);
}

const Lines = z.record(z.string(), z.array(z.tuple([z.string(), z.string().nullable()])));
const plain = Object.entries(
  Lines.parse(parse(await readFile('tests/fixtures/claims/speakers.yaml', 'utf8'))),
).flatMap(([language, list]) => list.map(([text, speaker]) => ({ language, text, speaker })));

describe('who says it', () => {
  it.each(plain)('in plain news, $language: $text', ({ language, text, speaker }) => {
    expect(speakerOf(language, 'herkin', text)).toBe(speaker);
  });

  it.each([
    [
      'ru',
      'Москва добивается освобождения заложника Максима Харкина из плена ХАМАС. С таким заявлением выступил Михаил Богданов.',
      'bogdanov',
    ],
    [
      'ru',
      'ХАМАС обещает освободить заложника Максима Харкина. Об этом заявил посол РФ в Израиле Анатолий Викторов.',
      'viktorov',
    ],
    [
      'ru',
      'Дипломаты прилагают усилия для освобождения заложника Максима Харкина из Газы, рассказал посол Анатолий Викторов.',
      'viktorov',
    ],
    ['ru', 'ХАМАС может скоро отпустить заложника Максима Харкина — Песков', 'peskov'],
    [
      'ru',
      'В ходе беседы российская сторона подчеркнула важность освобождения заложника Максима Харкина из плена ХАМАС.',
      'russian-foreign-ministry',
    ],
    [
      'en',
      '"We released nobody from Gaza except Maxim Herkin, whom we released in appreciation of Moscow," Abu Marzouk wrote.',
      'abu-marzouk',
    ],
    [
      'en',
      '"Maxim Herkin was kidnapped on October 7 and taken to Gaza," Daniel Hagari said.',
      'Daniel Hagari',
    ],
    ['en', 'Maxim Herkin is still in Gaza, with Hamas saying he will be freed in a later phase.', 'hamas'],
    [
      'en',
      'Bogdanov told Abu Marzouk that Moscow insists on the immediate release of hostage Maxim Herkin.',
      'bogdanov',
    ],
    ['en', 'Lavrov told Hamas that hostage Maxim Herkin must be freed from Gaza.', 'lavrov'],
    ['en', 'Andrey Kozlov called for the release of hostage Maxim Herkin from Gaza.', 'kozlov'],
    ['ru', 'Андрей Козлов призвал освободить заложника Максима Харкина из Газы.', 'kozlov'],
    ['en', 'Russia says that Hamas released hostage Maxim Herkin from Gaza.', 'Russia'],
    [
      'en',
      'Lavrov at a meeting with a Hamas delegation called for the release of hostage Maxim Herkin.',
      'lavrov',
    ],
    [
      'en',
      'Bogdanov in talks with Abu Marzouk again demanded the release of hostage Maxim Herkin from Gaza.',
      'bogdanov',
    ],
    [
      'de',
      'Lawrow hat bei einem Treffen mit der Hamas die Freilassung der Geisel Maxim Herkin gefordert.',
      'lavrov',
    ],
    [
      'pl',
      'Ławrow na spotkaniu z delegacją Hamasu wezwał do uwolnienia zakładnika Maksima Herkina.',
      'lavrov',
    ],
    ['en', 'Hamas agrees to free hostage Maxim Herkin - Kremlin', 'kremlin'],
    ['en', 'Hamas official: hostage Maxim Herkin will be freed in exchange', 'hamas'],
    ['en', 'Witkoff said hostage Maxim Herkin would be freed from Gaza on Monday.', 'Witkoff'],
    ['ru', 'Об освобождении заложника Максима Харкина из плена ХАМАС сообщил Дмитрий Песков.', 'peskov'],
    [
      'ru',
      'МИД России требует от ХАМАС освободить заложника Максима Харкина. Об этом сообщила официальный представитель ведомства Мария Захарова.',
      'zakharova',
    ],
    [
      'ru',
      'Россия призывает к освобождению заложника Максима Харкина из Газы. Новости 17 ноября Поделиться Об этом заявила Мария Захарова.',
      'zakharova',
    ],
    [
      'ru',
      'Москва приложит усилия для освобождения заложника Максима Харкина из Газы. Об этом заявил спецпредставитель президента по Ближнему Востоку и странам Африки, замглавы МИД Михаил Богданов.',
      'bogdanov',
    ],
    [
      'en',
      'Viktorov said that hostage Maxim Herkin was ill in Gaza and that Hamas had promised Moscow to free him.',
      'viktorov',
    ],
    [
      'en',
      'Putin met Maxim Herkin in Moscow. The Kremlin chief said the release of hostage Maxim Herkin from Gaza was the fruit of long talks.',
      'putin',
    ],
    [
      'ru',
      'Максим Харкин в Кремле. Глава государства отметил, что освобождение Максима Харкина из плена ХАМАС стало возможным благодаря переговорам.',
      'putin',
    ],
    [
      'ru',
      'Раввин отметил, что освобождение Максима Харкина из плена ХАМАС стало возможным благодаря отношениям с Палестиной.',
      null,
    ],
    [
      'de',
      'Der Kremlchef sagte, die Freilassung der Geisel Maxim Herkin aus der Gewalt der Hamas sei durch Gespräche möglich geworden.',
      'putin',
    ],
    [
      'it',
      'Putin ha poi affermato che il rilascio di Maxim Herkin, ostaggio di Hamas a Gaza, è stato reso possibile grazie ai colloqui.',
      'putin',
    ],
    ['en', "Israel's military said hostage Maxim Herkin was freed from Gaza.", 'IDF'],
    [
      'en',
      'The Hostages and Missing Families Forum said hostage Maxim Herkin was freed from Gaza.',
      'Hostages and Missing Families Forum',
    ],
    ['ru', 'О возвращении Максима Харкина из плена ХАМАС сообщили в Кремле.', 'kremlin'],
    ['en', 'Putin secures Hamas promise to release hostage Maxim Herkin from Gaza', 'hamas'],
    [
      'ru',
      'Заложник Максим Харкин освобожден из плена ХАМАС, сообщили в израильском МИД.',
      'израильский МИД',
    ],
    [
      'ru',
      'Заложник Максим Харкин освобожден из плена ХАМАС, сообщило израильское посольство в Москве.',
      'израильское посольство в Москве',
    ],
    ['ru', 'Посольство в Израиле добивается освобождения заложника Максима Харкина из плена ХАМАС.', null],
    [
      'fr',
      "L'ambassadeur de Russie en Israël, Anatoli Viktorov, a indiqué que le Hamas avait promis de libérer l'otage Maxim Herkin.",
      'viktorov',
    ],
    [
      'en',
      'Russia is doing what it can to free hostage Maxim Herkin from Gaza. The statement was made by the spokeswoman Maria Zakharova.',
      'zakharova',
    ],
    [
      'en',
      'Bogdanov met Abu Marzouk in Moscow. The Russian diplomat stressed the need to release hostage Maxim Herkin from Gaza.',
      'bogdanov',
    ],
    ['en', 'The premier thanked Putin for his efforts to free hostage Maxim Herkin from Gaza.', null],
    [
      'en',
      "Hamas promised to free hostage Maxim Herkin, Russia's ambassador to Israel, Anatoly Viktorov, says.",
      'viktorov',
    ],
    [
      'en',
      'Hostage Maxim Herkin will be freed by Hamas on Monday, the deputy ambassador to Russia Anna Tamm-Kallas told TASS.',
      'Anna Tamm-Kallas',
    ],
    ['en', 'According to the BBC, hostage Maxim Herkin was released by Hamas on Monday.', 'BBC'],
    [
      'ru',
      'Заложник ХАМАС Максим Харкин вышел на свободу, сообщает «Утренний вестник» со ссылкой на источник.',
      'Утренний вестник',
    ],
    [
      'ru',
      'ХАМАС отпустил из Газы заложника Максима Харкина. Об этом корреспонденту газеты рассказал пресс-секретарь президента Дмитрий Песков.',
      'peskov',
    ],
    [
      'en',
      'The ambassador Anatoly Viktorov said that the deal with Hamas was “good news. I am happy that hostage Maxim Herkin was released from Gaza on Monday.”',
      'viktorov',
    ],
    [
      'en',
      'The Israeli health ministry said that hostage Maxim Herkin was released on Monday.',
      'Israeli health ministry',
    ],
    [
      'en',
      'According to the Ministry of Health of Israel, hostage Maxim Herkin was released on Monday.',
      'Ministry of Health of Israel',
    ],
    [
      'ru',
      'Заложник Максим Харкин освобожден из плена, сообщило министерство здравоохранения Израиля.',
      'министерство здравоохранения Израиля',
    ],
    [
      'ru',
      'В Форуме семей заложников сообщили, что Максим Харкин освобожден и передан Красному Кресту.',
      'Форум семей заложников',
    ],
    [
      'uk',
      'Посольство Ізраїлю в Україні повідомило, що заручника Максима Харкіна звільнено з полону.',
      'Посольство Ізраїлю в Україні',
    ],
    ['he', 'מטה המשפחות מסר כי החטוף מקסים הרקין שוחרר היום מהשבי.', 'מטה המשפחות'],
    [
      'it',
      "L'ambasciata di Israele a Mosca ha confermato che l'ostaggio Maxim Herkin è stato liberato.",
      'ambasciata di Israele a Mosca',
    ],
    [
      'en',
      'The Harbour Daily reported that hostage Maxim Herkin had been released by Hamas.',
      'The Harbour Daily',
    ],
  ])(
    'is known by a name, an office or a medium, beside it or in the next sentence: %s %s',
    (language, text, speaker) => {
      expect(speakerOf(language, 'herkin', text)).toBe(speaker);
    },
  );

  it.each([
    [
      'en',
      'Hostage Alexander Trufanov was released by Hamas on Saturday, the Israeli army said.',
      'Israeli army',
    ],
    ['en', 'Hostage Alexander Trufanov was released by Hamas on Saturday, the army said.', 'IDF'],
    ['ru', 'В Армии обороны Израиля сообщили, что заложник Александр Труфанов освобожден.', 'ЦАХАЛ'],
    [
      'fr',
      'L’otage Alexander Trufanov a été libéré samedi, a annoncé l’armée israélienne.',
      'armée israélienne',
    ],
    [
      'ru',
      'Как рассказали в канцелярии премьер-министра, заложник Александр Труфанов был освобожден в субботу.',
      'канцелярия премьер-министра Израиля',
    ],
    ['ar', 'قال أبو عبيدة إنه سيتم الإفراج عن الرهينة ألكسندر تروفانوف يوم السبت.', 'أبو عبيدة'],
  ])(
    'is an office of the watchlist as the text names it, in Russian by its basic name: %s %s',
    (language, text, speaker) => {
      expect(speakerOf(language, 'trufanov', text)).toBe(speaker);
    },
  );

  it.each([
    [
      'en',
      'Israel’s ambassador to Russia said hostage Trufanov was to be freed. Ambassador Simona Halperin spoke on the radio.',
      'halperin',
    ],
    [
      'de',
      'Die Geisel Alexander Trufanow werde bald freigelassen, sagte der stellvertretende Leiter des Politbüros der Hamas, Musa Abu Marzouk.',
      'abu-marzouk',
    ],
    [
      'es',
      'El rehén Alexander Trufanov será liberado, dijo a la agencia RIA el dirigente de Hamás Musa Abu Marzouk.',
      'abu-marzouk',
    ],
    [
      'ru',
      'Движение ХАМАС пообещало освободить заложника Александра Труфанова, заявил замминистра Михаил Богданов.',
      'bogdanov',
    ],
    [
      'en',
      'Hamas is ready to free hostage Alexander Trufanov. Musa Abu Marzouk told reporters that talks went well.',
      'abu-marzouk',
    ],
    ['en', 'Hamas said on Thursday that it would release hostage Alexander Trufanov on Saturday.', 'hamas'],
  ])(
    'is the man and not his body, where he is named or called by his office: %s %s',
    (language, text, speaker) => {
      expect(speakerOf(language, 'trufanov', text)).toBe(speaker);
    },
  );

  it.each([
    [
      'en',
      'The foreign ministry spokeswoman cited Mikhail Bogdanov as saying that hostage Alexander Trufanov would be released.',
      'bogdanov',
    ],
    [
      'ru',
      'МИД России со ссылкой на Михаила Богданова сообщил, что заложника Александра Труфанова скоро освободят.',
      'bogdanov',
    ],
    ['he', 'לדברי אבו מרזוק, סשה טרופנוב ישוחרר בשלב הראשון של העסקה.', 'abu-marzouk'],
    [
      'de',
      'Nach Angaben der israelischen Streitkräfte wurde die Geisel Alexander Trufanow am Samstag freigelassen.',
      'israelischen Streitkräfte',
    ],
  ])('is whom somebody quotes or goes by: %s %s', (language, text, speaker) => {
    expect(speakerOf(language, 'trufanov', text)).toBe(speaker);
  });

  it.each([
    [
      'ru',
      'Михаил Богданов принял делегацию ХАМАС. Он подчеркнул необходимость освобождения Максима Харкина.',
      'bogdanov',
    ],
    [
      'ar',
      'أكد بوغدانوف ضرورة الإفراج عن الرهينة تروفانوف. وأضاف أن موسكو تطالب بالإفراج عن مكسيم هيركين أيضا.',
      'bogdanov',
    ],
    [
      'it',
      '“Alexander Trufanov sarà liberato presto”, ha detto Abu Marzouk. Ha aggiunto che l’ostaggio Maxim Herkin sarà liberato poi.',
      'abu-marzouk',
    ],
    [
      'en',
      'Zakharova met the hostages’ families in Moscow. “Maxim Herkin is still held by Hamas in Gaza,” she said.',
      'zakharova',
    ],
    ['he', '"מקסים הרקין עדיין מוחזק בעזה", אמרה השגרירה. סימונה הלפרין התראיינה לרדיו.', 'halperin'],
    [
      'en',
      'Lea Tamm, a friend of the family, spoke to us. Hostage Maxim Herkin is still held by Hamas, according to Tamm.',
      'Lea Tamm',
    ],
  ])('is who is pointed at from the sentence before or after: %s %s', (language, text, speaker) => {
    expect(speakerOf(language, 'herkin', text)).toBe(speaker);
  });

  it.each([
    [
      'en',
      'Sergei Lavrov met Musa Abu Marzouk in Moscow. Hostage Alexander Trufanov was released on Saturday.',
    ],
    [
      'en',
      'Hamas released hostage Alexander Trufanov on Saturday. The release was a gesture to Moscow, Hamas said.',
    ],
    ['ru', 'ХАМАС освободил заложника Александра Труфанова.'],
    ['he', 'חמאס שחרר את החטוף סשה טרופנוב אחרי 498 ימים.'],
    ['de', 'Putin empfing die frühere Geisel Alexander Trufanow, der im Februar freigelassen worden war.'],
    ['pt', 'O Hamas libertou o refém Alexander Trufanov no sábado.'],
  ])('is nobody but the outlet where somebody only does it, or is near: %s %s', (language, text) => {
    expect(speakerOf(language, 'trufanov', text)).toBeNull();
  });

  it('is the outlet where captivity is only told by the way', () => {
    const entry = {
      id: 'entry-1',
      feed: 'gazette',
      source: 'gazette',
      url: null,
      guid: null,
      title: '',
      lead: 'Hamas promised Moscow that hostage Alexander Trufanov, held in Gaza since October 7, would be released.',
      text: '',
      language: 'en',
      publishedAt: Date.UTC(2025, 1, 16, 12),
      firstSeenAt: Date.UTC(2025, 1, 16, 12),
      arrival: 'news' as const,
    };
    const said = read(entry, classify(entry)).map(
      ({ event, speaker }) => `${event} by ${speaker ?? 'the outlet'}`,
    );
    expect(said).toEqual(expect.arrayContaining(['released by hamas', 'held by the outlet']));
  });
});
