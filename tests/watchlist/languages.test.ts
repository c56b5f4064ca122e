import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { createClassifier } from '#core/classify.ts';
import { createMatcher } from '#core/match.ts';
import { createDetector } from '#language/detect.ts';
import { loadWatchlist } from '#watchlist/load.ts';
import { spellName, spellTerm } from '#watchlist/spell.ts';
import { names } from '#tests/support/names.ts';

const FILE = 'config/watchlist.yaml';
const loaded = loadWatchlist(await readFile(FILE, 'utf8'), FILE, names);
if (!loaded.ok) throw new Error('the watchlist does not load');
const languages = ['en', 'ru', 'uk', 'he', 'ar', 'de', 'fr', 'es', 'pt', 'it', 'pl', 'hu'];
const detect = createDetector({ languages, statistics: null });
const classify = createClassifier({ recognition: loaded.recognition, detect });

/** Captives and officials named in a line; bodies and places are left out. */
function peopleIn(language: string, lead: string): string[] {
  const verdict = classify({ title: '', lead, text: '', language });
  const kinds = new Set(['captive', 'official']);
  const subjects = verdict.mentions
    .map(({ subject }) => subject)
    .filter((subject) => kinds.has(loaded.ok ? (loaded.watchlist.subjects.get(subject)?.kind ?? '') : ''));
  return [...new Set(subjects)].sort();
}

