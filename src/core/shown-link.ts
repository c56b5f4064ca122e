/** May the address of a report be shown? It is read by people too, and on many apps it shows what is behind it. */
import type { Entry } from './entry.ts';
import type { IsShowable } from './showable.ts';

/**
 * Where captors publish, by the end of the host's name: Telegram's own addresses, which do not tell a channel of theirs
 * from any other, and the sites of the armed wings.
 */
const THEIR_PLACES = ['t.me', 'telegram.me', 'telegram.dog', 'telegra.ph', 'tgstat.com', 'hamas.ps'] as const;
/** Names of armed wings that stand in the names of their many hosts. */
const THEIR_NAMES = /qass?am|saraya/iu;

/**
 * The address of an entry as it may be shown: none where it leads to captors' channels, nor where it repeats in its words
 * what its headline is withheld for.
 *
 * @param language of the headline
 */
export function shownLink(
  { url, title }: Pick<Entry, 'url' | 'title'>,
  language: string,
  isShowable: IsShowable,
): string | null {
  const address = url === null ? null : URL.parse(url);
  if (address === null || leadsToCaptors(address.hostname)) return null;
  if (title === '' || isShowable(title, language)) return url;
  const words = wordsOf(address.pathname);
  return isShowable(words, 'en') && isShowable(words, language) ? url : null;
}

function leadsToCaptors(host: string): boolean {
  return THEIR_NAMES.test(host) || THEIR_PLACES.some((place) => host === place || host.endsWith(`.${place}`));
}

/** The words of a path: `/news/he-was-a-soldier.html` says as much as a headline. */
function wordsOf(path: string): string {
  const parted = (text: string): string => text.replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ');
  try {
    return parted(decodeURIComponent(path));
  } catch {
    return parted(path);
  }
}
