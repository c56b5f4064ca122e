/** Word classes by which a document shows what a capitalised name is: `config/derive.yaml`. Closed classes and stems, no names. */
import { z } from 'zod';
import { readYamlFile } from './yaml.ts';
import type { FileReading } from './yaml.ts';

/** Each described in the file. Words are compared small, as printed. */
export interface WordClasses {
  readonly opening: ReadonlySet<string>;
  readonly titles: ReadonlySet<string>;
  readonly saying: ReadonlySet<string>;
  /** A word with one of the beginnings. */
  readonly body: RegExp;
  readonly behindBody: ReadonlySet<string>;
  readonly beforeBody: ReadonlySet<string>;
  readonly behindPlace: ReadonlySet<string>;
  readonly beforePlace: ReadonlySet<string>;
  readonly locative: ReadonlySet<string>;
  /** A word with one of the beginnings. */
  readonly captivity: RegExp;
  readonly peoples: ReadonlySet<string>;
  readonly calendar: ReadonlySet<string>;
  readonly calendarWithin: ReadonlySet<string>;
  readonly everyday: ReadonlySet<string>;
}

const word = z
  .string('Write a word, in quotes if it is a number')
  .regex(/^[\p{Ll}\p{M}'’-]+$/u, 'Write one word, in small letters');
const list = z.record(
  z.string(),
  z.array(word, 'Write a list: [city, town]'),
  'Write the words by language, {} for none',
);

const DeriveFile = z.strictObject({
  opening: list,
  titles: list,
  saying: list,
  'body-beginnings': list,
  'behind-body': list,
  'before-body': list,
  'behind-place': list,
  'before-place': list,
  locative: list,
  'captivity-beginnings': list,
  peoples: list,
  calendar: list,
  'calendar-within': list,
  everyday: list,
});

/** Reads the file. */
export async function loadWordClasses(file: string): Promise<FileReading<WordClasses>> {
  const read = await readYamlFile(file, 'config/derive.yaml', DeriveFile);
  if (!read.ok) return read;
  const all = (name: keyof typeof read.value): readonly string[] => Object.values(read.value[name]).flat();
  return {
    ok: true,
    value: {
      opening: new Set(all('opening')),
      titles: new Set(all('titles')),
      saying: new Set(all('saying')),
      body: beginning(all('body-beginnings')),
      behindBody: new Set(all('behind-body')),
      beforeBody: new Set(all('before-body')),
      behindPlace: new Set(all('behind-place')),
      beforePlace: new Set(all('before-place')),
      locative: new Set(all('locative')),
      captivity: beginning(all('captivity-beginnings')),
      peoples: new Set(all('peoples')),
      calendar: new Set(all('calendar')),
      calendarWithin: new Set(all('calendar-within')),
      everyday: new Set(all('everyday')),
    },
  };
}

/** An empty list finds nothing. */
function beginning(beginnings: readonly string[]): RegExp {
  return new RegExp(`^(?:${beginnings.length === 0 ? '(?!)' : beginnings.join('|')})`, 'iu');
}