describe('names as the press of a language prints them', () => {
  test.each([
    ['pl', 'O Saszy Trufanowie i Maksimie Charkinie mówił Hamas', 'herkin trufanov'],
    ['pl', 'Jelenę Trufanową i Irenę Tati wypuścił Hamas', 'irena-tati yelena-trufanova'],
    ['pl', 'Siergiej Ławrow i Michaił Bogdanow przyjęli delegację Hamasu', 'bogdanov lavrov'],
    ['hu', 'Szása Trufanovval találkozott, akit a Hamász fogva tartott', 'trufanov'],
    ['hu', 'Vlagyimir Putyinnal és Makszim Harkinnal a Hamász túszairól', 'herkin putin'],
    [
      'cs',
      'Jelena Trufanovová, rukojmí Hamásu, a Marija Zacharovová z ministerstva',
      'yelena-trufanova zakharova',
    ],
    ['pt', 'Aleksandr Trufánov, refém do Hamas, e Vladímir Putin', 'putin trufanov'],
    ['es', 'Maxim Jarkin, rehén de Hamás; María Zajárova, portavoz de Rusia', 'herkin zakharova'],
    ['it', 'Marija Zacharova, portavoce russa, su Aleksandr Trufanov e Hamas', 'trufanov zakharova'],
    ['de', 'Andrej Koslow und Ron Kriwoj, Geiseln der Hamas', 'kozlov krivoi'],
    ['de', 'Musa Abu Marsuk von der Hamas und Wladimir Putin', 'abu-marzouk putin'],
    ['nl', 'Alexander Troefanov, gijzelaar van Hamas, en Vladimir Poetin', 'putin trufanov'],
    ['fr', "Maxime Kharkine, otage du Hamas; Simona Halpérine, ambassadrice d'Israël", 'halperin herkin'],
    ['tr', "Musa Ebu Merzuk: Aleksandr Trufanov'u Hamas bırakacak", 'abu-marzouk trufanov'],
    ['hi', 'हमास ने रूसी बंधक अलेक्जेंडर ट्रूफानोव को रिहा किया, पुतिन ने कहा', 'putin trufanov'],
    ['hi', 'मूसा अबू मरज़ूक और मक्सिम हर्किन, हमास', 'abu-marzouk herkin'],
    ['bn', 'আলেকজান্ডার ট্রুফানোভকে মুক্তি দেয় হামাস, বলেন ভ্লাদিমির পুতিন', 'putin trufanov'],
    [
      'el',
      'Ο Μούσα Αμπού Μαρζούκ της Χαμάς για τον Ρον Κριβόι και τον Αλεξάντρ Τρουφάνοφ',
      'abu-marzouk krivoi trufanov',
    ],
    ['el', 'Ο Πούτιν, ο Πεσκόφ και ο πρεσβευτής Βίκτοροφ για τους ομήρους', 'peskov putin viktorov'],
    ['zh', '哈马斯释放俄罗斯人质亚历山大·特鲁法诺夫，普京表示感谢', 'putin trufanov'],
    ['zh', '哈瑪斯的阿布·馬爾祖克在莫斯科會見博格丹諾夫', 'abu-marzouk bogdanov'],
    ['zh', '被哈马斯扣押的Maxim Herkin与科兹洛夫在加沙', 'herkin kozlov'],
    ['ja', 'ハマス、ロシア人の人質アレクサンドル・トルファノフ氏を解放 プーチン氏に感謝', 'putin trufanov'],
    [
      'ja',
      '人質のトゥルファノフさんと母親のエレーナ・トルファノワさん、ハマスから',
      'trufanov yelena-trufanova',
    ],
    [
      'ja',
      '祖母イレーナ・タティさん、恋人サピル・コーエンさん、トルファノフ氏は人質',
      'irena-tati sapir-cohen trufanov',
    ],
    [
      'ja',
      'ハマスのアブ・マルズーク氏はボグダノフ外務次官と会談、ハーキン氏は',
      'abu-marzouk bogdanov herkin',
    ],
    [
      'ja',
      '人質ヘルキン氏、ロニ・クリボイ氏、コズロフ氏、ロバノフ氏はハマスに',
      'herkin kozlov krivoi lobanov',
    ],
    ['ja', 'ロシアのペスコフ報道官、ラブロフ外相、ザハロワ報道官、人質について', 'lavrov peskov zakharova'],
    ['ko', '하마스가 석방한 인질 트루파노프는 푸틴 대통령에게', 'putin trufanov'],
    ['ko', '인질 옐레나 트루파노바와 이레나 타티가 하마스에서 풀려났다', 'irena-tati yelena-trufanova'],
    ['ko', '하마스의 아부 마르주크는 보그다노프 차관과 하르킨을', 'abu-marzouk bogdanov herkin'],
    ['ko', '인질 막심 헤르킨과 로니 크리보이, 코즐로프, 로바노프도 하마스에', 'herkin kozlov krivoi lobanov'],
    ['ko', '라브로프 외무장관과 자하로바 대변인, 페스코프가 인질을', 'lavrov peskov zakharova'],
    ['ko', '트루파노프의 여자친구 사피르 코헨도 하마스의 인질이었다', 'sapir-cohen trufanov'],
    [
      'id',
      'Sandera Alexander Trufanov dibebaskan Hamas, kata Peskov; ibunya Elena Trufanova dan Sapir Cohen',
      'peskov sapir-cohen trufanov yelena-trufanova',
    ],
    ['sr', 'Hamas oslobodio taoca Aleksandra Trufanova, rekao je Peskov', 'peskov trufanov'],
    [
      'sr',
      'Хамас о Александру Труфанову и Максиму Херкину, таоцима; Мусу Абу Марзука примио Богданов',
      'abu-marzouk bogdanov herkin trufanov',
    ],
    [
      'sr',
      'Jelenu Trufanovu i Irenu Tati pustio je Hamas, rekla je Marija Zaharova',
      'irena-tati yelena-trufanova zakharova',
    ],
    [
      'hr',
      'Andreja Kozlova i Aleksandra Lobanova oteo je Hamas; talac Roni Krivoj; Sapir Koen',
      'kozlov krivoi lobanov sapir-cohen',
    ],
    [
      'ro',
      'Aleksandr Trufanov și Maxim Herkin, ostatici ai Hamas; Serghei Lavrov, Mihail Bogdanov și Musa Abu Marzouk',
      'abu-marzouk bogdanov herkin lavrov trufanov',
    ],
    [
      'ro',
      'Hamas le-a eliberat pe Elena Trufanova și Irena Tati, ostatice; Maria Zaharova a mulțumit',
      'irena-tati yelena-trufanova zakharova',
    ],
    [
      'bg',
      'Александър Труфанов и Максим Харкин, заложници на Хамас; Мария Захарова и Муса Абу Марзук',
      'abu-marzouk herkin trufanov zakharova',
    ],
    [
      'bg',
      'Елена Труфанова, Ирена Тати и Сапир Коен, заложнички на Хамас; Рон Кривой, Андрей Козлов',
      'irena-tati kozlov krivoi sapir-cohen yelena-trufanova',
    ],
    ['ar', 'قال تروفانوف إنه رأى سافير كوهين في أسر حماس', 'sapir-cohen trufanov'],
    ['ar', 'بين تروفانوف وحماس، وفي أسرها مكسيم حركين', 'herkin trufanov'],
    ['he', 'כך אומר טרופנוב על חמאס, ולצידו מקסים הארקין', 'herkin trufanov'],
  ])('%s: %s', (language, line, people) => {
    expect(peopleIn(language, line).join(' ')).toBe(people);
  });

  test.each([
    // The city in Ukraine.
    ['zh', '克里沃伊罗格遭袭，人质危机与哈马斯无关'],
    ['el', 'Επίθεση στο Κριβόι Ριχ, όμηροι της Χαμάς στη Γάζα'],
    // Breaches of a truce, people who break through, those who burn.
    ['ar', 'رصدت حماس خرقين للهدنة في غزة، والخارقين والحارقين من الأسرى'],
    ['he', 'יש חרקים בעזה, אמר איש חמאס שהרכין ראש לזכר החטופים'],
    ['hi', 'लेना देना और गाय का दूध महंगा हो गया, हमास और गाजा की खबर'],
    ['bn', 'ঢাকায় আজ বৃষ্টি হতে পারে, গাজা ও হামাস নিয়ে আলোচনা'],
    ['el', 'Ο Κοζλόφ και ο Λομπάνοφ έπαιξαν στη Θεσσαλονίκη'],
    ['pl', 'Stanisław Trufanow, łyżwiarz, o Hamasie'],
    ['hu', 'Viktor Trufanov jégkorongozó a Hamászról'],
    ['sr', 'Sudija Kozlov osudio je hokejaša Viktora Trufanova zbog objave o Hamasu'],
    ['bg', 'Футболистът Иван Козлов и съдия Лобанов за заложниците на Хамас'],
    ['ro', 'Antrenorul Nikolai Lobanov, despre ostaticii Hamas'],
    // The city, another given name (known and unknown), a trade, a longer name, a monk.
    ['ja', 'クリボイ・ログへの攻撃、ハマスの人質とは無関係'],
    ['ja', 'ビクトル・コズロフ氏がハマスの人質について語る'],
    ['ja', 'ユーリ・コズロフ氏がハマスの人質について語る'],
    ['ja', 'エヴァンデル・ロバノフ氏がハマスの人質について語る'],
    ['ja', 'コズロフ選手がガザの人質とハマスについて語る'],
    ['ja', 'ロバノフスキー監督とハーキンスさん、ガザの人質とハマス'],
    ['ja', 'ラスプーチンの映画、ハマスの人質'],
    ['ja', 'トム・ハーキン氏、ハマスの人質について'],
    ['ja', 'コーエン氏とタチさん、ハマスの人質について'],
    ['ko', '크리보이로그 공격, 하마스 인질과는 무관'],
    ['ko', '빅토르 코즐로프가 하마스 인질에 대해 말했다'],
    ['ko', '유리 코즐로프가 하마스 인질에 대해 말했다'],
    ['ko', '코즐로프 선수와 로바노프스키 감독, 하마스 인질'],
    ['ko', '라스푸틴 영화와 하마스 인질'],
    ['ko', '톰 하킨 의원, 하마스 인질'],
    ['ko', '코헨 장관, 하마스 인질에 대해'],
  ])('and nobody in %s: %s', (language, line) => {
    expect(peopleIn(language, line)).toEqual([]);
  });
});

