/** Word classes by which a document shows what a capitalised name is, English and Russian. Closed classes and stems, no names. */

const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** What stands with a capital only because a sentence begins with it. */
export const OPENING = set(`
the a an this that these those he she it they we i you his her its their our my your who what when where why how which whose
in on at by for from to of with without into onto over under after before during since until till against about between among through
and or but nor so yet if as because while although though unless whether once than then there here now not no yes
is are was were be been being has have had do does did will would can could may might must shall should
one two three four five six seven eight nine ten many more most some any all both each every other another such several few only also even
unlike like despite according earlier later last next early late additionally however meanwhile moreover indeed unfortunately instead still
talks news read sign support subscribe video photo image once dear monthly annual continue never yesterday today tomorrow progress
в во на по из за от до для при о об обо с со к ко у над под через между после перед без около против среди согласно
и или но а да же ли не ни как так что чтобы если когда где кто который которая это этот эта эти тот та те он она оно они мы вы я ты его её их
все весь вся были был была есть будет также ранее позже однако между тем накануне сегодня вчера завтра теперь уже еще ещё там здесь
один два три четыре пять несколько многие мать отец сын дочь брат сестра жена муж мама папа mother father son daughter brother sister wife husband по-прежнему кроме вместе именно только даже
`);

/** Offices and forms of address in front of a person. */
export const TITLES = set(`
president vice prime minister premier foreign interior defense defence deputy ambassador envoy spokesman spokeswoman spokesperson secretary chief chairman
chairwoman head leader rabbi general admiral commodore brigadier lieutenant sergeant colonel major captain commander senator congressman governor mayor judge king queen prince princess pope
sheikh imam professor doctor mr mrs ms dr sir lord lady sgt capt gen col official activist journalist director lawyer
президент президента президенту президентом вице-президент премьер премьер-министр министр министра министру министром замминистра посол посла
глава главы главой пресс-секретарь пресс-секретаря представитель представителя представительница представительницы официальный раввин раввина
лидер лидера генерал полковник майор спецпредставитель спецпредставителя депутат сенатор губернатор мэр судья король принц папа шейх профессор
доктор господин госпожа член руководитель директор россиянин россиянина россиянку заложник заложника гражданин гражданина
`);

/** Verbs of saying and doing that only people and bodies take. */
export const SAYING = set(`
said says say told tells added adds stressed noted stated announced declared confirmed denied thanked called urged warned explained claimed wrote
asked demanded met promised reported released freed presented underscored signed visited
сказал сказала заявил заявила заявили сообщил сообщила сообщили добавил добавила отметил отметила рассказал рассказала подчеркнул подчеркнула
объявил объявила подтвердил подтвердила призвал призвала написал написала пообещал встретился встретилась уточнил уточнила поблагодарил
`);

/** Words that make the name they stand in a body's. Stems. */
export const BODY_STEMS =
  /^(?:minist(?:ry|ries|erio)|federation|party|agenc(?:y|ies)|association|army|union|council|bureau|committee|commission|organi[sz]ation|jihad|brigades?|cross|crescent|office|news|times|post|tribune|gazette|bank|university|institute|court|parliament|knesset|duma|forces?|police|movement|group|front|forum|foundation|society|church|embassy|consulate|corps|authority|company|corporation|congress|senate|league|network|service|министерств|федераци|парти|агентств|ассоциаци|союз|совет|комитет|комисси|организаци|джихад|бригад|крест|партия|банк|университет|институт|суд|парламент|кнессет|дум|движени|фронт|форум|фонд|посольств|корпус|компани|конгресс|сенат|лиг|служб|госдум|госдеп|минобороны|совбез)/i;

/** Words behind a name that only a body has. */
export const OF_BODY = set(`
militants militant leadership movement fighters official officials spokesman spokeswoman spokesperson group organization organisation agency newspaper
media captivity attack attacks gunmen terrorists statement command
`);

/** Words in front of a name that only a body has: "media outlet X", "agency X", "группировка X". */
export const BEFORE_BODY = set(`
agency newspaper outlet channel group movement organization organisation broadcaster portal site militants company party held
агентство агентства агентству газета газеты газете группировка группировки группировке движение движения движению движением телеканал телеканала портал
организация организации
`);

