/** Dossiers: what reviewed documents say, in our own words. They fill the ledger before any feed was read. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { MODALITIES } from '#core/claim.ts';
import type { Claim, EventDay } from '#core/claim.ts';
import { readDay } from '#core/day.ts';
import type { Figure, Wording } from '#core/figure.ts';
import { originOf } from '#core/feed.ts';
import type { Source } from '#core/feed.ts';
import { causeId } from '#core/ids.ts';
import type { Problem } from '#core/problem.ts';
import { DAY } from '#core/spans.ts';
import { readYaml } from './yaml.ts';
import type { FileReading } from './yaml.ts';

/** Told more than a week after the event */
const BACKGROUND_AFTER = 7 * DAY;

const isoDay = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'Write a day as 2025-02-15')
  .refine((day) => readDay(day) !== null, 'There is no such day');

/** `2025-02-15`, `2025-02` (the month), or `{ day: 2025-02-10, precision: week }`. */
const when = z
  .union([
    isoDay.transform((day): EventDay => ({ day, precision: 'day' })),
    z
      .string()
      .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'Write a day as 2025-02-15 or a month as 2025-02')
      .transform((month): EventDay => ({ day: `${month}-01`, precision: 'month' })),
    z.strictObject({ day: isoDay, precision: z.enum(['day', 'week', 'month']) }),
  ])
  .meta({ description: 'a day, a month, or a day with its precision' });

const words = z.string().trim().min(1);
/** Words in English, or in several languages by their tags. */
const wording = z.union([
  words.transform((en): Wording => ({ en })),
  z
    .record(z.string().regex(/^[a-z]{2,3}$/, 'Write a language tag as en'), words)
    .refine((said) => said['en'] !== undefined, 'Say it in English at least, under en'),
]);
const subjectId = z.string().regex(/^[a-z][a-z0-9-]*$/, 'Write a subject id of the watchlist');
const named = z.strictObject({ subject: subjectId, says: words });

const claimSchema = z.strictObject({
  subject: subjectId,
  /** One of config/situations; `unknownEvents` in situations.ts tells of others. */
  event: subjectId,
  modality: z.enum(MODALITIES),
  /** Subject id, or the name as printed; null: the document itself. */
  speaker: words.nullable(),
  via: words.nullable().default(null),
  statedAt: when,
  eventAt: when.nullable().default(null),
  words: words.max(300),
  note: words.nullable().default(null),
});

const dossierSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "Write an id in quotes, as '000'"),
  /** A report is one document; a record collects what became publicly known. */
  kind: z.enum(['report', 'record']),
  title: words,
  source: z.strictObject({
    /** The publisher's source id as in feeds.yaml, so that its word here and there is one origin; null: unknown. */
    id: words.nullable(),
    name: words,
    url: z.url().nullable(),
  }),
  date: when,
  language: z.string().regex(/^[a-z]{2,3}$/, 'Write a language tag as en'),
  people: z.array(named),
  bodies: z.array(named),
  places: z.array(named),
  topics: z.array(subjectId),
  claims: z.array(claimSchema),
  /** Numbers as printed, each with its speaker; never added up. */
  figures: z.array(
    z.strictObject({
      topic: subjectId,
      about: subjectId.nullable(),
      figure: wording,
      counts: wording,
      speaker: words.nullable(),
      via: words.nullable().default(null),
      statedAt: when,
    }),
  ),
  /** Where dossiers disagree. */
  conflicts: z.array(z.strictObject({ subject: subjectId, with: z.array(words), what: words })),
});

/** One reviewed document, with the file that it stands in. */
export type Dossier = Readonly<z.infer<typeof dossierSchema>> & { readonly file: string };

/** Reads one dossier. @param file as people are told it. */
export function readDossier(file: string, text: string): FileReading<Dossier> {
  const reading = readYaml(file, text, dossierSchema);
  return reading.ok ? { ok: true, value: { ...reading.value, file } } : reading;
}

