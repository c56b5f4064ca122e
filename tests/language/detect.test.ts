import { eld } from 'eld/extrasmall';
import { describe, expect, test } from 'vitest';
import { createDetector } from '#language/detect.ts';

const languages = ['en', 'de', 'fr', 'es', 'pt', 'it', 'pl', 'ru', 'uk', 'he', 'ar'];
const withoutStatistics = createDetector({ languages, statistics: null });
const withStatistics = createDetector({ languages, statistics: () => eld });

describe('letters that only one language has decide', () => {
  test.each([
    ['סשה טרופנוב שב הביתה', 'he'],
    ['סרטון חדש של Sasha Trufanov פורסם', 'he'],
    ['حماس تفرج عن رهينة', 'ar'],
    ['Його звільнили вчора, і він їде додому', 'uk'],
    ['Заручників звільнено', 'uk'],
    ['Это был он, а не мы', 'ru'],
    ['Объявлены имена пленных', 'ru'],
  ])('%s → %s', (text, language) => {
    expect(withoutStatistics(text, null)).toBe(language);
    expect(withoutStatistics(text, 'en')).toBe(language);
  });

  test('a Ukrainian name in a Russian text changes nothing', () => {
    expect(
      withoutStatistics('Мэр Кривого Рога выступил; посёлок Їжакове эвакуирован, жители уехали', null),
    ).toBe('ru');
  });

  test('other scripts go by the word of the feed, or by the only language here that is written so', () => {
    const detect = createDetector({ languages: ['en', 'hi', 'bn', 'zh', 'ja'], statistics: null });
    expect(detect('हमास ने बंधक को रिहा किया', 'hi')).toBe('hi');
    expect(detect('জিম্মিকে মুক্তি দেওয়া হয়েছে', 'bn-BD')).toBe('bn');
    expect(detect('हमास ने बंधक को रिहा किया', 'en')).toBe('hi');
    expect(detect('हमासने ओलिसाची सुटका केली', 'mr')).toBe('und');
    expect(detect('哈马斯释放人质', null)).toBe('zh');
    expect(detect('人質解放', 'ja')).toBe('ja');
  });

  test('Persian and Urdu are not taken for Arabic', () => {
    expect(withoutStatistics('پنج گروگان چک و لهستانی گفتند که برمی‌گردند', null)).not.toBe('ar');
    expect(withoutStatistics('یہ ہے پاکستان کی بڑی خبر اور لوگوں نے دیکھا', null)).not.toBe('ar');
    // One such letter in a foreign name is no Persian.
    expect(withoutStatistics('قال گانتس إن الرهائن عادوا إلى بيوتهم', null)).toBe('ar');
  });
});

describe('little words decide between languages of one script', () => {
  test.each([
    ['The man who was taken from the kibbutz is with his family', 'en'],
    ['Die Geisel ist mit der Familie in das Krankenhaus gebracht worden und wird dort versorgt', 'de'],
    ['Le jeune homme est dans les bras de sa famille, avec des amis', 'fr'],
    ['O refém foi libertado em Gaza e está com a sua família, não com os outros', 'pt'],
    ['El rehén fue liberado en Gaza y está con su familia, no con los otros', 'es'],
    ['Zakładnik został zwolniony z niewoli i jest w domu, ale nie ma jego ojca', 'pl'],
  ])('%s → %s', (text, language) => {
    expect(withoutStatistics(text, null)).toBe(language);
  });
});

describe('letters that a language never has', () => {
  const detect = createDetector({ languages: [...languages, 'sr', 'bg'], statistics: () => eld });

  test.each([
    ['Заложницу Елену Труфанову освободили после 54 дней плена', 'ru'],
    ['Хамас ослободио таоца Труфанова после 54 дана', 'sr'],
  ])('%s → %s', (text, language) => {
    expect(detect(text, null)).toBe(language);
  });
});

describe('Japanese and Korean need no word of the feed', () => {
  const detect = createDetector({ languages: ['en', 'ru', 'zh', 'ja', 'ko'], statistics: null });
  test.each([
    ['ハマスが人質を解放した', 'ja'],
    ['AFP: マキシム・ハーキン氏 (Maxim Herkin) の映像を公開', 'ja'],
    ['하마스, 인질 석방', 'ko'],
    ['막심 하르킨(Maxim Herkin)이 풀려났다', 'ko'],
  ])('%s → %s', (text, language) => {
    expect(detect(text, null)).toBe(language);
    expect(detect(text, 'zh')).toBe(language);
  });

  test('a single kana in a Chinese text makes it no Japanese', () => {
    expect(detect('哈马斯释放了俄罗斯人质特鲁法诺夫，家人在の咖啡馆等候消息', 'zh')).toBe('zh');
    expect(detect('亚历山大・特鲁法诺夫获释', 'zh')).toBe('zh');
  });

  test('and where nobody reads them, nothing is guessed', () => {
    expect(withoutStatistics('ハマスが人質を解放した', null)).toBe('und');
    expect(withoutStatistics('하마스, 인질 석방', null)).toBe('und');
  });
});

