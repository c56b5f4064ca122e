/** The sign of the language that a headline or quotation is in, for a reader of another one. */

/**
 * A flag where a language has one that readers know it by. A language of many countries has no flag: Arabic is not any one
 * state's, and beside the words of a captor a flag would say who speaks.
 */
const FLAGS: Readonly<Record<string, string>> = {
  de: '🇩🇪',
  en: '🇬🇧',
  es: '🇪🇸',
  fr: '🇫🇷',
  he: '🇮🇱',
  hu: '🇭🇺',
  it: '🇮🇹',
  pl: '🇵🇱',
  pt: '🇵🇹',
  ru: '🇷🇺',
  uk: '🇺🇦',
};

/** With a space behind it; empty where the reader reads that language, or nobody knows which it is. */
export function languageSign(language: string | undefined, reader: string): string {
  if (language === undefined || language === 'und' || language === reader) return '';
  return `${FLAGS[language] ?? `[${language}]`} `;
}
