/** Our own words, in one place: what a situation, an event and a modality are called, and how dates and speakers are told. */
import type { Claim, ClaimEvent, EventDay } from '#core/claim.ts';
import type { Source } from '#core/feed.ts';
import type { ChangeKind, Situation, SituationName } from '#core/situation.ts';
import { displayName } from '#core/watchlist.ts';
import type { Watchlist } from '#core/watchlist.ts';
import { wallClock } from '#core/wallclock.ts';

export const SITUATION_SIGN: Readonly<Record<SituationName, string>> = {
  released: '🟢',
  held: '🔴',
  dead: '⚫',
  unknown: '⚪',
};

export const SITUATION_WORD: Readonly<Record<SituationName, string>> = {
  released: 'RELEASED',
  held: 'HELD',
  dead: 'DEAD',
  unknown: 'UNKNOWN',
};

export const CHANGE_SIGN: Readonly<Record<ChangeKind, string>> = {
  released: '🟢',
  died: '⚫',
  'sign-of-life': '🔵',
  promise: '🟡',
  denial: '🟠',
  correction: '↩️',
  held: '🔴',
  other: '⚪',
};

/** A promise is never worded like a fact, and a captor's claim never like a death. */
export const CHANGE_WORD: Readonly<Record<ChangeKind, string>> = {
  released: 'RELEASED',
  died: 'DEAD',
  'sign-of-life': 'SIGN OF LIFE',
  promise: 'PROMISED, not a release',
  denial: 'DENIED',
  correction: 'CORRECTION',
  held: 'HELD',
  other: 'CLAIMED, not confirmed',
};

const EVENT_WORD: Readonly<Record<ClaimEvent, string>> = {
  abducted: 'abducted',
  held: 'held',
  'sign-of-life': 'sign of life',
  wounded: 'wounded',
  talks: 'talks',
  released: 'release',
  transferred: 'transferred',
  died: 'death',
  'body-returned': 'body returned',
};

/** What a claim comes to in few words: "promise of release", "denial of release", "talks". */
export function claimWords(claim: Pick<Claim, 'event' | 'modality'>): string {
  const event = EVENT_WORD[claim.event];
  switch (claim.modality) {
    case 'fact':
      return event;
    case 'promise':
      return `promise of ${event}`;
    case 'negotiation':
      return claim.event === 'talks' ? 'talks' : `talks about ${event}`;
    case 'denial':
      return `denial of ${event}`;
    case 'hypothetical':
      return `possible ${event}`;
  }
}

/** "15 February 2025" for a moment, as the calendar in `timeZone` has it. */
export function dateOf(ms: number, timeZone = 'UTC'): string {
  return dayWords(wallClock(ms, timeZone).day);
}

/** "15 February 2025" for `2025-02-15`. */
export function dayWords(day: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** A day as precisely as it is known: "15 February 2025", "the week of …", "November 2023". */
export function eventWords(at: EventDay): string {
  switch (at.precision) {
    case 'day':
      return dayWords(at.day);
    case 'week':
      return `the week of ${dayWords(at.day)}`;
    case 'month':
      return new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
        new Date(`${at.day}T00:00:00Z`),
      );
  }
}

/** How sure: "confirmed by 3 independent sources", "reported by one source". */
export function standingWords(situation: Pick<Situation, 'standing' | 'origins'>): string {
  switch (situation.standing) {
    case null:
      return 'no word yet';
    case 'reported':
      return 'reported, one source';
    case 'confirmed':
      return situation.origins > 1
        ? `confirmed, ${String(situation.origins)} independent sources`
        : 'confirmed by an authority';
  }
}

/** A publisher's name; a state's medium is labelled so. */
export function sourceName(id: string, sources: ReadonlyMap<string, Source>): string {
  const source = sources.get(id);
  if (source === undefined) return dossierName(id) ?? id;
  return source.stateMedia === null ? source.name : `${source.name} (${source.stateMedia}, state media)`;
}

/** `dossier:public-record` and `dossier:002` for a person; null for what is no dossier. */
function dossierName(id: string): string | null {
  if (!id.startsWith('dossier:')) return null;
  const dossier = id.slice('dossier:'.length);
  return dossier === 'public-record' ? 'the public record' : `report ${dossier}, publisher unknown`;
}

/** Who says it: "Musa Abu Marzouk, via RIA Novosti", or the publisher itself. */
export function speakerWords(
  claim: Pick<Claim, 'speaker' | 'via' | 'source'>,
  watchlist: Watchlist,
  sources: ReadonlyMap<string, Source>,
  language: string,
): string {
  const agency = claim.via === null ? undefined : watchlist.subjects.get(claim.via);
  const via =
    agency === undefined
      ? claim.via === null
        ? null
        : sourceName(claim.via, sources)
      : displayName(agency, language);
  if (claim.speaker === null) {
    const publisher = sourceName(claim.source, sources);
    return via === null || via === publisher ? publisher : `${publisher}, via ${via}`;
  }
  const subject = watchlist.subjects.get(claim.speaker);
  const speaker = subject === undefined ? claim.speaker : displayName(subject, language);
  return via === null ? speaker : `${speaker}, via ${via}`;
}

/** `2 days`, `1 day` */
export function count(n: number, one: string, many: string): string {
  return `${String(n)} ${n === 1 ? one : many}`;
}
