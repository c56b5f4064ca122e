/** Whether a run kept what is promised. */
import type { Outcome } from './run-one.ts';

/** A message told apart from the others of its chat, however often it was edited. */
function keyOf(text: string): string {
  const owed = /Owed: (?<name>[a-z]+)/u.exec(text)?.groups?.['name'];
  if (owed !== undefined) return `owed ${owed}`;
  const line = /Line (?<n>\d+) of a long digest/u.exec(text)?.groups?.['n'];
  if (line !== undefined) return `owed digest from ${line}`;
  const kind =
    /RELEASED|PROMISED|SIGN OF LIFE|DEAD|DENIED|HELD|CORRECTION/u.exec(text)?.[0] ?? text.slice(0, 60);
  const who = /Herkin|Trufanov|Kozlov|Lobanov/u.exec(text)?.[0] ?? '';
  return `${kind} ${who}`;
}

/** The answer to a person's first words is no message that was owed. */
function owedOnly(texts: readonly string[]): readonly string[] {
  return texts.filter((text) => !/a watch desk in your chat|I was away when you asked/u.test(text));
}

/** What was owed and what has come, over all chats of a run. */
export interface Verdict {
  /** What is wrong, as sentences; empty when nothing is. */
  readonly wrong: readonly string[];
  readonly owed: number;
  /** Copies beyond the first. */
  readonly doubled: number;
  /** Not there, and listed as such. */
  readonly missing: number;
}

/**
 * Holds a run against one in which nothing was disturbed. A message may be missing only where its chat has one that was put
 * aside as "nobody knows, and not sent twice", and may come twice only where it counts as "sent again".
 */
export function judge(run: Outcome, undisturbed: Outcome): Verdict {
  const wrong: string[] = [];
  let [owed, doubled, missing] = [0, 0, 0];
  if (run.restless !== null) wrong.push(run.restless);
  const { urgent, rest } = run.plan.unanswered;
  for (const [n, texts] of run.chats.entries()) {
    const place = `chat ${String(n)}`;
    const expected = owedOnly(undisturbed.chats[n] ?? []);
    const there = owedOnly(texts);
    const keys = there.map(keyOf);
    const [expectedKeys, first] = [expected.map(keyOf), [...new Set(keys)]];
    owed += expected.length;
    const letBe = (run.parked[n] ?? []).filter((because) => because === 'unknown').length;
    for (const because of run.parked[n] ?? [])
      if (because !== 'unknown') wrong.push(`${place}: put aside as ${because}`);
    const absent = expectedKeys.filter((key) => !keys.includes(key));
    missing += absent.length;
    // A long digest is one message owed, of several parts: it is put aside as one.
    const absentDeliveries = new Set(absent.map((key) => key.replace(/ from \d+$/u, ''))).size;
    if (absentDeliveries > letBe)
      wrong.push(`${place}: missing ${absent.join(', ')}, and ${String(letBe)} put aside`);
    for (const key of first) {
      const copies = keys.filter((one) => one === key).length;
      const policy = key.startsWith('RELEASED') || key.startsWith('DEAD') ? urgent : rest;
      if (!expectedKeys.includes(key)) wrong.push(`${place}: "${key}" is not owed to anybody`);
      doubled += copies - 1;
      if (copies > 1 && policy === 'once')
        wrong.push(`${place}: ${String(copies)} times ${key}, and that only once`);
    }
    for (const people of [
      ['Herkin', 'Kozlov'],
      ['Trufanov', 'Lobanov'],
    ]) {
      // Two feeds are read side by side: order is owed within each. A release, or a report of one, does not wait for
      // company as a promise does, so which of the two is due first depends on when the process was killed.
      for (const ofRelease of [true, false]) {
        const own = (key: string): boolean =>
          key.startsWith('owed') ||
          (/released/iu.test(key) === ofRelease && people.some((name) => key.endsWith(name)));
        const order = first.filter(own);
        const wanted = expectedKeys.filter((key) => own(key) && order.includes(key));
        if (order.join('|') !== wanted.join('|')) wrong.push(`${place}: order is ${order.join(', ')}`);
      }
    }
    for (const [i, text] of expected.entries()) {
      // The last copy is the one that is edited. One of which nobody knows the number cannot be.
      const last = there.findLast((one) => keyOf(one) === expectedKeys[i]);
      if (last !== undefined && letBe === 0 && plain(last) !== plain(text))
        wrong.push(`${place}: ${expectedKeys[i] ?? ''} reads\n${last}\n  in place of\n${text}`);
    }
  }
  if (doubled > run.repeated)
    wrong.push(`${String(doubled)} came twice, and ${String(run.repeated)} count as sent again`);
  // A kill may come between a wait that was imposed and its note: then the next life does not know of it.
  if (run.killed === 0) for (const fault of run.faults) wrong.push(`a fault of the bot: ${fault}`);
  return { wrong, owed, doubled, missing };
}

/** Ports differ from run to run. */
function plain(text: string): string {
  return text.replaceAll(/127\.0\.0\.1:\d+/gu, 'HOST');
}
