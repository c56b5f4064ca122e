/** Holds the project's dossiers and its watchlist together. */
import type { Problem } from '#core/problem.ts';
import type { Watchlist } from '#core/watchlist.ts';
import type { Dossier } from '#watchlist/dossier.ts';

/**
 * What does not fit between dossiers and watchlist: a subject or topic without a dossier, a dossier that names an unknown
 * one, a claim about somebody whom its dossier does not list.
 */
export function checkDossiers(dossiers: readonly Dossier[], watch: Watchlist): readonly Problem[] {
  const problems: Problem[] = [];
  const ids = new Set(dossiers.map((dossier) => dossier.id));
  const say = (file: string, what: string, fix: string): number =>
    problems.push({ file, line: null, what, fix });
  const listed = new Map<string, Set<string>>();
  for (const dossier of dossiers) {
    const subjects = new Set(
      [...dossier.people, ...dossier.bodies, ...dossier.places].map(({ subject }) => subject),
    );
    for (const id of [...subjects, ...dossier.topics]) {
      listed.set(id, (listed.get(id) ?? new Set()).add(dossier.id));
      if (!watch.subjects.has(id) && !watch.topics.has(id)) {
        say(dossier.file, `${id} is not on the watchlist`, 'Add it there or correct the id.');
      }
    }
    const about = [...dossier.claims, ...dossier.conflicts].map((part) => part.subject);
    for (const id of new Set(about)) {
      if (!subjects.has(id)) {
        say(
          dossier.file,
          `There is a claim about ${id}, who is not among its people`,
          'List whom it speaks of.',
        );
      }
    }
    for (const other of dossier.conflicts.flatMap((conflict) => conflict.with)) {
      if (!ids.has(other))
        say(dossier.file, `A conflict names the dossier ${other}, which is not there`, 'Correct the id.');
    }
  }
  for (const { id, dossiers: from } of [...watch.subjects.values(), ...watch.topics.values()]) {
    if (from.length === 0)
      say('config/watchlist.yaml', `${id} names no dossier`, 'Name the dossiers that it comes from.');
    for (const dossier of from) {
      if (listed.get(id)?.has(dossier) !== true) {
        say(
          'config/watchlist.yaml',
          `${id} is not in the dossier ${dossier}`,
          'Correct its list of dossiers.',
        );
      }
    }
  }
  return problems;
}