test('Indonesian is known by its little words', () => {
  const detect = createDetector({ languages: ['en', 'it', 'nl', 'id'], statistics: null });
  const text = 'Sandera yang ditahan itu telah dibebaskan dan akan kembali kepada keluarganya';
  expect(detect(text, null)).toBe('id');
  expect(detect(text, 'en')).toBe('id');
  expect(detect('Il rapito è tornato di notte a casa e sta bene con la madre', 'it')).toBe('it');
});

test('Greek needs no word of the feed', () => {
  const detect = createDetector({ languages: ['en', 'ru', 'el', 'hi'], statistics: null });
  expect(detect('Ο όμηρος Sasha Trufanov επέστρεψε', null)).toBe('el');
  expect(detect('हमास ने बंधक को रिहा किया', 'hi')).toBe('hi');
});

test('Czech and Slovak, Polish and Turkish are told apart', () => {
  const detect = createDetector({ languages: ['en', 'pl', 'cs', 'sk', 'tr'], statistics: null });
  expect(detect('Rukojmí se podle armády vrátil domů a je v nemocnici, kde na něj čekala rodina', null)).toBe(
    'cs',
  );
  expect(detect('Rukojemník sa podľa armády vrátil domov a je v nemocnici, kde ho čakala rodina', null)).toBe(
    'sk',
  );
  expect(detect('Zakładnik wrócił do domu i jest w szpitalu, jak podało wojsko', null)).toBe('pl');
  expect(detect('Rehine bir yıl sonra serbest bırakıldı ve bu sabah ailesi ile buluştu', null)).toBe('tr');
});

describe('Serbian, Romanian and Bulgarian', () => {
  const balkan = [...languages, 'cs', 'sk', 'sr', 'ro', 'bg'];
  const detect = createDetector({ languages: balkan, statistics: null });

  test.each([
    ['Руски талац ослобођен је из Газе', 'sr'],
    ['Talac je oslobođen i sada je sa porodicom, rekli su iz vojske', 'sr'],
    ['Ostaticul a fost eliberat și este acum în Israel, după doi ani în care nu a fost văzut', 'ro'],
    ['Заложникът беше освободен и вече е в Израел', 'bg'],
    ['Освободени са трима, съобщи армията', 'bg'],
    ['Объявлено перемирие, заложники дома', 'ru'],
    ['Rukojemník sa podľa armády vrátil domov a je v nemocnici, kde ho čakala rodina', 'sk'],
  ])('%s → %s', (text, language) => {
    expect(detect(text, null)).toBe(language);
  });

  test('which of the names of one language it is, the feed says', () => {
    const text = 'Talac je oslobođen i sada je sa porodicom, rekli su iz vojske';
    expect(detect(text, 'hr-HR')).toBe('hr');
    expect(detect(text, 'bs')).toBe('bs');
    expect(detect(text, 'sr-Latn')).toBe('sr');
    expect(detect('The man who was taken from the kibbutz is with his family', 'hr')).toBe('en');
  });
});

describe('the word of the feed', () => {
  test('wins where the text leaves it open', () => {
    expect(withoutStatistics('Alexander Trufanov', 'de')).toBe('de');
    expect(withoutStatistics('Alexander Trufanov', 'en-GB')).toBe('en');
  });

  test('loses against the script, and a language we do not know is none', () => {
    expect(withoutStatistics('Труфанов вышел на свободу, сообщили врачи', 'en')).toBe('ru');
    expect(withoutStatistics('Alexander Trufanov', 'xx')).toBe('und');
  });

  test('stands alone where there is no letter', () => {
    expect(withoutStatistics('7–10 …', 'ru')).toBe('ru');
    expect(withoutStatistics('', null)).toBe('und');
    expect(withoutStatistics('🙂🙂', null)).toBe('und');
  });
});

test('statistics settle short headlines', () => {
  expect(withStatistics('Hostage families demand answers tonight', null)).toBe('en');
  expect(withStatistics('Geiselfamilien fordern Antworten', null)).toBe('de');
});
