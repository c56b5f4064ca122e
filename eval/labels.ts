/** Labelled items: one JSON object a line, see eval/README.md. */
import { z } from 'zod';
import { MODALITIES } from '#core/claim.ts';
import type { ClaimEvent, Modality } from '#core/claim.ts';
import type { Entry } from '#core/entry.ts';

/** The events of captivity, as config/situations/captivity.yaml has them. */
const EVENTS = [
  'abducted',
  'held',
  'sign-of-life',
  'wounded',
  'talks',
  'released',
  'transferred',
  'died',
  'body-returned',
] as const;

const reading = /^([a-z-]+)\/([a-z]+)$/;
const allowed = /^([a-z][a-z0-9-]*|\*):([a-z-]+|\*)\/([a-z]+|\*)$/;

const LabelledClaim = z.object({
  /** Null: about somebody who is not watched; not scored. */
  subject: z.string().nullable(),
  event: z.enum(EVENTS),
  modality: z.enum(MODALITIES),
  speaker: z.string().nullish(),
  /** Other readings that meet it, `event/modality`. */
  or: z.array(z.string().regex(reading, 'write another reading as event/modality')).default([]),
  background: z.boolean().optional(),
});
export type LabelledClaim = z.infer<typeof LabelledClaim>;

const LabelledLine = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  lang: z.string(),
  title: z.string(),
  summary: z.string().nullish(),
  /** As our own fixtures have it; the same as summary. */
  lead: z.string().nullish(),
  content: z.string().nullish(),
  source: z.string().nullish(),
  url: z.string().nullish(),
  published: z.string().nullish(),
  publishedAt: z.string().nullish(),
  relevant: z.boolean(),
  /** Two careful readers may differ: scored apart. */
  borderline: z.boolean().default(false),
  subjects: z.array(z.string()).optional(),
  /** As our own fixtures have it; the same as subjects. */
  people: z.array(z.string()).optional(),
  /** Of these subjects, those named by their given name only: scored apart. */
  subjects_bare: z.array(z.string()).default([]),
  /** Count neither way. */
  subjects_optional: z.array(z.string()).default([]),
  claims: z.array(LabelledClaim).optional(),
  /** The story it belongs to, and the item whose text it copies: for grouping. */
  story: z.string().nullish(),
  copyOf: z.string().nullish(),
  /** Claims neither demanded nor wrong, `subject:event/modality`, `*` for any. */
  also_ok: z.array(z.string().regex(allowed, 'write it as subject:event/modality')).default([]),
});

/** One item with what is right to say of it. */
export interface Labelled {
  readonly entry: Entry;
  readonly lang: string;
  readonly relevant: boolean;
  readonly borderline: boolean;
  readonly subjects: readonly string[];
  readonly bare: readonly string[];
  readonly optional: readonly string[];
  /** Null: its claims are not labelled. */
  readonly claims: readonly LabelledClaim[] | null;
  readonly alsoOk: readonly string[];
  /** Null: not labelled. */
  readonly story: string | null;
  readonly copyOf: string | null;
}

/** Reads a labelled file. Broken lines are told, and the rest counts. @param now when items without a date were seen, ms. */
export function readLabels(
  text: string,
  now: number,
): { readonly items: readonly Labelled[]; readonly problems: readonly string[] } {
  const items: Labelled[] = [];
  const problems: string[] = [];
  const seen = new Map<string, number>();
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const place = `line ${String(at + 1)}`;
    let value: unknown;
    try {
      value = JSON.parse(at === 0 ? line.replace(/^\uFEFF/u, '') : line);
    } catch {
      problems.push(`${place}: this is not JSON; write one object a line`);
      continue;
    }
    const parsed = LabelledLine.safeParse(value);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const where = issue === undefined || issue.path.length === 0 ? 'this' : issue.path.join('.');
      problems.push(`${place}: ${where}: ${issue?.message ?? 'is no labelled item'}`);
      continue;
    }
    const subjects = parsed.data.subjects ?? parsed.data.people;
    if (subjects === undefined) {
      problems.push(`${place}: subjects: there are none; write an empty list where nobody is named`);
      continue;
    }
    const before = seen.get(parsed.data.id);
    if (before !== undefined) {
      problems.push(`${place}: the id ${parsed.data.id} is that of line ${String(before)} too`);
      continue;
    }
    seen.set(parsed.data.id, at + 1);
    items.push(toLabelled(parsed.data, subjects, now));
  }
  return { items, problems };
}

function toLabelled(line: z.infer<typeof LabelledLine>, subjects: readonly string[], now: number): Labelled {
  const published = Date.parse(line.publishedAt ?? line.published ?? '');
  const at = Number.isNaN(published) ? null : published;
  return {
    entry: {
      id: line.id,
      feed: 'eval',
      source: line.source ?? 'unknown',
      url: line.url ?? null,
      guid: null,
      title: line.title,
      lead: line.summary ?? line.lead ?? '',
      text: line.content ?? '',
      language: line.lang,
      publishedAt: at,
      firstSeenAt: at ?? now,
      arrival: 'news',
    },
    lang: line.lang,
    relevant: line.relevant,
    borderline: line.borderline,
    subjects: subjects.filter((id) => !line.subjects_optional.includes(id)),
    bare: line.subjects_bare,
    optional: line.subjects_optional,
    claims: line.claims ?? null,
    alsoOk: line.also_ok,
    story: line.story ?? null,
    copyOf: line.copyOf ?? null,
  };
}

/** The readings that meet a labelled claim, its own first. */
export function readingsOf(claim: LabelledClaim): readonly { event: ClaimEvent; modality: Modality }[] {
  const others = claim.or.flatMap((written) => {
    const [, event = '', modality = ''] = reading.exec(written) ?? [];
    const known = z
      .object({ event: z.enum(EVENTS), modality: z.enum(MODALITIES) })
      .safeParse({ event, modality });
    return known.success ? [known.data] : [];
  });
  return [{ event: claim.event, modality: claim.modality }, ...others];
}

/** Whether a claim is one of those neither demanded nor wrong. */
export function isAlsoOk(
  alsoOk: readonly string[],
  claim: { readonly subject: string; readonly event: string; readonly modality: string },
): boolean {
  return alsoOk.some((written) => {
    const [, subject, event, modality] = allowed.exec(written) ?? [];
    return (
      (subject === '*' || subject === claim.subject) &&
      (event === '*' || event === claim.event) &&
      (modality === '*' || modality === claim.modality)
    );
  });
}
