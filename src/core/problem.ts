/** Something wrong in what a person wrote: a settings file, a watchlist, a seed. All of them are told at once. */
export interface Problem {
  /** As the person would name it: relative to where the program was started, or the name of a variable. */
  readonly file: string;
  /** From 1; null where a line means nothing. */
  readonly line: number | null;
  /** What is wrong, without a full stop. Never holds a secret. */
  readonly what: string;
  /** What to do about it, a sentence. */
  readonly fix: string;
}

/** One line for a person: `config/wirewatch.yaml:12: polling.timeout is 5. Write a duration with its unit …`. */
export function problemLine(problem: Problem): string {
  const place = problem.line === null ? problem.file : `${problem.file}:${String(problem.line)}`;
  return `${place}: ${problem.what}. ${problem.fix}`;
}
