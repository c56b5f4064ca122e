/** How well reports are grouped: stories by B³ and pairs, near-copies by pairs, alerts by event. */
import { z } from 'zod';
import { saidAt } from '#core/entry.ts';
import type { Labelled } from './labels.ts';
import type { GroupedRun } from './group.ts';
import { rates } from './score.ts';
import type { Tally } from './score.ts';

/** `{item: story}`: items of one story have one name for it; what is not in it is a story of its own. */
export const StoryLabels = z.record(z.string(), z.string());
/** `[[item, item], …]`: the same text, edited or not. */
export const CopyLabels = z.array(z.tuple([z.string(), z.string()]));

/** One report with the story that it belongs to and the one that it was put into. */
export interface Grouped {
  readonly id: string;
  readonly lang: string;
  readonly right: string;
  readonly said: string;
}

export interface GroupingScores {
  readonly items: number;
  /** Bagga and Baldwin 1998: of each item, how much of its group is right, and how much of the right group is there; then the mean. */
  readonly bcubed: { readonly precision: number; readonly recall: number; readonly f1: number };
  readonly pairs: Tally;
  readonly acrossLanguages: Tally;
  readonly mistakes: readonly {
    readonly kind: 'joined' | 'parted';
    readonly a: Grouped;
    readonly b: Grouped;
  }[];
}

export function scoreGrouping(items: readonly Grouped[]): GroupingScores {
  const pairs: Tally = { right: 0, wrong: 0, missed: 0 };
  const acrossLanguages: Tally = { right: 0, wrong: 0, missed: 0 };
  const mistakes: GroupingScores['mistakes'][number][] = [];
  let precision = 0;
  let recall = 0;
  for (const [at, a] of items.entries()) {
    const group = items.filter((one) => one.said === a.said);
    const truth = items.filter((one) => one.right === a.right);
    const both = group.filter((one) => one.right === a.right).length;
    precision += both / group.length;
    recall += both / truth.length;
    for (const b of items.slice(at + 1)) {
      const said = a.said === b.said;
      const is = a.right === b.right;
      if (!said && !is) continue;
      const met = said ? (is ? 'right' : 'wrong') : 'missed';
      pairs[met] += 1;
      if (a.lang !== b.lang) acrossLanguages[met] += 1;
      if (met !== 'right') mistakes.push({ kind: met === 'wrong' ? 'joined' : 'parted', a, b });
    }
  }
  const n = Math.max(1, items.length);
  const mean = { precision: precision / n, recall: recall / n };
  const sum = mean.precision + mean.recall;
  return {
    items: items.length,
    bcubed: { ...mean, f1: sum === 0 ? 0 : (2 * mean.precision * mean.recall) / sum },
    pairs,
    acrossLanguages,
    mistakes,
  };
}

/** The items with their stories: as labelled, and as grouped or by another rule. */
export function grouped(
  items: readonly Labelled[],
  labels: Readonly<Record<string, string>>,
  said: (item: Labelled) => string | undefined,
): readonly Grouped[] {
  return items.map((item) => ({
    id: item.entry.id,
    lang: item.lang,
    right: labels[item.entry.id] ?? `alone ${item.entry.id}`,
    said: said(item) ?? `alone ${item.entry.id}`,
  }));
}

/** What a clock alone would say: one story a day. */
export function byDay({ entry }: Labelled): string {
  return new Date(saidAt(entry)).toISOString().slice(0, 10);
}

/** Pairs of near-copies, found against labelled. */
export function scoreCopies(
  items: readonly Labelled[],
  labels: z.infer<typeof CopyLabels>,
  { copies }: Pick<GroupedRun, 'copies'>,
): { readonly tally: Tally; readonly wrong: readonly string[]; readonly missed: readonly string[] } {
  const key = (a: string, b: string): string => [a, b].sort().join(' + ');
  const right = new Set(labels.map(([a, b]) => key(a, b)));
  const said = new Set<string>();
  const ids = items.map(({ entry }) => entry.id).filter((id) => copies.has(id));
  for (const [at, a] of ids.entries())
    for (const b of ids.slice(at + 1)) if (copies.get(a) === copies.get(b)) said.add(key(a, b));
  const wrong = [...said].filter((pair) => !right.has(pair));
  const missed = [...right].filter((pair) => !said.has(pair));
  return {
    tally: { right: said.size - wrong.length, wrong: wrong.length, missed: missed.length },
    wrong,
    missed,
  };
}

/** Alerts of one kind within one labelled event: those about nobody who was not told of before are repeats. */
export function repeatAlerts(
  labels: Readonly<Record<string, string>>,
  { alerts }: Pick<GroupedRun, 'alerts'>,
): { readonly alerts: number; readonly repeats: readonly string[] } {
  const told = new Set<string>();
  const repeats: string[] = [];
  for (const { entry, subjects, kind } of alerts) {
    const story = labels[entry];
    if (story === undefined) continue;
    const [event = story] = story.split('.');
    const keys = subjects.map((subject) => `${event} ${subject} ${kind}`);
    if (keys.every((key) => told.has(key)))
      repeats.push(`${entry}: ${kind} of ${subjects.join(', ')}, again of ${event}`);
    for (const key of keys) told.add(key);
  }
  return { alerts: alerts.length, repeats };
}

const percent = (value: number | null): string =>
  value === null ? '    –' : (100 * value).toFixed(1).padStart(5);

function row(name: string, tally: Tally): string {
  const { precision, recall, f1 } = rates(tally);
  return `  ${name.padEnd(24)} P ${percent(precision)}  R ${percent(recall)}  F1 ${percent(f1)}   right ${String(tally.right)}, wrong ${String(tally.wrong)}, missed ${String(tally.missed)}`;
}

/** As a person reads it. @param most errors listed */
export function groupingText(
  title: string,
  scores: GroupingScores,
  { most, baseline }: { readonly most: number; readonly baseline: GroupingScores },
): string {
  const { precision, recall, f1 } = scores.bcubed;
  const lines = [
    `${title} (${String(scores.items)} items)`,
    `  ${'B³'.padEnd(24)} P ${percent(precision)}  R ${percent(recall)}  F1 ${percent(f1)}   one story a day: F1 ${percent(baseline.bcubed.f1)}`,
    row('pairs', scores.pairs),
    row('pairs across languages', scores.acrossLanguages),
  ];
  for (const { kind, a, b } of scores.mistakes.slice(0, most))
    lines.push(`    ${kind} ${a.id} and ${b.id}: ${a.right} | ${b.right}`);
  const more = scores.mistakes.length - most;
  if (more > 0) lines.push(`    and ${String(more)} more`);
  return lines.join('\n');
}

export function copiesText({ tally, wrong, missed }: ReturnType<typeof scoreCopies>, most: number): string {
  return [
    row('near-copies', tally),
    ...wrong.slice(0, most).map((pair) => `    no copies: ${pair}`),
    ...missed.slice(0, most).map((pair) => `    copies: ${pair}`),
  ].join('\n');
}

export function alertsText({ alerts, repeats }: ReturnType<typeof repeatAlerts>, most: number): string {
  return [
    `  alerts: ${String(alerts)}, of labelled events told again: ${String(repeats.length)}`,
    ...repeats.slice(0, most).map((line) => `    ${line}`),
  ].join('\n');
}
