/** Splitting a long message at its tree: between blocks first, then between list items, then between words. */
import { isVisible, trimmed } from './lines.ts';
import type { Line, Run } from './lines.ts';

/** Whether these lines, rendered, are within the platform's limits. Must hold for a prefix of whatever it holds for. */
export type Fits = (part: readonly Line[]) => boolean;

/**
 * The lines in as few parts as fit, in order. A heading stays with what follows it; a link is taken apart only when it
 * alone is longer than a part, and then each piece keeps the address; a surrogate pair never is.
 */
export function split(lines: readonly Line[], fits: Fits): readonly (readonly Line[])[] {
  const parts: Line[][] = [];
  let part: Line[] = [];
  const flush = () => {
    if (part.length > 0) parts.push(part);
    part = [];
  };
  const place = (whole: readonly Line[]): boolean => {
    if (!fits([...part, ...whole])) {
      if (!fits(whole)) return false;
      flush();
    }
    part.push(...whole);
    return true;
  };
  const pour = (line: Line) => {
    let rest: Line | null = line;
    while (rest !== null) {
      if (fits([...part, rest])) {
        part.push(rest);
        return;
      }
      const [head, tail]: Cut = cutToFit(rest, (head) => fits([...part, head]), part.length === 0);
      // What was cut off may be no more than the space before a long word: no service takes a part of that.
      if (head !== null && isVisible(head.runs.map((run) => run.text).join(''))) part.push(head);
      rest = tail;
      flush();
    }
  };
  for (const section of sections(lines)) {
    if (place(section)) continue;
    for (const piece of itemsOf(section)) if (!place(piece)) for (const line of piece) pour(line);
  }
  flush();
  return parts;
}

/** A block together with the headings right before it. */
function sections(lines: readonly Line[]): readonly (readonly Line[])[] {
  const found: Line[][] = [];
  let before: Line | null = null;
  for (const line of lines) {
    const joins = before !== null && (before.kind === 'heading' || before.block === line.block);
    const last = found.at(-1);
    if (joins && last !== undefined) last.push(line);
    else found.push([line]);
    before = line;
  }
  return found;
}

/** A section line by line, only its headings staying with the first line after them. */
function itemsOf(section: readonly Line[]): readonly (readonly Line[])[] {
  const start = section.findIndex((line) => line.kind !== 'heading');
  if (start < 1) return section.map((line) => [line]);
  return [section.slice(0, start + 1), ...section.slice(start + 1).map((line) => [line])];
}

type Cut = readonly [head: Line | null, tail: Line | null];

/**
 * The longest beginning of the line that fits, and what remains. In a part that already holds something only a cut
 * between words outside links is taken; a new part is begun otherwise (head null, the line whole).
 */
function cutToFit(line: Line, fits: (head: Line) => boolean, last: boolean): Cut {
  const text = line.runs.map((run) => run.text).join('');
  const ways = last ? [betweenWords, insideLinks, betweenLetters, betweenCodePoints] : [betweenWords];
  for (const way of ways) {
    const cut = longest(way(line, text), (at) => fits(cutAt(line, at)[0]));
    if (cut !== null) {
      const [head, tail] = cutAt(line, cut);
      return [head, tail.runs.length === 0 ? null : tail];
    }
  }
  if (!last) return [null, line];
  throw new Error(
    `Not even one letter of a line of ${String(text.length)} fits a message: its limits are wrong.`,
  );
}

/** The largest of rising numbers for which `holds`, which must hold for all smaller ones too; null when for none. */
function longest(places: readonly number[], holds: (place: number) => boolean): number | null {
  let from = 0;
  let to = places.length;
  let best: number | null = null;
  while (from < to) {
    const middle = (from + to) >> 1;
    const place = places[middle];
    if (place !== undefined && holds(place)) {
      best = place;
      from = middle + 1;
    } else to = middle;
  }
  return best;
}

function cutAt(line: Line, at: number): readonly [Line, Line] {
  const head: Run[] = [];
  const tail: Run[] = [];
  let offset = 0;
  for (const run of line.runs) {
    const here = Math.min(Math.max(at - offset, 0), run.text.length);
    if (here > 0) head.push({ ...run, text: run.text.slice(0, here) });
    if (here < run.text.length) tail.push({ ...run, text: run.text.slice(here) });
    offset += run.text.length;
  }
  const end = head.pop();
  if (end !== undefined && end.text.trimEnd() !== '') head.push({ ...end, text: end.text.trimEnd() });
  const start = tail.shift();
  if (start !== undefined && start.text.trimStart() !== '') {
    tail.unshift({ ...start, text: trimmed(start.text).core + trimmed(start.text).after });
  }
  return [
    { ...line, runs: head },
    { ...line, runs: tail },
  ];
}

function betweenWords(line: Line): readonly number[] {
  const places: number[] = [];
  let offset = 0;
  for (const run of line.runs) {
    if (run.url === null) for (const space of run.text.matchAll(/\s+/gu)) places.push(offset + space.index);
    else places.push(offset, offset + run.text.length);
    offset += run.text.length;
  }
  return places.filter((place, index) => place > 0 && place < offset && place !== places[index - 1]);
}

function insideLinks(_line: Line, text: string): readonly number[] {
  return [...text.matchAll(/\s+/gu)].map((space) => space.index).filter((place) => place > 0);
}

// Only as much of the line as could fit any platform's message has to be looked at.
const FAR_ENOUGH = 5000;

function betweenLetters(_line: Line, text: string): readonly number[] {
  const segments = new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text.slice(0, FAR_ENOUGH));
  return [...segments].map((segment) => segment.index).filter((place) => place > 0);
}

function betweenCodePoints(_line: Line, text: string): readonly number[] {
  const places: number[] = [];
  let place = 0;
  for (const point of text.slice(0, FAR_ENOUGH)) {
    place += point.length;
    places.push(place);
  }
  return places;
}
