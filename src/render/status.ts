import type { Claim } from '#core/claim.ts';
import { witnesses } from '#core/evidence.ts';
import type { Source } from '#core/feed.ts';
import type { Locale } from '#core/locale.ts';
import type { Block, Inline, Message, Tone } from '#core/message.ts';
import type { Situation, SituationName } from '#core/situation.ts';
import { DAY } from '#core/spans.ts';
import { dayCount, wallClock } from '#core/wallclock.ts';
import { displayName } from '#core/watchlist.ts';
import type { Subject, Watchlist } from '#core/watchlist.ts';
import { heading, link, list, message, paragraph, strong } from './build.ts';
import type { Words } from './build.ts';
import {
  claimWords,
  situationCalled,
  situationSign,
  stageWords,
  wordedSituation,
  dateOf,
  eventWords,
  genderOf,
  sinceWhen,
  witnessWords,
  standingWords,
} from './words.ts';
import type { WordedSituation } from './words.ts';

/** Older evidence than this, ms, is told as "last known on", and no days are counted. */
const STALE_AFTER = 30 * DAY;

/** Contradictions listed in a status. */
const CONFLICTS = 3;

/** Sources listed in a status. */
const SOURCES = 5;

/** Whom a status is told to, and when. */
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

const TONE: Readonly<Record<WordedSituation, Tone>> = {
  released: 'released',
  held: 'held',
  dead: 'dead',
  unknown: 'plain',
};

/** `/status trufanov`: situation and since when, how sure, promise, sign of life, talks, what contradicts it, sources. */
export function statusMessage(known: Standing, context: StatusContext): Message {
  const { subject, situation } = known;
  const { locale } = context;
  const name = displayName(subject, locale.language);
  const where = sinceWords(known, context);
  const blocks: Block[] = [
    heading(
      `${situationSign(situation.situation, context.watchlist)} ${situationWord(subject, situation.situation, context)} · ${standingWords(situation, locale)}`,
    ),
    paragraph(where === null ? strong(name) : locale.say('alert.person', { name, where })),
  ];
  // Of somebody held the line above says it already.
  if (
    situation.situation !== 'held' &&
    isStale(situation, context.now) &&
    situation.lastEvidenceAt !== null
  ) {
    blocks.push(paragraph(locale.say('status.lastKnown', { day: dateOf(situation.lastEvidenceAt, locale) })));
  }
  const facts: Words[] = [];
  const latest = (key: 'status.lastPromise' | 'status.lastTalks', claim: Claim | null): void => {
    if (claim !== null) facts.push(locale.say(key, { claim: claimLine(claim, context) }));
  };
  if (situation.situation !== 'dead') latest('status.lastPromise', situation.lastPromise);
  if (situation.lastSignOfLife !== null) {
    const claim = locale.say('status.evidence', whoAndWhen(situation.lastSignOfLife, context));
    facts.push(locale.say('status.lastSignOfLife', { claim }));
  }
  const { lastTalks } = situation;
  // "Last talks: talks" says no more than when and who.
  if (lastTalks?.modality === 'fact')
    facts.push(
      locale.say('status.lastTalks', {
        claim: locale.say('status.evidence', whoAndWhen(lastTalks, context)),
      }),
    );
  else latest('status.lastTalks', lastTalks);
  if (facts.length > 0) blocks.push(list(facts));
  const conflicts = [...conflictLines(situation, context), ...takenBackLines(situation, context)];
  if (conflicts.length > 0) blocks.push(paragraph(strong(locale.say('status.otherwise'))), list(conflicts));
  // What took back the report of an end stands beside it above.
  const desk = situation.desk.filter((one) => !situation.takenBack.some(({ by }) => by?.id === one.id));
  if (desk.length > 0) {
    const words = desk.slice(-CONFLICTS).map((one) => claimLine(one, context));
    blocks.push(paragraph(strong(locale.say('status.desk'))), list(words));
  }
  if (situation.evidence.length > 0) {
    blocks.push(
      paragraph(strong(locale.say('status.sources'))),
      list(evidenceLines(situation.evidence, context)),
    );
  }
  return message(blocks, {
    tone: TONE[wordedSituation(situation.situation) ?? 'unknown'],
    buttons: [
      [
        { kind: 'command', label: locale.text('button.timeline'), command: `timeline ${subject.id}` },
        { kind: 'command', label: locale.text('button.latest'), command: `latest ${subject.id}` },
      ],
    ],
  });
}

/** What a situation is called of somebody, as a sign: HELD. */
export function situationWord(
  subject: Pick<Subject, 'gender' | 'kind'>,
  situation: SituationName,
  { locale, watchlist }: Pick<StatusContext, 'locale' | 'watchlist'>,
): string {
  const worded = wordedSituation(situation);
  const called = situationCalled(situation, watchlist, locale);
  if (worded === null || called !== null) {
    return (called ?? situation).toLocaleUpperCase(locale.language);
  }
  return locale.text(`situation.${worded}`, { gender: genderOf(subject) });
}

/** `/status` alone: everybody, one line each; those still held come first. */
export function everybodyMessage(everybody: readonly Standing[], context: StatusContext): Message {
  const order: readonly SituationName[] = ['held', 'unknown', 'released', 'dead'];
  const lines = [...everybody]
    .sort((a, b) => order.indexOf(a.situation.situation) - order.indexOf(b.situation.situation))
    .map((known) => headLine(known, context));
  return message([heading(context.locale.say('status.everybody')), list(lines)], { tone: 'plain' });
}

