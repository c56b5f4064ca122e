import type { Claim } from '#core/claim.ts';
import type { Source } from '#core/feed.ts';
import type { Locale } from '#core/locale.ts';
import type { Block, Inline, Message, Tone } from '#core/message.ts';
import type { Situation, SituationName } from '#core/situation.ts';
import { dayCount, wallClock } from '#core/wallclock.ts';
import { displayName } from '#core/watchlist.ts';
import type { Subject, Watchlist } from '#core/watchlist.ts';
import { heading, link, list, message, paragraph, strong } from './build.ts';
import type { Words } from './build.ts';
import {
  SITUATION_SIGN,
  claimWords,
  dateOf,
  eventWords,
  genderOf,
  sinceWhen,
  speakerWords,
  standingWords,
} from './words.ts';

/** Older evidence than this, ms, is told as "last known on", and no days are counted. */
const STALE_AFTER = 30 * 24 * 60 * 60_000;

/** Contradictions listed in a status. */
const CONFLICTS = 3;

/** Sources listed in a status. */
const SOURCES = 5;

export interface StatusContext {
  readonly watchlist: Watchlist;
  readonly sources: ReadonlyMap<string, Source>;
  readonly locale: Locale;
  /** ms */
  readonly now: number;
}

/** What the desk knows of a captive. */
export interface Standing {
  readonly subject: Subject;
  readonly situation: Situation;
  readonly heldSince: string | null;
}

const TONE: Readonly<Record<SituationName, Tone>> = {
  released: 'released',
  held: 'held',
  dead: 'dead',
  unknown: 'plain',
};

/** `/status trufanov`: situation and since when, how sure, promise, sign of life, talks, what contradicts it, sources. */
export function statusMessage(known: Standing, context: StatusContext): Message {
  const { subject, situation } = known;
  const blocks: Block[] = [
    heading(
      `${SITUATION_SIGN[situation.situation]} ${situationWord(known, context.locale)} · ${standingWords(situation, context.locale)}`,
    ),
    paragraph([
      strong(displayName(subject, context.locale.language)),
      ...prefixed(' · ', sinceWords(known, context)),
    ]),
  ];
  // Of somebody held the line above says it already.
  if (
    situation.situation !== 'held' &&
    isStale(situation, context.now) &&
    situation.lastEvidenceAt !== null
  ) {
    blocks.push(
      paragraph(
        `Last known on ${dateOf(situation.lastEvidenceAt, context.locale)}; nothing newer has been read since.`,
      ),
    );
  }
  const facts: Words[] = [];
  const latest = (label: string, claim: Claim | null): void => {
    if (claim !== null) facts.push([strong(`${label}: `), ...claimLine(claim, context)]);
  };
  if (situation.situation !== 'dead') latest('Last promise', situation.lastPromise);
  latest('Last sign of life', situation.lastSignOfLife);
  latest('Last talks', situation.lastTalks);
  if (facts.length > 0) blocks.push(list(facts));
  const conflicts = conflictLines(situation, context);
  if (conflicts.length > 0) blocks.push(paragraph(strong('What says otherwise')), list(conflicts));
  if (situation.evidence.length > 0) {
    blocks.push(paragraph(strong('Sources')), list(evidenceLines(situation.evidence, context)));
  }
  return message(blocks, {
    tone: TONE[situation.situation],
    buttons: [[{ kind: 'command', label: 'Latest', command: `latest ${subject.id}` }]],
  });
}

function situationWord({ subject, situation }: Standing, locale: Locale): string {
  return locale.text(`situation.${situation.situation}`, { gender: genderOf(subject) });
}

/** `/status` alone: everybody, one line each; those still held come first. */
export function everybodyMessage(everybody: readonly Standing[], context: StatusContext): Message {
  const order: readonly SituationName[] = ['held', 'unknown', 'released', 'dead'];
  const lines = [...everybody]
    .sort((a, b) => order.indexOf(a.situation.situation) - order.indexOf(b.situation.situation))
    .map((known) => headLine(known, context));
  return message([heading('Where everybody stands'), list(lines)], { tone: 'plain' });
}

/** One line of a digest or of `/status`: sign, name, situation, since when, how sure. */
export function headLine(known: Standing, context: StatusContext): Words {
  const { subject, situation } = known;
  const sure = situation.standing === 'reported' ? ' (reported, not confirmed)' : '';
  return [
    `${SITUATION_SIGN[situation.situation]} `,
    strong(displayName(subject, context.locale.language)),
    `: ${sinceWords(known, context) || situationWord(known, context.locale).toLowerCase()}${sure}`,
  ];
}

