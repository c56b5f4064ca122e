/** What befalls one run, drawn from its seed. */
import { z } from 'zod';
import type { Unanswered } from '#core/delivery.ts';
import type { Fault } from '#tests/support/standin/faults.ts';
import type { Chance } from './chance.ts';

/** The environment variable by which a life's plan reaches the process. */
export const PLAN_VARIABLE = 'TORTURE_PLAN';

/** What passes at once on the clock of the service when nothing is left but what is not due yet, ms. */
export const MINUTES_PASS = 3 * 60_000;

const disk = z.object({
  /** Killed before or after its so-manieth write, from 1. */
  kill: z.object({ write: z.number(), after: z.boolean() }).nullable().default(null),
  /** So many writes from this one on fail. */
  trouble: z
    .object({ from: z.number(), count: z.number(), as: z.enum(['full', 'failed', 'no pages']) })
    .nullable()
    .default(null),
  /** Where the state that the disk surely has is kept; null when it is not asked for. */
  synced: z.string().nullable().default(null),
  /** How far the clock runs ahead, ms. */
  ahead: z.number().default(0),
});

/** What the process does to itself. */
export type DiskPlan = z.output<typeof disk>;

/** @throws ZodError */
export function parsePlan(text: string): DiskPlan {
  return disk.parse(JSON.parse(text));
}

/** How a life of the process ends. */
export type End =
  | { readonly by: 'write'; readonly write: number; readonly after: boolean }
  /** The so-manieth message was taken by a chat, and its answer is still to come. */
  | { readonly by: 'send'; readonly send: number }
  /** ms after the platforms are connected. */
  | { readonly by: 'time'; readonly ms: number }
  /** SIGTERM so many ms after the platforms are connected. */
  | { readonly by: 'stop'; readonly ms: number }
  /** When nothing is left to do. */
  | { readonly by: 'rest' };

export interface Life {
  readonly end: End;
  /** The machine goes down with it: writes that the disk did not have yet are lost. */
  readonly reset: boolean;
  readonly trouble: DiskPlan['trouble'];
}

/** A fault of a service: which of its chats, counted from 0, and what. */
export interface PlannedFault {
  readonly chat: number;
  readonly edit: boolean;
  readonly fault: Fault;
}

export interface Plan {
  readonly unanswered: { readonly urgent: Unanswered; readonly rest: Unanswered };
  readonly lives: readonly Life[];
  readonly faults: readonly PlannedFault[];
  /** From the second life on, the clock is eight hours ahead: the machine slept. */
  readonly slept: boolean;
}

/** Nothing goes wrong: what every other run is held against. */
export const UNDISTURBED: Plan = {
  unanswered: { urgent: 'again', rest: 'again' },
  lives: [{ end: { by: 'rest' }, reset: false, trouble: null }],
  faults: [],
  slept: false,
};

/** Writes of an undisturbed life, about: kills are scattered over them. */
const WRITES = 260;

/** Messages of an undisturbed life, about. */
const SENDS = 28;

export function drawPlan(chance: Chance, chats: number): Plan {
  const lives: Life[] = [];
  const ends = chance.one([1, 1, 1, 1, 2, 2, 3]);
  for (let n = 0; n < ends; n += 1) {
    const end = drawEnd(chance);
    lives.push({
      end,
      reset: end.by !== 'stop' && chance.percent(35),
      trouble: chance.percent(25) ? drawTrouble(chance) : null,
    });
  }
  lives.push({ end: { by: 'rest' }, reset: false, trouble: chance.percent(15) ? drawTrouble(chance) : null });
  const faults = Array.from({ length: chance.whole(0, 5) }, () => ({
    chat: chance.whole(0, chats - 1),
    edit: chance.percent(15),
    fault: drawFault(chance),
  }));
  return {
    unanswered: chance.one([
      { urgent: 'again', rest: 'once' },
      { urgent: 'again', rest: 'once' },
      { urgent: 'again', rest: 'again' },
      { urgent: 'once', rest: 'once' },
    ]),
    lives,
    faults,
    slept: chance.percent(10),
  };
}

function drawEnd(chance: Chance): End {
  const kind = chance.whole(1, 100);
  if (kind <= 50) return { by: 'write', write: chance.whole(1, WRITES), after: chance.percent(50) };
  if (kind <= 75) return { by: 'send', send: chance.whole(1, SENDS) };
  if (kind <= 90) return { by: 'time', ms: chance.whole(0, 2_500) };
  return { by: 'stop', ms: chance.whole(0, 2_500) };
}

function drawTrouble(chance: Chance): DiskPlan['trouble'] {
  return {
    from: chance.whole(5, WRITES),
    count: chance.whole(1, 25),
    as: chance.one(['full', 'failed', 'no pages']),
  };
}

function drawFault(chance: Chance): Fault {
  const status = chance.one<500 | 502 | 503 | 504>([500, 502, 503, 504]);
  return chance.one<Fault>([
    { fault: 'dropped' },
    { fault: 'answer lost' },
    { fault: 'answer lost' },
    { fault: 'slow', ms: chance.whole(20, 600) },
    { fault: 'broken', status, accepted: false },
    { fault: 'broken', status, accepted: true },
    { fault: 'flood', retryAfter: 1 },
  ]);
}