/** All dossiers of a folder, by file name. A broken one is left out and named; the others stay. */
export async function loadDossiers(
  folder: string,
): Promise<{ readonly dossiers: readonly Dossier[]; readonly problems: readonly Problem[] }> {
  let names: string[];
  try {
    names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
  } catch (cause) {
    const what = `The folder of the dossiers cannot be read (${cause instanceof Error ? cause.message : String(cause)})`;
    return {
      dossiers: [],
      problems: [{ file: folder, line: null, what, fix: 'Put the seeds/ folder there.' }],
    };
  }
  const dossiers: Dossier[] = [];
  const problems: Problem[] = [];
  for (const name of names) {
    const file = join(folder, name);
    const reading = readDossier(file, await readFile(file, 'utf8'));
    if (!reading.ok) problems.push(...reading.problems);
    else if (dossiers.some((known) => known.id === reading.value.id)) {
      problems.push({
        file,
        line: 1,
        what: `There is another dossier with the id ${reading.value.id}`,
        fix: 'Give each dossier an id of its own.',
      });
    } else dossiers.push(reading.value);
  }
  return { dossiers, problems };
}

function subjectsOf(dossier: Dossier): ReadonlySet<string> {
  return new Set([...dossier.people, ...dossier.bodies, ...dossier.places].map((entry) => entry.subject));
}

/**
 * The claims of the dossiers as the ledger takes them, by the time they were stated. A report's claims are there from its
 * date on, a record's each from its own; where only a month is known, from its last day. A day counts when it is over.
 *
 * @param until ms; what was not said or not yet published by then is left out.
 * @param sources the publishers by id: whose word a source's or an agency's is, so that it is the same origin here as in the news.
 */
export function claimsOfDossiers(
  dossiers: readonly Dossier[],
  until: number,
  sources: ReadonlyMap<string, Source>,
): readonly Claim[] {
  return dossiers
    .filter((dossier) => dossier.kind === 'record' || saidBy(dossier.date) <= until)
    .flatMap((dossier) => dossier.claims.map((claim) => toClaim(dossier, claim, sources)))
    .filter((claim) => claim.statedAt <= until)
    .sort((a, b) => a.statedAt - b.statedAt || (a.id < b.id ? -1 : 1));
}

/**
 * The numbers that the dossiers print, the newest first.
 *
 * @param until ms; what was not said or not yet published by then is left out.
 */
export function figuresOfDossiers(dossiers: readonly Dossier[], until: number): readonly Figure[] {
  return dossiers
    .filter((dossier) => dossier.kind === 'record' || saidBy(dossier.date) <= until)
    .flatMap(({ id, source, figures }) =>
      figures.map((figure) => ({
        ...figure,
        source: source.id ?? `dossier:${id}`,
        url: source.url,
        saidAt: saidBy(figure.statedAt),
      })),
    )
    .filter((figure) => figure.saidAt <= until)
    .sort((a, b) => b.saidAt - a.saidAt);
}

function toClaim(
  dossier: Dossier,
  claim: Dossier['claims'][number],
  sources: ReadonlyMap<string, Source>,
): Claim {
  const record = `dossier:${dossier.id}`;
  const source = dossier.source.id ?? record;
  const statedAt = saidBy(claim.statedAt);
  const { subject, event, modality, speaker, via, eventAt, note } = claim;
  const publisher = sources.get(via ?? source);
  return {
    id: causeId('claim', record, subject, event, modality, claim.statedAt.day, speaker ?? ''),
    subject,
    event,
    modality,
    speaker,
    via,
    source,
    // A name that is only printed is nobody's voice: then it is the agency's word, or the document's own.
    origin:
      speaker !== null && subjectsOf(dossier).has(speaker)
        ? speaker
        : publisher === undefined
          ? (via ?? source)
          : originOf(publisher),
    quote: claim.words,
    statedAt,
    eventAt,
    background: eventAt !== null && statedAt - saidBy(eventAt) > BACKGROUND_AFTER,
    rule: 'dossier',
    from: { kind: 'dossier', dossier: dossier.id, url: dossier.source.url },
    note,
    weighed: false,
  };
}

/**
 * The end of the last day that a date may mean (23:59:59 UTC), ms: by then it was surely so. Not its beginning: on the day itself
 * the news has to come first, and alert.
 */
function saidBy({ day, precision }: EventDay): number {
  const date = new Date(`${day}T23:59:59Z`);
  if (precision === 'month') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0, 23, 59, 59);
  return date.getTime() + (precision === 'week' ? 6 * DAY : 0);
}
