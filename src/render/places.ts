/** What each of our texts has to be given: the types of `src/core/texts.ts`, made from the files of `config/locales`. */
import { TYPE } from '@formatjs/icu-messageformat-parser';
import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import type { LocaleFiles } from '#core/locale.ts';
import { readText } from './locale.ts';

/** A place of a text that is filled: by words, by a number, or by one of several words that it chooses between. */
export interface Place {
  readonly name: string;
  readonly kind: 'words' | 'number' | 'choice';
  /** Of a plural or a choice: what it tells apart. */
  readonly options: readonly string[];
}

/** The places of a text, in order, a plural before what stands in it; null when the text cannot be read. */
export function placesOf(text: string): readonly Place[] | null {
  const elements = readText(text);
  return elements === null ? null : placesIn(elements);
}

function placesIn(elements: readonly MessageFormatElement[]): readonly Place[] {
  return elements.flatMap((element): readonly Place[] => {
    switch (element.type) {
      case TYPE.literal:
      case TYPE.pound:
        return [];
      case TYPE.argument:
      case TYPE.date:
      case TYPE.time:
        return [{ name: element.value, kind: 'words', options: [] }];
      case TYPE.number:
        return [{ name: element.value, kind: 'number', options: [] }];
      case TYPE.select:
      case TYPE.plural:
        return [
          {
            name: element.value,
            kind: element.type === TYPE.plural ? 'number' : 'choice',
            options: Object.keys(element.options),
          },
          ...Object.values(element.options).flatMap((option) => placesIn(option.value)),
        ];
      case TYPE.tag:
        return placesIn(element.children);
    }
  });
}

/**
 * Every place of a text in any language: Russian asks for a gender where English needs none.
 *
 * @throws where a text is no ICU message.
 */
function placesEverywhere(files: LocaleFiles, key: string): ReadonlyMap<string, Place['kind']> {
  const kinds = new Map<string, Place['kind']>();
  for (const [language, file] of files) {
    const places = placesOf(file()?.texts.get(key) ?? '');
    if (places === null) throw new Error(`config/locales/${language}.yaml: ${key} is no ICU message`);
    for (const { name, kind } of places) {
      // A number that one language only shows, another counts by.
      if (kinds.get(name) !== 'number') kinds.set(name, kind);
    }
  }
  return kinds;
}

/** The source text of `src/core/texts.ts`. */
export function documentTexts(files: LocaleFiles): string {
  const keys = files.get('en')?.()?.texts.keys() ?? [];
  const lines = [...keys].sort().map((key) => {
    const places = [...placesEverywhere(files, key)].sort(([a], [b]) => (a < b ? -1 : 1));
    const typed = places.map(([name, kind]) => `readonly ${name}: ${TYPES[kind]}`).join('; ');
    return `  readonly '${key}': ${typed === '' ? 'Nothing' : `{ ${typed} }`};`;
  });
  return [
    '// Made by `npm run texts` from config/locales: what each text takes. Not to be changed by hand.',
    "import type { Words } from './message.ts';",
    '',
    'type Nothing = object;',
    '',
    '/** Every text of ours by its key, with what it has to be given. */',
    'export interface Texts {',
    ...lines,
    '}',
    '',
  ].join('\n');
}

const TYPES: Readonly<Record<Place['kind'], string>> = {
  words: 'Words | number',
  number: 'number',
  choice: 'string',
};
