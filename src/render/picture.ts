/** A timeline as a picture: time from left to right, the situation as a band, each claim as a mark on the line of its modality. */
import { createRequire } from 'node:module';
import { MODALITIES } from '#core/claim.ts';
import type { Modality } from '#core/claim.ts';
import { dayOf } from '#core/day.ts';
import type { Locale } from '#core/locale.ts';
import { DAY } from '#core/spans.ts';
import type { Timeline } from '#core/timeline.ts';
import { wordedSituation } from './words.ts';

/** Colours of the picture: dark on light, or light on dark. */
const THEMES = ['light', 'dark'] as const;
/** One of {@link THEMES}. */
export type Theme = (typeof THEMES)[number];

/** What the picture shows. */
export interface PictureOf {
  readonly name: string;
  /** "free since 15 February 2025, after 498 days" */
  readonly where: string;
  readonly timeline: Timeline;
  readonly theme: Theme;
  readonly locale: Locale;
  /** What each situation that is shown is called. */
  readonly called: (situation: string) => string;
  /** ms */
  readonly now: number;
}

/** Something to paint; pixels from the top left. */
export type Shape =
  | {
      readonly shape: 'box';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly colour: string;
    }
  | {
      readonly shape: 'line';
      readonly x: number;
      readonly y: number;
      readonly toX: number;
      readonly toY: number;
      readonly colour: string;
    }
  | {
      readonly shape: 'mark';
      readonly modality: Modality;
      readonly x: number;
      readonly y: number;
      readonly colour: string;
    }
  | {
      readonly shape: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly size: number;
      readonly bold: boolean;
      readonly colour: string;
      readonly align: 'left' | 'center' | 'right';
      /** Set smaller where it would be wider than this. */
      readonly most: number;
    };

/** Twice the width of a phone in CSS pixels is what its screen has: letters of 28 are read as 14. */
export const WIDTH = 1080;
const MARGIN = 48;
const LINE = 96;

interface Colours {
  readonly ground: string;
  readonly ink: string;
  readonly quiet: string;
  readonly rule: string;
  readonly situations: Readonly<Record<string, string>>;
  readonly modalities: Readonly<Record<Modality, string>>;
}

/** Told apart by lightness too, for those who do not see the difference of red and green. */
const COLOURS: Readonly<Record<Theme, Colours>> = {
  light: {
    ground: '#ffffff',
    ink: '#1a1c20',
    quiet: '#5c6370',
    rule: '#d5d9e0',
    situations: { held: '#b3261e', released: '#4caf50', dead: '#30343b', unknown: '#d5d9e0' },
    modalities: {
      fact: '#1a1c20',
      promise: '#a86500',
      negotiation: '#2b6cb0',
      denial: '#b3261e',
      hypothetical: '#6b7280',
    },
  },
  dark: {
    ground: '#17191d',
    ink: '#f1f3f5',
    quiet: '#a3abb8',
    rule: '#3a3f48',
    situations: { held: '#d5473d', released: '#66bb6a', dead: '#8d949e', unknown: '#3a3f48' },
    modalities: {
      fact: '#f1f3f5',
      promise: '#ffb74d',
      negotiation: '#64a8f0',
      denial: '#ff7a70',
      hypothetical: '#a3abb8',
    },
  },
};

/** Other situations than captivity's, in turn. */
const FURTHER = ['#7e57c2', '#00897b', '#c2185b', '#f9a825'] as const;

/** No axis is shorter: a picture of one day would say nothing. */
const SHORTEST = 30 * DAY;
/** How much of nothing may follow the last claim, as a part of what was before it. */
const TAIL = 0.2;
/** Dates below the axis, at most. */
const TICKS = 6;
/** A date below the axis takes so much of it. */
const DATE_WIDTH = 190;
/** Half the size of a mark. Marks that would cover each other are one, with their number. */
const MARK = 13;