/** "free since 15 February 2025, after 498 days", "held, day 486", "last known held on 3 February 2025". */
export function sinceWords(known: Standing, { locale, now }: Pick<StatusContext, 'locale' | 'now'>): string {
  const { situation, heldSince } = known;
  const stale = isStale(situation, now);
  switch (situation.situation) {
    case 'released': {
      if (situation.since === null) return 'free';
      // The length of a captivity that has ended is a fact; only a count that still runs would go stale.
      const after =
        heldSince !== null && situation.since.precision === 'day' && heldSince < situation.since.day
          ? `, after ${String(dayCount(heldSince, situation.since.day))} days`
          : '';
      return `free since ${sinceWhen(situation.since, locale)}${after}`;
    }
    case 'held': {
      if (stale && situation.lastEvidenceAt !== null)
        return `last known held on ${dateOf(situation.lastEvidenceAt, locale)}`;
      return heldSince === null
        ? 'held'
        : `held, day ${String(dayCount(heldSince, wallClock(now, 'UTC').day))}`;
    }
    case 'dead':
      return situation.since === null ? 'dead' : `dead, ${eventWords(situation.since, locale)}`;
    case 'unknown':
      return '';
  }
}

/** The newest thing that bears on it is over 30 days old. */
export function isStale(situation: Pick<Situation, 'lastEvidenceAt'>, now: number): boolean {
  return situation.lastEvidenceAt !== null && now - situation.lastEvidenceAt > STALE_AFTER;
}

/** "promise of release, 3 February 2025, Musa Abu Marzouk, via RIA Novosti", linked where there is an address. */
export function claimLine(claim: Claim, context: StatusContext): readonly Inline[] {
  const who = speakerWords(claim, context.watchlist, context.sources, context.locale);
  return [
    ...claimWords(claim, context.locale),
    { kind: 'text', text: `, ${dateOf(claim.statedAt, context.locale)}, ` },
    link(claim.from.url, who),
  ];
}

function evidenceLines(evidence: readonly Claim[], context: StatusContext): readonly Words[] {
  const firsts = new Map<string, Claim>();
  for (const claim of evidence) if (!firsts.has(claim.origin)) firsts.set(claim.origin, claim);
  const shown = [...firsts.values()].slice(0, SOURCES);
  const lines: Words[] = shown.map((claim) => [
    link(claim.from.url, speakerWords(claim, context.watchlist, context.sources, context.locale)),
    `, ${dateOf(claim.statedAt, context.locale)}${claim.from.kind === 'dossier' && claim.speaker !== null ? ', as recorded by the desk' : ''}`,
  ]);
  const more = firsts.size - shown.length;
  return more > 0 ? [...lines, `and ${String(more)} more`] : lines;
}

function conflictLines(situation: Situation, context: StatusContext): readonly Words[] {
  const contradicting: Words[] = situation.contradictions.map((claim) => [
    ...claimLine(claim, context),
    claim.eventAt === null ? '' : ` (says ${eventWords(claim.eventAt, context.locale)})`,
    claim.note === null ? '' : `: ${claim.note}`,
  ]);
  // Where the contradiction stands there with its note, what the evidence notes of it would say the same again.
  if (contradicting.length > 0) return contradicting.slice(0, CONFLICTS);
  const notes = situation.evidence.map((claim) => claim.note).filter((note) => note !== null);
  return [...new Set(notes)].slice(0, CONFLICTS);
}

/** For people and bodies that nobody holds: there is no situation, only what was last read. */
export function aboutMessage(subject: Subject, latest: readonly Words[], context: StatusContext): Message {
  const kind = { captive: 'captive', group: 'group', official: 'official', body: 'body', place: 'place' }[
    subject.kind
  ];
  return message(
    [
      heading(displayName(subject, context.locale.language)),
      paragraph(`On the watchlist as ${kind === 'official' ? 'an official' : `a ${kind}`}.`),
      latest.length === 0 ? paragraph('Nothing read about it yet.') : list(latest),
    ],
    { tone: 'plain' },
  );
}

function prefixed(prefix: string, words: string): readonly string[] {
  return words === '' ? [] : [`${prefix}${words}`];
}
