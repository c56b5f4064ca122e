import { describe, expect, test } from 'vitest';
import { createCopyIndex, packShingles, shinglesOf, unpackShingles } from '#core/copies.ts';
import { withoutRecycled, withoutRepeated } from '#core/fresh.ts';

const WIRE =
  'Rescue crews worked through the night on the collapsed quay at Harlow, where a crane had fallen across two moored barges. ' +
  'The harbour master, Ines Tull, counted nine missing at midnight and said divers would return at first light. ' +
  'Ferries to the northern islands stay in port until the channel is clear.';
const EDITED =
  'Rescue crews worked through the night on the collapsed quay at Harlow, where a crane had fallen across two barges, our reporter saw. ' +
  'The harbour master counted nine missing at midnight and said divers would return at first light. More follows.';
const ANOTHER =
  'Nine people are missing after a crane toppled in the port of Harlow. Divers are to resume the search in the morning, harbour master ' +
  'Ines Tull told reporters, and no ferry will sail north before the wreckage has been cleared away.';

function index(...texts: readonly (readonly [id: string, text: string, saidAt: number])[]) {
  const made = createCopyIndex();
  for (const [id, text, saidAt] of texts) {
    const shingles = shinglesOf(text);
    const copyOf = made.find(id, shingles)?.entry ?? null;
    made.add(id, { saidAt, source: id, copyOf }, shingles);
  }
  return made;
}

describe('a copy', () => {
  test('is known in an edited form, however many texts lie between', () => {
    const others = Array.from({ length: 300 }, (_, i) => {
      const words = Array.from({ length: 40 }, (__, at) => `word${String((i * 37 + at * 11) % 997)}`);
      return [`other-${String(i)}`, words.join(' '), i] as const;
    });
    const found = index(['wire', WIRE, 0], ...others).find('copy', shinglesOf(EDITED));
    expect(found).toMatchObject({ entry: 'wire', saidAt: 0 });
  });

  test.each([
    [
      'Japanese',
      '港の岸壁が夜のうちに崩れ、倒れたクレーンの下敷きになった艀二隻の周りで、救助隊が朝まで捜索を続けた。港長は行方不明者が九人に上ると述べ、',
      '夜明けとともに潜水士を送ると話した。',
      '港では夜の事故で九人の行方が分からなくなり、朝から潜水士が捜す予定だと港長が記者団に語った。北の島への船は出ない。',
    ],
    [
      'Korean',
      '항구의 부두가 밤사이 무너져 넘어진 크레인에 깔린 바지선 두 척 주변에서 구조대가 아침까지 수색을 이어갔다. 항만장은 실종자가 아홉 명이라고 말하고 ',
      '날이 밝는 대로 잠수사를 보내겠다고 밝혔다.',
      '밤사이 항구 사고로 아홉 명이 실종됐으며 아침부터 잠수사들이 찾을 것이라고 항만장이 기자들에게 설명했다. 북쪽 섬으로 가는 배는 없다.',
    ],
  ])('is known in %s too, and another report is none', (_language, head, end, another) => {
    const made = index(['wire', head + end, 0]);
    expect(made.find('copy', shinglesOf(head))?.entry).toBe('wire');
    expect(made.find('other', shinglesOf(another))).toBeNull();
  });

  test('is not what two reporters write of one event', () => {
    expect(index(['wire', WIRE, 0]).find('other', shinglesOf(ANOTHER))).toBeNull();
  });

  test('of a copy comes from the earliest text, even where that one was read later', () => {
    const made = index(['second', WIRE, 500], ['first', WIRE, 100]);
    expect(made.find('third', shinglesOf(EDITED))?.entry).toBe('first');
  });

  test('is not made by a phrase that stands under everything', () => {
    const phrase =
      'The port authority, founded in 1911, runs four harbours on the eastern coast with nine hundred people.';
    const unlike = [
      'Wheat prices rose again in the markets of the south as rain delayed the first cut by a week.',
      'A choir from Belmar won the medal with songs that nobody had sung for two hundred years or more.',
      'The museum reopens on Friday with drawings found under the floor of an abandoned customs house.',
      'Snow closed both passes and the night train turned back at the third tunnel with sixty travellers.',
      'Engineers began to drain the old lock, which has held back the river since before the last war.',
    ];
    const made = index(...unlike.map((text, i) => [`a${String(i)}`, `${text} ${phrase}`, i] as const));
    const shingles = shinglesOf(
      `Teachers voted on Tuesday to end the strike they had begun in early autumn. ${phrase}`,
    );
    expect(made.find('new', shingles)).toBeNull();
  });

  test('is not made by a list of names that two short texts share', () => {
    const made = index([
      'a',
      'On Saturday the names of Ada Brill, Otto Senn and Maria Lund were read out.',
      0,
    ]);
    expect(
      made.find('b', shinglesOf('Doctors in Tarn received Ada Brill, Otto Senn and Maria Lund at noon.')),
    ).toBeNull();
  });

  test('is not made by the mould of one outlet’s short notes, even within an hour', () => {
    const note = (what: string, where: string): string =>
      `Harbour watch: ${what} at ${where}. Boats out: Gull and Heron. More about this call stands on our page for all calls of the week.`;
    const made = createCopyIndex();
    made.add(
      'noon',
      { saidAt: 0, source: 'watch', copyOf: null },
      shinglesOf(note('smoke', 'the north pier')),
    );
    const again = { saidAt: 3_600_000, source: 'watch' };
    const another = shinglesOf(note('a swimmer', 'the old ferry steps'));
    expect(made.find('later', another, again)).toBeNull();
    expect(made.find('same', shinglesOf(note('smoke', 'the north pier')), again)?.entry).toBe('noon');
  });

  test('is known from what a record keeps', () => {
    const shingles = shinglesOf(WIRE);
    expect(unpackShingles(packShingles(shingles))).toEqual(shingles);
  });
});

describe('what is new in a text', () => {
  const old = { title: 'Live: Harlow', lead: 'A crane fell at noon. Nine are missing.', text: '' };

  test('of a live blog is its new paragraphs; places stay', () => {
    const lead = 'Two were found alive. A crane fell at noon. Nine are missing.';
    const { title, lead: fresh } = withoutRepeated({ ...old, lead }, old);
    expect(title.trim()).toBe('');
    expect(fresh.trim()).toBe('Two were found alive.');
    expect(fresh).toHaveLength(lead.length);
  });

  test('is a sentence with one word changed, in a report of today', () => {
    expect(withoutRepeated({ ...old, lead: 'A crane fell at noon. Six are missing.' }, old).lead.trim()).toBe(
      'Six are missing.',
    );
  });

  test('is nothing in an edited text of long ago, its headline included', () => {
    const again = { title: 'Harlow: new headline', lead: EDITED.replace('More follows.', ''), text: '' };
    const { title, lead } = withoutRecycled(again, { title: 'Harlow', lead: WIRE, text: '' });
    expect(`${title}${lead}`.trim()).toBe('');
  });

  test('is told with its headline where an old text begins with a new sentence', () => {
    const again = {
      title: 'Quay falls again',
      lead: `On Sunday the same quay gave way a second time. ${WIRE}`,
      text: '',
    };
    const { title, lead } = withoutRecycled(again, { title: 'Harlow', lead: WIRE, text: '' });
    expect(title).toBe('Quay falls again');
    expect(lead.trim()).toBe('On Sunday the same quay gave way a second time.');
  });
});