/** Words behind a name that make it a place's. */
export const OF_PLACE = set(`
strip crossing kibbutz city town village province region area district county island river desert valley mountains border airport square street avenue
festival rave camp hospital peninsula coast bank
`);

/** Words in front of a name that make it a place's. */
export const BEFORE_PLACE = set(`
kibbutz city town village province region camp island
сектор сектора секторе сектору город города городе городу кибуц кибуца кибуце село села селе деревня посёлок поселок район района районе
область области регион провинция провинции улица улице площадь площади фестиваль фестиваля фестивале аэропорт аэропорта остров кпп лагерь
`);

/** Prepositions of place. */
export const LOCATIVE = set('in from near into across via outside inside throughout в во из под близ');

/** Words that tell that the person beside them is held: the proposal is then a captive. */
export const CAPTIVITY =
  /^(?:hostages?|captives?|captivity|abduct|kidnap|releas|freed|freeing|free|imprison|detained|taken|заложни|плен|похи[тщ]|освобо|удержив|отпу[сщ])/i;

/** Adjectives of peoples and creeds that no country's name shows, and points of the compass. */
export const PEOPLES = set(`
american americans british french dutch greek greeks arab arabs arabic jewish jew jews western eastern northern southern european europeans soviet
muslim muslims christian christians islamic islamist islamists orthodox catholic african asian latin english german germans spanish swiss danish turkish
polish czech welsh irish scottish palestinian palestinians thai filipino
`);

/** Names of days, months and feasts are no names of ours. */
export const CALENDAR_WORDS = set(
  'holocaust remembrance christmas easter ramadan passover hanukkah day war oct sept sep nov dec jan feb mar apr jun jul aug',
);

/** Words that are in every report, whatever it is about: they make no topic. */
export const EVERYDAY = set(`
about above according across added adding additionally after again against ahead also although always amid among amount another anyone around asked away back
based became because become been before began being below between both bring brought called came chief come coming conditions could country countries current
currently date days described despite different during each earlier early efforts either end enough ensure even event events every evolving expressed factors
family final first following foreign former four from further future gave general given going good government group had hand hands has have head held help here
high highlighted highlights himself hour hours however important include included includes including indicated information inside instead into involved issue issues
itself just keep kept know known large last late later latest least left less like likely link little local long made main major make making many matter mean
meanwhile media member members mentioned might month months more morning most move much must name named national near nearly need needs never news next none noted
nothing november number october february march april january june july august september december often official officials once only open order other others over
overall part parties party past people perhaps person place point position positions possible present president previously process provide public published question
rather real received recent recently regarding region regional related released remain remains report reported reportedly reporting reports representative
representatives result results right role said same saying says second secretary security seeking seen senior service several shall should show shows side since
situation sometimes soon source sources speaking special spoke spokesman spokesperson stage state stated statement statements states status step steps still stressed such
suggested support taken taking team tell than thank thanked that their them themselves then there these they thing things third this those though three through
time times timing today together told took toward towards true turn twice under understand underscored until upon used using various very view visit want wants ways
week weeks well were what when where whether which while white whole whom whose will with within without word words work working world would year years yesterday
безопасности более будет будут было были быть важно ввиду вместе вновь возможно вопрос вопросы времени время всего всех глава говорится года году году данным даже дней
для днем дня других его если есть ещё жизни заявил заявила заявили из-за именно иметь интервью источник итогам как какой когда который которая которое которые которых котором
которого кроме лишь между меньше месяца месяцев место может можно находится находятся начале некоторые несколько нибудь новый новости около один однако отметил
отметила отношении отношения очень первый перед передает передаёт писал пишет позже пока после последний поэтому прежде президент при принять продолжает просит против
прошлом ранее рамках рассказал рассказала результате решение россии россия сказал сказала сегодня сейчас слова словам словами снова сообщает сообщал сообщил сообщила сообщили
стало стать стороны страны таких также такой там тем теперь того тоже только тому тот требует трех уже утром человек человека через что чтобы этого этой этом
`);