/** What the picture consists of. Reads from left to right in every language, as time axes do. */
export function layOut({ name, where, timeline, theme, locale, called, now }: PictureOf): {
  readonly height: number;
  readonly shapes: readonly Shape[];
} {
  const colours = COLOURS[theme];
  const shapes: Shape[] = [];
  const rtl = locale.language === 'he';
  const edge = rtl ? WIDTH - MARGIN : MARGIN;
  const align = rtl ? 'right' : 'left';
  const text = (
    said: string,
    x: number,
    y: number,
    more: Partial<Omit<Extract<Shape, { shape: 'text' }>, 'shape' | 'text' | 'x' | 'y'>> = {},
  ): void => {
    shapes.push({
      shape: 'text',
      text: said,
      x,
      y,
      size: 28,
      bold: false,
      colour: colours.ink,
      align,
      most: WIDTH - 2 * MARGIN,
      ...more,
    });
  };

  text(name, edge, 84, { size: 48, bold: true });
  text(where, edge, 134, { size: 30, colour: colours.quiet });

  // What was only read by weight moves nobody and is told in words.
  const claims = timeline.claims.filter((claim) => !claim.weighed);
  const dates = [...claims.map((claim) => claim.statedAt), ...timeline.bands.map((band) => band.from)];
  const first = Math.min(now, ...dates);
  const last = Math.max(first, ...dates);
  // Up to now, but not years of nothing: what happened would be squeezed into a corner.
  const end = Math.max(last, Math.min(now, last + Math.max(2 * SHORTEST, (last - first) * TAIL)));
  const begin = Math.min(first, end - SHORTEST);
  const left = MARGIN;
  const right = WIDTH - MARGIN;
  // A mark at either end stays within the margins; a band reaches to them.
  const xOf = (at: number): number =>
    left + MARK + ((at - begin) / (end - begin)) * (right - left - 2 * MARK);
  const edgeOf = (at: number): number => (at <= begin ? left : at >= end ? right : xOf(at));

  // The situation.
  let y = 190;
  shapes.push({
    shape: 'box',
    x: left,
    y,
    width: right - left,
    height: 44,
    colour: colours.situations['unknown'] ?? colours.rule,
  });
  const further = new Map<string, string>();
  const colourOf = (situation: string): string => {
    const own = wordedSituation(situation) === null ? further.get(situation) : colours.situations[situation];
    if (own !== undefined) return own;
    const next = FURTHER[further.size % FURTHER.length] ?? colours.quiet;
    further.set(situation, next);
    return next;
  };
  for (const band of timeline.bands) {
    const x = edgeOf(band.from);
    shapes.push({
      shape: 'box',
      x,
      y,
      width: Math.max(3, edgeOf(band.to) - x),
      height: 44,
      colour: colourOf(band.situation),
    });
  }
  // What the colours mean.
  y += 92;
  let key = rtl ? right : left;
  for (const situation of new Set(timeline.bands.map((band) => band.situation))) {
    const word = called(situation);
    const width = 24 + 14 + word.length * 16 + 36;
    shapes.push({
      shape: 'box',
      x: rtl ? key - 24 : key,
      y: y - 22,
      width: 24,
      height: 24,
      colour: colourOf(situation),
    });
    text(word, rtl ? key - 38 : key + 38, y, { size: 26, colour: colours.quiet });
    key += rtl ? -width : width;
  }

  // The claims, a line a modality; only those that there are.
  y += 34;
  const used = MODALITIES.filter((modality) => claims.some((claim) => claim.modality === modality));
  for (const modality of used) {
    const own = claims.filter((claim) => claim.modality === modality);
    text(locale.text('timeline.modality', { modality, n: own.length }), edge, y + 30, {
      size: 26,
      colour: colours.quiet,
    });
    const line = y + 60;
    shapes.push({ shape: 'line', x: left, y: line, toX: right, toY: line, colour: colours.rule });
    for (const { x, n } of together(own.map((claim) => xOf(claim.statedAt)))) {
      shapes.push({ shape: 'mark', modality, x, y: line, colour: colours.modalities[modality] });
      if (n > 1) text(`×${String(n)}`, x, line + 34, { size: 20, colour: colours.quiet, align: 'center' });
    }
    y += LINE;
  }

  // Time.
  y += 20;
  const ticks = ticksOf(begin, end);
  const date = (at: number, x: number, side: 'left' | 'center' | 'right'): void =>
    text(locale.month(dayOf(at)), x, y + 44, {
      size: 22,
      colour: colours.quiet,
      align: side,
      most: DATE_WIDTH,
    });
  for (const tick of ticks) {
    const x = xOf(tick);
    shapes.push({ shape: 'line', x, y: 190, toX: x, toY: y + 12, colour: colours.rule });
    if (x < left + DATE_WIDTH / 2) date(tick, left, 'left');
    else if (x > right - DATE_WIDTH / 2) date(tick, right, 'right');
    else date(tick, x, 'center');
  }
  // Where it begins and ends, where there is room for it.
  const [firstTick = end, lastTick = begin] = [ticks[0], ticks.at(-1)];
  if (xOf(firstTick) - left > DATE_WIDTH) date(begin, left, 'left');
  if (right - xOf(lastTick) > DATE_WIDTH) date(end, right, 'right');
  text(locale.text('timeline.by', { day: locale.day(dayOf(now)) }), edge, y + 96, {
    size: 22,
    colour: colours.quiet,
  });
  // Lines first, so that nothing is crossed out.
  const order = ['line', 'box', 'mark', 'text'];
  return {
    height: y + 128,
    shapes: shapes.toSorted((a, b) => order.indexOf(a.shape) - order.indexOf(b.shape)),
  };
}

/** Marks at these places, and how many each stands for. */
function together(places: readonly number[]): readonly { readonly x: number; readonly n: number }[] {
  const marks: { x: number; n: number }[] = [];
  for (const x of places.toSorted((a, b) => a - b)) {
    const last = marks.at(-1);
    if (last !== undefined && x - last.x < 2 * MARK) last.n += 1;
    else marks.push({ x, n: 1 });
  }
  return marks;
}

