import { describe, expect, test } from 'vitest';
import { FIRST_LETTER, fold, foldedText } from '#language/normalise.ts';

/** The original text behind the folded letters of `wanted`, to see that the way back is right. */
function originalOf(text: string, wanted: string): string {
  const folded = fold(text);
  let letters = '';
  for (let at = 0; at < folded.length; at += 1) letters += String.fromCharCode(folded.codes[at] ?? 0);
  const from = letters.indexOf(wanted);
  if (from === -1) return '';
  return text.slice(folded.starts[from], folded.ends[from + wanted.length - 1]);
}

describe('folding makes spellings of one word equal', () => {
  test.each([
    ['case', 'ТРУФАНОВ', 'труфанов'],
    ['ё', 'Пётр', 'петр'],
    ['composed and decomposed letters', 'Krivo\u0301i', 'Krivói'],
    ['a stress mark', 'Труфа\u0301нов', 'труфанов'],
    ['soft hyphens', 'Tru\u00adfa\u00adnov', 'trufanov'],
    ['zero-width signs and bidi marks', 'Tru\u200bfa\u200f\u2066nov', 'trufanov'],
    ['full-width letters', 'Ｔｒｕｆａｎｏｖ', 'trufanov'],
    ['dressed-up letters beyond the first plane', '𝐓𝐫𝐮𝐟𝐚𝐧𝐨𝐯', 'trufanov'],
    ['Latin letters in a Cyrillic word', 'Tpуфaнoв', 'труфанов'],
    ['Cyrillic letters in a Latin word', 'Труfanоv'.replace('Тру', 'Tru').replace('о', 'о'), 'trufanov'],
    ['niqqud', 'טְרוּפָנוֹב', 'טרופנוב'],
    ['final Hebrew letters', 'חטופים', 'חטופימ'],
    ['gershayim', 'צה״ל', 'צהל'],
    ['tashkeel and tatweel', 'حَمَــاس', 'حماس'],
    ['hamza carriers', 'أبو إلى آخر', 'ابو الي اخر'],
    ['ta marbuta', 'رهينة', 'رهينه'],
    ['Persian keyboards', 'کریفوی', 'كريفوي'],
    ['no-break spaces and hyphens', 'Нир\u2011Оз\u00a0и', 'нир оз и'],
    ['letters that fold into two', 'Straße', 'strasse'],
    ['the dot between Japanese names', 'アブ・マルズーク', 'アブ マルズーク'],
    ['kana of half the width', 'ﾄﾙﾌｧﾉﾌ･', 'トルファノフ'],
  ])('%s', (_what, printed, folded) => {
    expect(foldedText(printed)).toBe(foldedText(folded));
  });

  test('quotes part Latin words and join Hebrew and Cyrillic ones', () => {
    expect(foldedText('Trufanov’s')).toBe('trufanov s');
    expect(foldedText('l’otage')).toBe('l otage');
    expect(foldedText('м’яч')).toBe('мяч');
    expect(foldedText('ב"הארץ"')).toBe('בהארצ');
  });

  test('ideographs, kana and syllables of Hangul are words of their own, and stay what they are', () => {
    expect(foldedText('人质获释')).toBe('人 质 获 释');
    expect(foldedText('ガザで人々ー')).toBe('ガ ザ で 人 々 ー');
    expect(foldedText('트루파노프는 Hamas')).toBe('트 루 파 노 프 는 hamas');
    // ガ is no カ: バーキン is a bag.
    expect(foldedText('バ')).not.toBe(foldedText('ハ'));
  });

  test('words that only look mixed are left alone', () => {
    // No Cyrillic letter looks like g or z: this is a brand, not a disguise.
    expect(foldedText('Zаg')).toBe('zag');
    expect(foldedText('иPhone')).toBe('иphone');
  });

  test('vowel signs of Indian scripts stay, since words differ by them alone', () => {
    expect(foldedText('कि')).not.toBe(foldedText('का'));
  });

  test('tags and character references that a feed left in are passed over', () => {
    expect(foldedText('<p>Sasha&nbsp;<b>Tru</b>fanov</p>&#1058;')).toBe('sasha tru fanov т');
    expect(foldedText('a < b and c > d')).toBe('a b and c d');
  });
});

describe('every folded letter knows where it was', () => {
  test.each([
    ['before Труфа\u0301нов after', 'труфанов', 'Труфа\u0301нов'],
    ['x Tru\u00adfa\u200bnov y', 'trufanov', 'Tru\u00adfa\u200bnov'],
    ['🙂 𝐒𝐚𝐬𝐡𝐚 🙂', 'sasha', '𝐒𝐚𝐬𝐡𝐚'],
    ['<b class="x">Sasha</b>', 'sasha', 'Sasha'],
    ['die Straße hier', 'strasse', 'Straße'],
    ['&quot;Sasha&quot;', 'sasha', 'Sasha'],
  ])('%s', (text, folded, original) => {
    expect(originalOf(text, folded)).toBe(original);
  });
});

describe('bad text is folded in time that grows with its length only', () => {
  test.each([
    ['lone surrogates', '\ud800'.repeat(1_000_000)],
    ['combining marks alone', '\u0301'.repeat(1_000_000)],
    ['opening angles', '<'.repeat(1_000_000)],
    ['opened tags that never close', '<p'.repeat(500_000)],
    ['ampersands', '&'.repeat(1_000_000)],
    ['letters that double', 'ß'.repeat(1_000_000)],
    ['quotes', '"'.repeat(1_000_000)],
  ])('%s', (_what, text) => {
    const folded = fold(text);
    expect(folded.length).toBeLessThanOrEqual(text.length * 2);
    for (let at = 1; at < folded.length; at += 1) {
      if ((folded.starts[at] ?? 0) < (folded.starts[at - 1] ?? 0))
        throw new Error(`offsets run backwards at ${String(at)}`);
    }
  });

  test('ten thousand marks on one letter belong to it', () => {
    const text = `a${'\u0301'.repeat(10_000)}b`;
    const folded = fold(text);
    expect(folded.length).toBe(2);
    expect(folded.ends[0]).toBe(10_001);
    expect(folded.starts[1]).toBe(10_001);
  });

  test('an empty text has no letters, and buffers can be used again', () => {
    expect(fold('').length).toBe(0);
    const long = fold('Александр Труфанов');
    const short = fold('ab', long);
    expect(short.length).toBe(2);
    expect([...short.codes.subarray(0, 2)].every((code) => code >= FIRST_LETTER)).toBe(true);
  });
});
