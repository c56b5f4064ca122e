/** A body up to this many UTF-16 units is a lead; a longer one is a full text that has none of its own. */
const LONGEST_LEAD = 1_000;
/** How much of a full text stands in for the lead. */
const EXCERPT = 400;

/**
 * What of the feed's fields is the lead and what the text. Feeds put a full text into the field for the summary and the
 * other way round, so length decides where there is only one.
 *
 * @param summary plain, empty when there is none.
 * @param body plain, empty when there is none.
 */
export function excerpt(summary: string, body: string): { readonly lead: string; readonly text: string } {
  if (summary !== '' && summary.length <= LONGEST_LEAD)
    return { lead: summary, text: body === summary ? '' : body };
  const full = body.length > summary.length ? body : summary;
  if (full.length <= LONGEST_LEAD) return { lead: full, text: '' };
  return { lead: beginning(full), text: full };
}

/** The first sentences, cut at an end of one where there is one, else between words. */
function beginning(text: string): string {
  const start = text.slice(0, EXCERPT);
  const sentence = /^.*[.!?…؟](?=\s)/su.exec(start)?.[0];
  if (sentence !== undefined && sentence.length > EXCERPT / 4) return sentence;
  const space = start.lastIndexOf(' ');
  // One long word, or a language that writes no spaces: cut anywhere, but not in the middle of a character.
  return `${space > 0 ? start.slice(0, space) : start.replace(/[\uD800-\uDBFF]$/, '')}…`;
}