/** Firsts of months, evenly apart and few. */
function ticksOf(begin: number, end: number): readonly number[] {
  const first = new Date(begin);
  const last = new Date(end);
  const months =
    (last.getUTCFullYear() - first.getUTCFullYear()) * 12 + last.getUTCMonth() - first.getUTCMonth();
  const step = Math.max(1, Math.ceil(months / (TICKS - 1)));
  const ticks: number[] = [];
  for (let month = 0; month <= months; month += step) {
    const tick = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + month, 1);
    if (tick >= begin && tick <= end) ticks.push(tick);
  }
  return ticks;
}

/** The font files: Latin with Cyrillic, Hebrew, Arabic; each regular and bold. */
const FONTS = [
  '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
  '@expo-google-fonts/noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf',
  '@expo-google-fonts/noto-sans-hebrew/700Bold/NotoSansHebrew_700Bold.ttf',
  '@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf',
  '@expo-google-fonts/noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf',
] as const;
const FAMILY = '"Noto Sans", "Noto Sans Hebrew", "Noto Sans Arabic"';

let fontsThere = false;

/**
 * Paints it as a PNG. The painter and the fonts are loaded with the first picture: nobody who never asks for one pays for them.
 * @returns null where this machine has no painter (its package is optional: there is a binary for each kind of machine)
 */
export async function paint(of: PictureOf): Promise<Uint8Array | null> {
  const painter = await import('@napi-rs/canvas').catch(() => null);
  if (painter === null) return null;
  if (!fontsThere) {
    const { resolve } = createRequire(import.meta.url);
    for (const font of FONTS) painter.GlobalFonts.registerFromPath(resolve(font));
    fontsThere = true;
  }
  const { height, shapes } = layOut(of);
  const canvas = painter.createCanvas(WIDTH, height);
  const pen = canvas.getContext('2d');
  pen.fillStyle = COLOURS[of.theme].ground;
  pen.fillRect(0, 0, WIDTH, height);
  pen.lineWidth = 2;
  for (const shape of shapes) {
    pen.fillStyle = shape.colour;
    pen.strokeStyle = shape.colour;
    switch (shape.shape) {
      case 'box':
        pen.fillRect(shape.x, shape.y, shape.width, shape.height);
        break;
      case 'line':
        pen.beginPath();
        pen.moveTo(shape.x, shape.y);
        pen.lineTo(shape.toX, shape.toY);
        pen.stroke();
        break;
      case 'mark':
        mark(pen, shape, COLOURS[of.theme].ground);
        break;
      case 'text': {
        const font = (size: number): string => `${shape.bold ? 'bold ' : ''}${String(size)}px ${FAMILY}`;
        pen.textAlign = shape.align;
        pen.direction = of.locale.language === 'he' ? 'rtl' : 'ltr';
        pen.font = font(shape.size);
        const width = pen.measureText(shape.text).width;
        if (width > shape.most) pen.font = font(Math.floor((shape.size * shape.most) / width));
        // Where a line of the axis runs behind it.
        pen.strokeStyle = COLOURS[of.theme].ground;
        pen.lineWidth = 10;
        pen.strokeText(shape.text, shape.x, shape.y);
        pen.lineWidth = 2;
        pen.fillText(shape.text, shape.x, shape.y);
        break;
      }
    }
  }
  return canvas.encode('png');
}

interface Pen {
  lineWidth: number;
  fillStyle: unknown;
  strokeStyle: unknown;
  beginPath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  arc(x: number, y: number, radius: number, from: number, to: number): void;
  closePath(): void;
  fill(): void;
  stroke(): void;
}

/** A form of its own for each modality, so that colour is not needed to tell them apart. */
function mark(pen: Pen, { modality, x, y }: Extract<Shape, { shape: 'mark' }>, ground: string): void {
  const size = MARK;
  pen.beginPath();
  switch (modality) {
    case 'fact':
      pen.arc(x, y, size, 0, 2 * Math.PI);
      ringed(pen, ground);
      break;
    case 'promise':
      pen.moveTo(x, y - size - 2);
      pen.lineTo(x + size + 2, y + size - 2);
      pen.lineTo(x - size - 2, y + size - 2);
      pen.closePath();
      ringed(pen, ground);
      break;
    case 'negotiation': {
      const own = pen.fillStyle;
      pen.arc(x, y, size - 2, 0, 2 * Math.PI);
      pen.fillStyle = ground;
      pen.fill();
      pen.fillStyle = own;
      pen.lineWidth = 5;
      pen.stroke();
      break;
    }
    case 'denial':
      pen.lineWidth = 6;
      pen.moveTo(x - size, y - size);
      pen.lineTo(x + size, y + size);
      pen.moveTo(x + size, y - size);
      pen.lineTo(x - size, y + size);
      pen.stroke();
      break;
    case 'hypothetical':
      pen.moveTo(x, y - size);
      pen.lineTo(x + size, y);
      pen.lineTo(x, y + size);
      pen.lineTo(x - size, y);
      pen.closePath();
      pen.lineWidth = 4;
      pen.stroke();
      break;
  }
  pen.lineWidth = 2;
}

/** Filled, with an edge that parts it from the next one. */
function ringed(pen: Pen, ground: string): void {
  const own = pen.strokeStyle;
  pen.strokeStyle = ground;
  pen.lineWidth = 6;
  pen.stroke();
  pen.strokeStyle = own;
  pen.fill();
}
