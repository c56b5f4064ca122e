/** One delivery from its lease to its settlement: the attempt noted, the send, its outcome. */
import { alertId, expired, isUrgent, textKey } from '#core/delivery.ts';
import type { Delivery, Outcome, Sent, Unanswered, Wait } from '#core/delivery.ts';
import type { Manners, Pacer } from '#core/pacing.ts';
import { isStoreTrouble } from '#core/ports.ts';
import type { Collection, Leased, Notifier } from '#core/ports.ts';
import { HOUR, MINUTE } from '#core/spans.ts';
import type { Destination, Platform } from '#core/subscription.ts';
import { Settling } from './settling.ts';
import type { Done, LastWrite, SettlingDeps } from './settling.ts';

/** What takes messages from the outbox to the platforms. */
export interface SendDeps extends SettlingDeps {
  readonly sent: Collection<Sent>;
  /** The platforms that run. What is owed to another one waits. */
  readonly notifiers: ReadonlyMap<Platform, Notifier>;
  readonly manners: Readonly<Record<Platform, Manners>>;
  /** Whether a platform answers at all: asked after an attempt without an answer, before the next one is made. */
  readonly answers: (platform: Platform) => Promise<boolean>;
  /** What becomes of an attempt without an answer: of a release or a death, and of everything else. */
  readonly unanswered: { readonly urgent: Unanswered; readonly rest: Unanswered };
  readonly moved: (from: Destination, to: Destination) => Promise<void>;
  /** A message is about to go out a second time, since nobody knows of the first. */
  readonly repeated: () => Promise<void>;
  /** The delivery as it may go out now; null: what it tells was overtaken while it waited. */
  readonly stillToTell: (delivery: Delivery) => Promise<Delivery | null>;
  /** The ids that the subscription of a destination has had: a chat may have moved. */
  readonly idsOf: (destination: Destination) => Promise<readonly string[]>;
}

/**
 * How long the outbox keeps others off what is being sent, ms: longer than a platform's slowest answer. Each attempt
 * begins it anew.
 */
export const LEASE = 5 * MINUTE;

/** What a platform that is not set up is asked again, ms. */
const NO_PLATFORM_PAUSE = HOUR;

/** What an attempt to send has come to. */
interface Attempt {
  /** Where it went: a chat may have moved. */
  readonly destination: Destination;
  readonly outcome: Outcome;
  /** The last part that may be out through it; null where it ended before any. */
  readonly begun: number | null;
  /** Parts before this one were not sent in it. */
  readonly from: number;
  /** It ended by our own limits. */
  readonly held: boolean;
  /** A part was left out in this attempt or an earlier one, since it may be out already. */
  readonly unsure: boolean;
  /** What was sent of it before is on record. */
  readonly noted: boolean;
}

/** Sends one delivery after the other, and notes each step. */
export class Sending {
  readonly #deps: SendDeps;
  readonly #pacer: Pacer;
  readonly #ends: Settling;
  /** Platforms of which an answer did not come, and how often in a row they did not answer since. */
  readonly #doubted = new Map<Platform, number>();
  readonly #asked = new Map<Platform, Promise<boolean>>();

  constructor(deps: SendDeps, pacer: Pacer) {
    this.#deps = deps;
    this.#pacer = pacer;
    this.#ends = new Settling(deps);
  }

  /** @throws when the store fails; `write` then has what is still to be written, if the chat has got something. */
  async deliver(item: Leased<Delivery>, write: LastWrite): Promise<Done> {
    const { cause, destination } = item.value;
    const notifier = this.#deps.notifiers.get(destination.platform);
    if (notifier === undefined) {
      return this.#ends.back(item, NO_PLATFORM_PAUSE, `${destination.platform} is not running`);
    }
    if (cause.kind === 'edit') return this.#edit(item, cause.edits, notifier, write);
    return this.#send(item, notifier, write);
  }

