import type { Script } from './sounds.ts';

/**
 * Given names that the press prints in our languages, each with its sounds and the forms that sounds do not give.
 *
 * They serve twice: a watched person's given names are looked up here, and any of them in front of a watched surname
 * that is not his says that another person is meant (a hockey player Stanislav Trufanov). So the list is long on
 * purpose and holds no watched matter of its own.
 *
 * A line: name, gender, sounds where English spelling misleads (else `.`), then further spellings in any script.
 */
const LINES = `
Alexander m A_L_E_X_A_N_D_E?_R Alexandre Олександр Alejandro Alessandro Sándor Alekszandr Aleksandar Александар Александър अलेक्जेंडर अलेक्ज़ेंडर अलेक्जेन्डर एलेक्जेंडर एलेक्ज़ेंडर আলেকজান্ডার আলেক্সান্ডার Αλεξάντρ Αλεξάντερ Αλεξάνταρ Αλέξανδρος Αλέξανδρο 亚历山大 亞歷山大 アレクサンドル アレクサンダー アレクサンデル アレキサンダー 알렉산드르 알렉산더 알렉산데르
Sasha m S_A_SH_A Sascha Sacha Саня Σάσα 萨沙 薩沙 サーシャ サシャ 사샤
Alex m A_L_E_X アレックス 알렉스
Maxim m M_A_X_I_M Maksym Максимко Μαξίμ 马克西姆 馬克西姆 マキシム マクシム マクシーム 막심 맥심
Ron m R_O_N Ρον 罗恩 羅恩 ロン 론
Roni m R_O_N_I Ронни Ronnie Ronny Ρόνι 罗尼 羅尼 ロニ ロニー 로니
Andrey m A_N_D_R_E_J Andrew Andriy Андрій Андрей Andrei Andrej أندريه أندري אנדרי Αντρέι 安德烈 アンドレイ アンドレー 안드레이
Yelena f JE_L_E_N_A Elena Еlena Элена Олена Olena אלנה ילנה ييلينا Jelena Hélène Helena Γελένα Γιελένα Ελένα 叶连娜 叶莲娜 葉蓮娜 エレーナ エレナ イェレーナ イエレナ イェレナ 옐레나 엘레나 예레나
Lena f L_E_N_A Лена לנה レーナ レナ 레나
Irena f I_R_E_N_A Irina Ирина Ірина Iryna Irène Irene אירינה ايرينا Ирэн Ιρένα Ιρίνα Ειρήνη 伊雷娜 伊琳娜 イレーナ イレナ イリーナ 이레나 이리나
Sapir f S_A_P_I_R سافير Сафир Sappir Szapir Saphir Safir Σαπίρ 萨皮尔 薩皮爾 サピル サピール 사피르 사필
Vitaly m V_I_T_A_L_I_J Віталій Vitaliy Βιτάλι 维塔利 維塔利 ビタリー ヴィタリー ビタリ ヴィタリ 비탈리
Vladimir m V_L_A_D_I_M_I_R Володимир Volodymyr Wladimir Władimir Vlagyimir Vladímir Vlademir Βλαντίμιρ Βλαντιμίρ 弗拉基米尔 弗拉迪米爾 ウラジーミル ウラジミール ウラジミル ヴラジーミル 블라디미르
Dmitry m D_M_I_T_R_I_J Дмитро Dmytro Dimitri Dmitrii Dmitriy Ντμίτρι 德米特里 ドミトリー ドミートリー 드미트리
Sergei m S_E_R_G_E_J Serguei Serghei Сергій Serhiy Sergi سيرجي Σεργκέι 谢尔盖 謝爾蓋 セルゲイ 세르게이
Mikhail m M_I_H_A_I_L Михайло Mykhailo Michail Mijaíl Mihajl Michaił ميخاييل ميخائيل Μιχαήλ Μιχαΐλ 米哈伊尔 米哈伊爾 ミハイル 미하일
Michael m M_I_H_A_E_L Michel Miguel Майкл Michał マイケル 마이클
Maria f M_A_R_I_JA Marija Марія Marie Μαρία 玛丽亚 瑪麗亞 マリア マリヤ 마리아 마리야
Anatoly m A_N_A_T_O_L_I_J Анатолій Ανατόλι 阿纳托利 アナトリー アナトーリー 아나톨리
Simona f S_I_M_O_N_A Simone Сімона Σιμόνα سيمون 西莫娜 シモーナ シモナ 시모나
Musa m M_U_S_A Mussa Moussa Mousa Moosa Μούσα 穆萨 穆薩 ムーサ ムサ ムッサ 무사
Berl m B_E_R_L Berel Бэрл Берель 贝尔 ベルル ベレル 베를 베렐
Stanislav m . Станіслав スタニスラフ 스타니슬라프
Nikolai m N_I_K_O_L_A_J Микола Mykola ニコライ 니콜라이
Igor m I_G_O_R Игорь Ігор Ihor イーゴリ イゴール 이고르 이고리
Ivan m . Іван イワン イヴァン 이반
Oleg m . Oleh Олег オレグ 올레그
Pavel m P_A_V_E?_L Павло Pavlo Paul Павел パベル パーヴェル 파벨
Pyotr m P_JO_T_R Петр Петро Petro Peter ピョートル 표트르
Yuri m JU_R_I_J Юрій Юрий Yury ユーリー ユーリ 유리
Viktor m . Victor Віктор ビクトル ヴィクトル 빅토르
Vadim m . Vadym ワジム ヴァディム 바딤
Roman m . ロマン 로만
Artem m A_R_T_E_M Артем Artyom アルテム アルチョム 아르템
Denis m . Denys デニス 데니스
Evgeny m JE_V_G_E_N_I_J Yevgeny Євген Yevhen Евгений Eugene Jewgeni エフゲニー 예브게니
Konstantin m . Костянтин コンスタンチン 콘스탄틴
Kirill m . Кирило Kyrylo キリル 키릴
Ilya m I_L_JA Илья Ілля イリヤ 일리야
Nikita m . ニキータ 니키타
Gleb m . Гліб
Boris m . Борис ボリス 보리스
Leonid m . レオニード レオニド 레오니트 레오니드
Gennady m G_E_N_N_A_D_I_J Геннадий Геннадій ゲンナジー 겐나디
Valery m V_A_L_E_R_I_J Валерий Валерій ワレリー ヴァレリー 발레리
Vasily m V_A_S_I_L_I_J Василий Василь Vasyl ワシリー ヴァシリー 바실리
Anton m . アントン 안톤
Timur m . チムール 티무르
Ruslan m . ルスラン 루슬란
Rustam m .
Stepan m .
Fyodor m . Федор Фёдор Fedor フョードル 표도르
Grigory m G_R_I_G_O_R_I_J Григорий Григорій グリゴリー 그리고리
Georgy m G_E_O_R_G_I_J Георгий Георгій George ゲオルギー 게오르기
Egor m JE_G_O_R Егор Yegor エゴール 예고르
Daniil m . Данило Даниил Daniel Danylo ダニール ダニエル 다닐 다니엘
Alexei m A_L_E_X_E_J Олексій Oleksiy Алексей アレクセイ 알렉세이
Arkady m A_R_K_A_D_I_J
Eduard m . Edward
German m Герман
Lev m . Лев
Matvey m M_A_T_V_E_J
Semyon m . Семен Семён Semen
Taras m .
Bogdan m . Bohdan
Yaroslav m JA_R_O_S_L_A_V ヤロスラフ 야로슬라프
Rostislav m .
Vyacheslav m V_JA_CH_E_S_L_A_V Вячеслав ビャチェスラフ ヴャチェスラフ 뱌체슬라프
Svyatoslav m . Святослав
Anna f A_N_A Анна Ганна Anne Anna アンナ 안나
Natalia f N_A_T_A_L_I_JA Наталья Nataliya Natalya Natasha Наталія ナタリア ナタリヤ 나탈리아 나탈리야
Talia f T_A_L_I_JA Tala
Olga f O_L_G_A Ольга Olha オリガ 올가
Tatiana f T_A_T_I_A_N_A Татьяна Тетяна Tetiana Tatyana タチアナ タチヤナ 타티아나 타티야나
Svetlana f . Світлана Svitlana スベトラーナ スヴェトラーナ 스베틀라나
Ekaterina f JE_K_A_T_E_R_I_N_A Екатерина Катерина Kateryna Katerina Catherine エカテリーナ 예카테리나
Anastasia f A_N_A_S_T_A_S_I_JA Анастасия Анастасія アナスタシア 아나스타시야
Yulia f JU_L_I_JA Юлия Юлія Julia Yuliya ユリヤ 율리야
Oksana f .
Lyudmila f . Людмила Ludmila Liudmyla
Galina f . Галина Halyna
Nina f .
Vera f . Віра
Nadezhda f . Надежда Надія
Valentina f .
Ksenia f . Ксения Ксенія
Daria f D_A_R_I_JA Дарья Daryna
Polina f .
Marina f . Maryna
Larisa f . Лариса
Inna f .
Alla f .
Zhanna f .
Veronika f . Veronica
Victoria f . Виктория Вікторія
Margarita f .
Sofia f . София Софія Sophie
Alexandra f . Александра Олександра アレクサンドラ 알렉산드라
Evgenia f . Евгения
Tom m . トム 톰
John m Джон
David m . Давид Дэвид ダビド デービッド 다비드 데이비드
James m .
Robert m .
William m .
Richard m .
Thomas m .
Mark m .
Steve m . Steven Stephen
Joe m .
Jacob m . Yaakov Jake
Josh m .
Ben m .
Sam m .
Adam m .
Eli m .
Eliya m . Eliyah
Jonathan m . Yonatan
Benjamin m . Binyamin
Leonard m .
Sacha m .
Emily f .
Sarah f S_A_R_A Sarah
Rachel f .
Jessica f .
Lior m .
Noam m .
Yair m .
Amit m .
Gal m .
Nir m .
Tal m .
Yossi m .
Moshe m .
Avi m .
Itay m . Itai
Guy m .
Yehiel m . יחיאל
Ohad m . אוהד
`;