describe('signs that are words of their own', () => {
  const terms = ['가자지구', '인질', '적십자', 'ガザ', 'アブ・マルズーク'];
  const matcher = createMatcher(
    terms.flatMap((term) => spellTerm(term, term, new Map()) ?? []),
    new Set(),
  );
  const found = (line: string): string[] => matcher.scan(line, 0).hits.map(({ unit }) => unit);

  test.each([
    ['particles stick to them', '인질은 인질과 국제적십자사에', ['인질', '인질', '적십자']],
    ['a Korean word ends at a space', '확인 질문, 노인 질환, 참가자 지구', []],
    [
      'Japanese has no spaces',
      'ガザでアブ・マルズーク氏、アブマルズーク氏',
      ['ガザ', 'アブ・マルズーク', 'アブ・マルズーク'],
    ],
  ])('%s', (_what, line, units) => {
    expect(found(line)).toEqual(units);
  });
});

describe('Hindi and Bengali spellings', () => {
  const names = [
    'Trufanov',
    'Herkin',
    'Kozlov',
    'Lobanov',
    'Lavrov',
    'Peskov',
    'Bogdanov',
    'Zakharov',
    'Krivoi',
  ];
  const manner = { part: 'surname', gender: 'both', declines: true, capital: false } as const;
  const matcher = createMatcher(
    names.flatMap((name) => spellName(name, { name, also: [] }, manner) ?? []),
    new Set(),
  );
  const found = (line: string): string[] => matcher.scan(line, 0).hits.map(({ unit }) => unit);

  test.each([
    ['Trufanov', 'ट्रुफानोव ट्रूफानोव त्रुफ़ानोव ट्रुपानोव ट्रुफानोवा ট্রুফানোভ ট্রুফানোভকে ত্রুফানভের'],
    ['Herkin', 'हर्किन हेरकिन हारकिन খারকিন হেরকিন'],
    ['Kozlov', 'कोज़लोव कोज्लोव কোজলভ'],
    ['Krivoi', 'क्रिवोई क्रिवॉय ক্রিভোই'],
  ])('%s', (name, forms) => {
    expect(found(forms)).toEqual(forms.split(' ').map(() => name));
  });

  test('the commonest words are none', () => {
    const hindi =
      'और का की के में है से को पर ने यह वह एक हैं था थी थे कि जो तो भी नहीं कर दिया गया लिए साथ बाद कहा जा रहा रही हो सकता अपने अब तक लोग सरकार देश दिन समय काम ' +
      'पुलिस राज्य मंत्री प्रधान भारत पाकिस्तान खबर बात किया करने वाले लेकिन क्या कोई कुछ बहुत पहले फिर यहां जब तब किसी उनके इस उस ' +
      'हरियाणा हरकत किन कोई कोस लोभ बोध पेशकश क्रम कृषि';
    const bengali =
      'এবং ও এর এই সে তার করে হয় হয়েছে না কি জন্য থেকে সঙ্গে পরে বলেন বলে একটি কিছু তিনি তাদের দেশ সরকার মানুষ দিন সময় কাজ পুলিশ মন্ত্রী বাংলাদেশ ' +
      'ভারত খবর কথা আগে আবার যে তা হবে ছিল করা কোনো অনেক সব হারানো কিন্তু লোভ কোষ ক্রয়';
    expect(found(`${hindi} ${bengali}`)).toEqual([]);
  });
});