/** One line of a digest or of `/status`: sign, name, situation, since when, how sure. */
export function headLine(known: Standing, context: StatusContext): Words {
  const { subject, situation } = known;
  const { locale } = context;
  const line = {
    name: displayName(subject, locale.language),
    where: sinceWords(known, context) ?? locale.say('where.unknown'),
  };
  return [
    `${situationSign(situation.situation, context.watchlist)} `,
    ...(situation.standing === 'reported'
      ? locale.say('status.lineReported', line)
      : locale.say('status.line', line)),
  ];
}

/** "free since 15 February 2025, after 498 days", "held, day 486", "last known held on 3 February 2025"; null: not known. */
export function sinceWords(
  { subject, situation, heldSince }: Standing,
  { locale, now, watchlist }: Pick<StatusContext, 'locale' | 'now' | 'watchlist'>,
): readonly Inline[] | null {
  const gender = genderOf(subject);
  const { since, lastEvidenceAt } = situation;
  const worded = wordedSituation(situation.situation);
  const called = situationCalled(situation.situation, watchlist, locale);
  if (worded === null || called !== null) return stageWords(called ?? situation.situation, since, locale);
  switch (worded) {
    case 'released': {
      if (since === null) return locale.say('where.free', { gender });
      const day = sinceWhen(since, locale);
      // The length of a captivity that has ended is a fact; only a count that still runs would go stale.
      return heldSince !== null && since.precision === 'day' && heldSince < since.day
        ? locale.say('where.freeSinceAfter', { gender, day, n: dayCount(heldSince, since.day) })
        : locale.say('where.freeSince', { gender, day });
    }
    case 'held': {
      if (isStale(situation, now) && lastEvidenceAt !== null)
        return locale.say('where.heldLast', { day: dateOf(lastEvidenceAt, locale) });
      return heldSince === null
        ? locale.say('where.held')
        : locale.say('where.heldDay', { n: dayCount(heldSince, wallClock(now, 'UTC').day) });
    }
    case 'dead':
      return since === null
        ? locale.say('where.dead', { gender })
        : since.precision === 'day'
          ? locale.say('where.diedOn', { gender, day: locale.day(since.day) })
          : locale.say('where.deadWhen', { gender, day: eventWords(since, locale) });
    case 'unknown':
      return null;
  }
}

/** The newest thing that bears on it is over 30 days old. */
function isStale(situation: Pick<Situation, 'lastEvidenceAt'>, now: number): boolean {
  return situation.lastEvidenceAt !== null && now - situation.lastEvidenceAt > STALE_AFTER;
}

/** "promise of release, 3 February 2025, Musa Abu Marzouk, via RIA Novosti", linked where there is an address. */
export function claimLine(claim: Claim, context: StatusContext): readonly Inline[] {
  const { locale } = context;
  return locale.say('status.claim', {
    claim: claimWords(claim, locale, context.watchlist.rules),
    ...whoAndWhen(claim, context),
  });
}

function evidenceLines(evidence: readonly Claim[], context: StatusContext): readonly Words[] {
  const { locale } = context;
  const all = witnesses(evidence, context.watchlist);
  const shown = all.slice(0, SOURCES);
  const lines: Words[] = shown.map((claim) =>
    claim.from.kind === 'dossier' && claim.speaker !== null
      ? locale.say('status.evidenceDesk', whoAndWhen(claim, context))
      : locale.say('status.evidence', whoAndWhen(claim, context)),
  );
  const more = all.length - shown.length;
  return more > 0 ? [...lines, locale.say('more', { n: more })] : lines;
}

/** Who said it and when, linked where there is an address. */
function whoAndWhen(claim: Claim, { watchlist, sources, locale }: StatusContext) {
  const who = witnessWords(claim, watchlist, sources, locale);
  return { who: link(claim.from.url, who), day: dateOf(claim.statedAt, locale) };
}

/** Reports of an end that were told in the last weeks and no longer hold, with what took them back. */
function takenBackLines({ takenBack }: Situation, context: StatusContext): readonly Words[] {
  const { locale, now } = context;
  const lines = takenBack
    .filter(({ claim }) => now - claim.statedAt <= STALE_AFTER)
    .map(({ claim, by }): Words => {
      const what = claimLine(claim, context);
      return locale.say('claim.noLonger', {
        what: by === null ? what : [...what, ' · ', ...claimLine(by, context)],
      });
    });
  return lines.slice(-CONFLICTS);
}

function conflictLines(situation: Situation, context: StatusContext): readonly Words[] {
  const { locale } = context;
  // Dossiers and their notes are in English; the days that differ are told in every language.
  const isRead = locale.language === 'en';
  const contradicting: Words[] = situation.contradictions.map((one) => {
    const line = claimLine(one, context);
    const claim =
      one.eventAt === null
        ? line
        : locale.say('status.claimSays', { claim: line, day: eventWords(one.eventAt, locale) });
    return one.note === null || !isRead ? claim : locale.say('status.claimNote', { claim, note: one.note });
  });
  // Where the contradiction stands there with its note, what the evidence notes of it would say the same again.
  if (contradicting.length > 0) return contradicting.slice(0, CONFLICTS);
  const notes = isRead ? situation.evidence.map((claim) => claim.note).filter((note) => note !== null) : [];
  return [...new Set(notes)].slice(0, CONFLICTS);
}