/**
 * Further names of others, pronounced as an English reader does. Where nothing is written with a capital they are not
 * looked for: Omar is "says" in Hebrew, Tariq "road" in Arabic.
 */
const OF_OTHERS: Readonly<Record<GivenName['gender'], string>> = {
  m: `
Jean Pierre Philippe Louis Charles Henri Hugo Claude Alain Bernard Olivier Nicolas Laurent Marc Gilles
Jack Harry Oliver Henry Arthur Frank Patrick Kevin Brian Eric Jason Justin Ryan Scott Gary Larry Jeff
Jeffrey Kenneth Gregory Raymond Dennis Jerry Walter Harold Carl Roger Albert Philip Ralph Eugene Bobby
Johnny Bruce Martin Klaus Hans Jan Stefan Jens Uwe Wolfgang Matthias Lukas Marko Milan Dragan Goran
Zoran Ante Juan Carlos Pedro Jorge Luis Fernando Pablo Diego Mario Marco Luca Paolo Giovanni Giuseppe
Francesco Antonio Roberto Andrzej Piotr Tomasz Krzysztof Marek Jerzy Zbigniew Janos Laszlo Zoltan Ferenc
Gideon Yitzhak Avraham Shlomo Uri Amos Dov Ehud Gadi Ilan Oren Eyal Erez Eitan Tomer Dror Yoav Yuval
Haim Menachem Nachman Ofer Ahmed Mohammed Mahmoud Hassan Hussein Khaled Yusuf Abdullah Walid Samir Bilal
Marat Rinat Ramil Azamat Zaur Magomed Murat Aslan Armen Ashot Gevorg Giorgi Levan Nursultan Edgar Artur
Valentin Veniamin Nikanor Gavriil Zakhar Prokhor Trofim Makar Platon Savely Demyan Miron Rodion Arseny
Innokenty Filipp Klim Ignat Lavrenty
`,
  f: `
Angelika Violetta Elizabeth Jennifer Linda Patricia Barbara Susan Margaret Nancy Lisa Karen Betty Helen
Sandra Donna Carol Ruth Sharon Michelle Laura Kimberly Deborah Amy Melissa Rebecca Emma Olivia Charlotte
Amelia Sofie Ingrid Ursula Monika Petra Claudia Martina Birgit Chantal Isabelle Nathalie Valerie Camille
Lucia Carmen Elvira Pilar Giulia Chiara Agnieszka Katarzyna Malgorzata Ewa Zofia Miriam Esther Leah Noa
Shira Yael Tamar Michal Orly Ayelet Dina Evelina Yaroslava Zinaida Raisa Klavdia Lidia Taisia Alisa
Milana Kira Diana Karina Kristina Angelina Albina Elina Regina Snezhana Zlata Bogdana Varvara Ulyana
Vasilisa Evdokia Antonina Nonna Rimma Lilia Liana Gulnara Aliya Fatima Aisha Mariam Nadia Samira
Angelica
`,
};

const WITH_CAPITALS: readonly Script[] = ['latin', 'cyrillic'];

export interface GivenName {
  readonly name: string;
  readonly gender: 'm' | 'f';
  /** As spelled in {@link soundsOf}. */
  readonly sounds: string;
  readonly also: readonly string[];
  /** Scripts that it is spelled in; all where there are none. */
  readonly scripts?: readonly Script[];
}

/** All of them. */
export function givenNames(): readonly GivenName[] {
  const names: GivenName[] = [];
  for (const line of LINES.trim().split('\n')) {
    const [name = '', gender, sounds = '.', ...also] = line.split(' ');
    names.push({
      name,
      gender: gender === 'f' ? 'f' : 'm',
      sounds: sounds === '.' || !/^[A-Z_?]+$/.test(sounds) ? name : sounds.replaceAll('_', ' '),
      also: sounds === '.' || /^[A-Z_?]+$/.test(sounds) ? also : [sounds, ...also],
    });
  }
  for (const gender of ['m', 'f'] as const)
    for (const name of OF_OTHERS[gender].trim().split(/\s+/))
      names.push({ name, gender, sounds: name, also: [], scripts: WITH_CAPITALS });
  return names;
}
