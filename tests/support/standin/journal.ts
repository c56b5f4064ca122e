/** What happened to one request at a stand-in server. */
export interface JournalEntry {
  /** ms, by the server's clock */
  readonly at: number;
  /** `sendMessage`, or `POST /channels/:channel/messages`. */
  readonly what: string;
  /**
   * `answered`: accepted. `refused`: turned away by a rule. `scripted`: a fault that the test ordered.
   * `fault of the bot`: something no bot should do, whatever the circumstances (an unknown method or field, a request
   * before `retry_after` has passed). `remark`: accepted, but not shown as the bot meant it. `bug in the stand-in`: it
   * failed itself, so the test says nothing about the bot.
   */
  readonly kind: 'answered' | 'refused' | 'scripted' | 'fault of the bot' | 'remark' | 'bug in the stand-in';
  readonly status: number;
  /** What the answer said, or which fault it was. */
  readonly note: string;
  readonly sent: unknown;
}

/**
 * Everything a stand-in server was asked and what it said. A test ends with `journal.unexpected()` being empty: a refusal
 * that nobody reckoned with is a failure even where the bot took it quietly.
 */
export class Journal {
  readonly entries: JournalEntry[] = [];
  readonly #expected: (string | RegExp)[] = [];

  note(entry: JournalEntry): void {
    this.entries.push(entry);
  }

  /** The test reckons with refusals (or remarks) whose `what: note` contains this. Never covers a fault of the bot unless named. */
  expect(...notes: readonly (string | RegExp)[]): void {
    this.#expected.push(...notes);
  }

  /** Refusals, remarks and faults of the bot that no `expect` covers, as lines to read. */
  unexpected(): readonly string[] {
    return this.entries
      .filter((entry) => entry.kind !== 'answered' && entry.kind !== 'scripted')
      .map((entry) => `${entry.kind}: ${entry.what}: ${entry.note}`)
      .filter(
        (line) =>
          !this.#expected.some((one) => (typeof one === 'string' ? line.includes(one) : one.test(line))),
      );
  }

  /** What no bot should do, as lines to read. */
  faultsOfTheBot(): readonly string[] {
    return this.entries
      .filter((entry) => entry.kind === 'fault of the bot')
      .map((entry) => `${entry.what}: ${entry.note}`);
  }

  /** Requests that came, by name, whatever became of them. */
  count(what: string | RegExp): number {
    return this.entries.filter((entry) =>
      typeof what === 'string' ? entry.what === what : what.test(entry.what),
    ).length;
  }
}
