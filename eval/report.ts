/** Scores as a person reads them in a terminal, and as JSON. */
import { rates } from './score.ts';
import type { Groups, Scores, Tally } from './score.ts';

const percent = (value: number | null): string =>
  value === null ? '    –' : (100 * value).toFixed(1).padStart(5);

function row(name: string, tally: Tally): string {
  const { precision, recall, f1 } = rates(tally);
  return `  ${name.padEnd(18)} P ${percent(precision)}  R ${percent(recall)}  F1 ${percent(f1)}   right ${String(tally.right)}, wrong ${String(tally.wrong)}, missed ${String(tally.missed)}`;
}

function group(title: string, { all, byLanguage }: Groups): string[] {
  const languages = [...byLanguage].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [title, row('all', all), ...languages.map(([lang, tally]) => row(lang, tally)), ''];
}

const share = ({ agreed, of }: { agreed: number; of: number }): string =>
  of === 0 ? 'none labelled' : `${String(agreed)} of ${String(of)} (${((100 * agreed) / of).toFixed(1)} %)`;

/** @param most errors listed of each kind. */
export function reportText(scores: Scores, most: number): string {
  const { claims, falseAlarms, givenNames } = scores;
  const out = [
    `${String(scores.items)} items; language as labelled: ${share(scores.language)}`,
    '',
    ...group('Relevance (borderline apart)', scores.relevance),
    `  borderline as labelled: ${share(scores.borderline)}`,
    `  false alarms: ${String(falseAlarms.count)} of ${String(falseAlarms.of)} items that are not relevant`,
    '',
    ...group('People (given names alone apart)', scores.mentions),
    '  by subject',
    ...[...scores.mentions.bySubject]
      .toSorted(([, a], [, b]) => b.wrong + b.missed - a.wrong - a.missed || b.right - a.right)
      .map(([id, tally]) => row(id, tally)),
    `  by given name alone: ${share({ agreed: givenNames.found, of: givenNames.of })}`,
    '',
  ];
  if (claims !== null) {
    out.push(
      `Claims (${String(claims.labelled)} labelled in ${String(claims.items)} items)`,
      `  macro-F1 over modality ${percent(claims.macroF1)}; of the covered ones alone ${percent(claims.macroF1OfCovered)}`,
      `  covered: ${share({ agreed: claims.covered, of: claims.labelled })}`,
      `  false facts: ${String(claims.falseFacts)}; of them released or dead: ${String(claims.falseEnds)}; missed facts: ${String(claims.missedFacts)}`,
      `  speaker: ${share(claims.speaker)}; via: ${share(claims.via)}; background: ${share(claims.background)}`,
      ...[...claims.byModality].map(([modality, tally]) => row(modality, tally)),
      '',
    );
  }
  const kinds = Map.groupBy(scores.mistakes, (mistake) => mistake.kind);
  out.push(scores.mistakes.length === 0 ? 'No errors.' : 'Errors, worst first');
  for (const [kind, mistakes] of kinds) {
    out.push(`  ${kind} (${String(mistakes.length)})`);
    for (const { id, lang, what } of mistakes.slice(0, most)) out.push(`    ${id} [${lang}] ${what}`);
    if (mistakes.length > most) out.push(`    and ${String(mistakes.length - most)} more`);
  }
  return out.join('\n');
}

function tallyJson(tally: Tally) {
  return { ...tally, ...rates(tally) };
}

function mapJson(tallies: ReadonlyMap<string, Tally>) {
  return Object.fromEntries([...tallies].map(([key, tally]) => [key, tallyJson(tally)]));
}

/** The same for programs. */
export function reportJson(scores: Scores) {
  const { relevance, mentions, claims, ...rest } = scores;
  return {
    ...rest,
    relevance: { all: tallyJson(relevance.all), byLanguage: mapJson(relevance.byLanguage) },
    mentions: {
      all: tallyJson(mentions.all),
      byLanguage: mapJson(mentions.byLanguage),
      bySubject: mapJson(mentions.bySubject),
    },
    claims: claims === null ? null : { ...claims, byModality: mapJson(claims.byModality) },
  };
}