  async #edit(item: Leased<Delivery>, edits: string, notifier: Notifier, write: LastWrite): Promise<Done> {
    const { sent, clock, stillToTell } = this.#deps;
    const still = await this.#lookedAt(item, () => stillToTell(item.value));
    if (still === null) return this.#ends.settled(item, write);
    const { message } = still;
    const there = await sent.get(edits);
    // The alert was never sent here (muted, parked, or another subscription's): there is nothing to edit.
    if (there === null || there.messageId === null) return this.#ends.settled(item, write);
    if (there.text === textKey(message)) return this.#ends.settled(item, write);
    const late = expired(item.value, there.sentAt, clock.now());
    if (late !== null) return this.#ends.park(item, 'expired', late, write);
    const { destination, messageId } = there;
    const held = await this.#hold(destination);
    if (held !== null) return this.#ends.back(item, held.after, held.reason);
    const outcome = await this.#caught(item, () => notifier.edit(destination, messageId, message));
    switch (outcome.outcome) {
      case 'sent':
        return this.#ends.settled(item, write, () => sent.set(edits, { ...there, text: textKey(message) }));
      case 'unknown':
        // Made twice it shows the same.
        this.#doubt(destination.platform);
        return this.#ends.later(item, outcome.reason, null, write);
      case 'retry':
        return this.#ends.later(item, outcome.reason, outcome.after, write);
      // In a chat that moved, what was sent before has other numbers.
      case 'moved':
      case 'uneditable':
        return this.#ends.settled(item, write);
      case 'gone':
        return this.#ends.gone(item, destination, outcome.reason, write);
      case 'rejected':
        return this.#ends.park(item, undefined, outcome.reason, write);
    }
  }

  async #send(owed: Leased<Delivery>, notifier: Notifier, write: LastWrite): Promise<Done> {
    const { sent, clock } = this.#deps;
    const there = await sent.get(owed.id);
    const late = there === null ? expired(owed.value, null, clock.now()) : null;
    if (late !== null) return this.#ends.park(owed, 'expired', late, write);
    const value =
      there === null && owed.step === 0
        ? await this.#lookedAt(owed, () => this.#stillToTell(owed))
        : owed.value;
    if (value === null) return this.#ends.settled(owed, write);
    const item = { ...owed, value };
    const attempt = await this.#attempt(item, there, notifier, write);
    const { outcome, destination } = attempt;
    switch (outcome.outcome) {
      case 'sent':
        return this.#came(item, attempt, outcome.messageId, write);
      case 'unknown':
        this.#doubt(destination.platform);
        return this.#ends.later(item, outcome.reason, null, write, 'unknown');
      case 'retry':
        if (attempt.begun === null) return this.#ends.back(item, outcome.after ?? 0, outcome.reason);
        return this.#ends.later(item, outcome.reason, outcome.after, write, attempt.held ? 'held' : 'retry');
      case 'gone':
        return this.#ends.gone(item, destination, outcome.reason, write);
      case 'moved':
        return this.#ends.park(item, undefined, `the chat moved again: ${outcome.reason}`, write);
      case 'uneditable':
      case 'rejected':
        return this.#ends.park(item, undefined, outcome.reason, write);
    }
  }

  /** A message that cannot be looked at again is still owed: it goes as it was, and stands in nobody's way. */
  async #lookedAt(
    { id, value }: Leased<Delivery>,
    look: () => Promise<Delivery | null>,
  ): Promise<Delivery | null> {
    try {
      return await look();
    } catch (error) {
      if (isStoreTrouble(error)) throw error;
      this.#deps.log.error(
        { delivery: id, error },
        'a delivery could not be looked at again and goes as it was',
      );
      return value;
    }
  }

  /** What of a message nobody has seen yet may still be told; null: nothing. One whose first attempt is in doubt stays as it was. */
  async #stillToTell({ value, unknownSince }: Leased<Delivery>): Promise<Delivery | null> {
    if (unknownSince !== null) return value;
    const { cause } = value;
    // Taken back before it was sent, or never sent here: a correction of it would be the first word of it.
    const corrects = cause.kind === 'alert' ? cause.corrects : undefined;
    if (corrects !== undefined) {
      const ids = (await this.#deps.idsOf(value.destination)).map((to) => alertId(to, corrects));
      if (!(await this.#mayBeThere(ids))) return null;
    }
    return this.#deps.stillToTell(value);
  }

  /** Whether one of these messages was sent, or is one of which nobody knows. */
  async #mayBeThere(ids: readonly string[]): Promise<boolean> {
    const { sent, outbox, clock } = this.#deps;
    if ((await sent.getMany(ids)).some((one) => one !== null)) return true;
    const { parked } = await outbox.backlog(clock.now());
    return parked.some((one) => ids.includes(one.id) && one.because === 'unknown');
  }

  /** One call of the notifier, or two where the chat has moved. Each part is noted before it goes out. */
  async #attempt(
    item: Leased<Delivery>,
    there: Sent | null,
    notifier: Notifier,
    write: LastWrite,
  ): Promise<Attempt> {
    const { clock, outbox, moved, log } = this.#deps;
    const out = there?.parts ?? 0;
    const doubtSince = out <= item.step ? item.unknownSince : null;
    const remedy = doubtSince === null ? null : this.#remedy(item.value, doubtSince);
    const skipped = remedy === 'let be';
    const unsure = skipped || there?.unsure === true;
    const from = Math.max(out, item.step + (skipped ? 1 : 0));
    let { destination } = item.value;
    let begun: number | null = null;
    let held = false;
    const failures: unknown[] = [];

    const begin = async (part: number, messageId: string | null): Promise<Wait | null> => {
      try {
        if (part > from || skipped) {
          const note = (): Promise<void> =>
            this.#note(item.value, destination, { messageId, parts: part, unsure });
          await write.of(note, async () => {
            await note();
            await outbox.settle(item.id, { kind: 'retry', at: clock.now(), reason: 'the store failed' });
          });
        }
        const hold = await this.#hold(destination);
        held = hold !== null;
        if (hold !== null) return { outcome: 'retry', ...hold };
        const now = clock.now();
        const first = part === item.step ? doubtSince : null;
        // Counted before: what is flushed next takes the count along.
        if (first !== null && remedy === 'send again') await this.#deps.repeated();
        await outbox.begin(item.id, { step: part, since: first ?? now, until: now + LEASE });
        begun = part;
        if (first === null || remedy !== 'send again') return null;
        log.warn(
          { destination: item.lane, delivery: item.id },
          'sent again: nobody knows whether it came the first time',
        );
        return null;
      } catch (error) {
        failures.push(error);
        return { outcome: 'retry', after: null, reason: 'the store failed' };
      }
    };
    const messageId = there?.messageId ?? null;
    let outcome = await this.#caught(item, () => notifier.send(item.value, { from, messageId, begin }));
    if (outcome.outcome === 'moved' && begun !== null) {
      const { to, reason } = outcome;
      await write.of(
        () => moved(item.value.destination, to),
        () => outbox.settle(item.id, { kind: 'retry', at: clock.now(), reason }),
      );
      destination = to;
      const rest = { from: begun, messageId, begin };
      outcome = await this.#caught(item, () => notifier.send({ ...item.value, destination: to }, rest));
    }
    if (failures.length > 0) throw failures[0];
    return { destination, outcome, begun, from, held, unsure, noted: there !== null };
  }

  /** The parts before this one are out: noted first, or a crash would send them again. */
  async #note(
    delivery: Delivery,
    destination: Destination,
    out: Pick<Sent, 'messageId' | 'parts' | 'unsure'>,
  ): Promise<void> {
    const { sent, clock } = this.#deps;
    const text = textKey(delivery.message);
    await sent.set(delivery.id, { destination, ...out, sentAt: clock.now(), text });
  }

  /** The notifier has nothing left to send. */
  async #came(
    item: Leased<Delivery>,
    { begun, from, destination, unsure, noted }: Attempt,
    messageId: string | null,
    write: LastWrite,
  ): Promise<Done> {
    // 3. The message's own id first: without it an edit would not find the message.
    const parts = (begun ?? from) + 1;
    const note = async (): Promise<void> => {
      if (begun !== null || (!unsure && !noted))
        await this.#note(item.value, destination, { messageId, parts, unsure });
    };
    if (!unsure) return this.#ends.settled(item, write, note);
    const reason = 'No answer came to the attempt to send it; it may be there, and is not sent twice.';
    return this.#ends.park(item, 'unknown', reason, write, note);
  }

  /** What is done about an attempt without an answer. */
  #remedy(delivery: Delivery, since: number): 'recognised' | 'send again' | 'let be' {
    const { manners, unanswered, clock } = this.#deps;
    const age = clock.now() - since;
    // Sent again, it is shown once.
    if (age >= 0 && age < manners[delivery.destination.platform].recognises) return 'recognised';
    return unanswered[isUrgent(delivery) ? 'urgent' : 'rest'] === 'again' ? 'send again' : 'let be';
  }

  /** Whether a message may not go out just now: the platform is silent, or it would be too many. */
  async #hold(to: Destination): Promise<{ readonly after: number; readonly reason: string } | null> {
    const { platform } = to;
    const { manners, clock } = this.#deps;
    const silent = this.#doubted.get(platform);
    if (silent !== undefined) {
      // Before anything else is sent into the dark: while the whole service is away, one attempt a lane is in doubt, not more.
      if (!(await this.#answers(platform))) {
        this.#doubted.set(platform, silent + 1);
        return { after: this.#ends.pauseOf(silent + 1), reason: `${platform} does not answer` };
      }
      this.#doubted.delete(platform);
    }
    const after = this.#pacer.take(manners[platform].limits(to), clock.now());
    return after === 0 ? null : { after, reason: 'not faster than the service allows' };
  }

  #doubt(platform: Platform): void {
    if (!this.#doubted.has(platform)) this.#doubted.set(platform, 0);
  }

  /** One question for all lanes that want to know. */
  async #answers(platform: Platform): Promise<boolean> {
    const asked =
      this.#asked.get(platform) ?? this.#deps.answers(platform).finally(() => this.#asked.delete(platform));
    this.#asked.set(platform, asked);
    return asked;
  }

  async #caught(item: Leased<Delivery>, call: () => Promise<Outcome>): Promise<Outcome> {
    try {
      return await call();
    } catch (error) {
      // A notifier answers with outcomes; what it throws is a bug, and nobody knows what it has done by then.
      this.#deps.log.error({ delivery: item.id, error }, 'delivery failed unexpectedly');
      return { outcome: 'unknown', reason: error instanceof Error ? error.message : String(error) };
    }
  }
}
