/** Our own words, in one place: what a situation, an event and a modality are called, and how dates and speakers are told. */
import { DESK } from '#core/claim.ts';
import type { Claim, EventDay } from '#core/claim.ts';
import { UNNAMED_SOURCE } from '#core/feed.ts';
import type { Source } from '#core/feed.ts';
import type { Locale } from '#core/locale.ts';
import type { Inline, Words } from '#core/message.ts';
import type { ChangeKind, Situation, SituationName } from '#core/situation.ts';
import { CAPTIVITY } from '#core/situation-rules.ts';
import type { SituationRules } from '#core/situation-rules.ts';
import { displayName } from '#core/watchlist.ts';
import type { Subject, Watchlist } from '#core/watchlist.ts';
import { wallClock } from '#core/wallclock.ts';
import { plain } from './build.ts';

/** The situations that config/locales has words for. Another watch brings its own: `called` in config/situations. */
const WORDED = ['held', 'released', 'dead', 'unknown'] as const;
/** A situation that config/locales has words for. */
export type WordedSituation = (typeof WORDED)[number];

/** The situation if config/locales has words for it, else null. */
export function wordedSituation(situation: SituationName): WordedSituation | null {
  return WORDED.find((one) => one === situation) ?? null;
}

const SITUATION_SIGN: Readonly<Record<WordedSituation, string>> = {
  released: '🟢',
  held: '🔴',
  dead: '⚫',
  unknown: '⚪',
};

/** The sign before a situation: its own, else that of the change into it. */
export function situationSign(
  situation: SituationName,
  { rules = CAPTIVITY }: Pick<Watchlist, 'rules'>,
): string {
  const worded = wordedSituation(situation);
  const rule = rules.situations[situation];
  if (rule?.sign != null) return rule.sign;
  return worded === null ? CHANGE_SIGN[rule?.told ?? 'other'] : SITUATION_SIGN[worded];
}

/** What the watch's own file calls a situation; null where it leaves that to config/locales. */
export function situationCalled(
  situation: SituationName,
  { rules = CAPTIVITY }: Pick<Watchlist, 'rules'>,
  locale: Locale,
): string | null {
  const called = rules.situations[situation]?.called ?? null;
  if (called !== null) return called[locale.language] ?? called['en'] ?? situation;
  return wordedSituation(situation) === null ? situation : null;
}

/** Stands before an alert, so that it is understood before it is read. */
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

/** How a subject is spoken of: `f`, `m`, `many` for a group; `other` where nobody said. */
export function genderOf(subject: Pick<Subject, 'kind' | 'gender'> | undefined): string {
  return subject?.kind === 'group' ? 'many' : (subject?.gender ?? 'other');
}

/** A name of ours as our texts choose by it: their choices take no hyphens. */
export function choice(name: string): string {
  return name.replaceAll('-', '_');
}

/** What a claim comes to in few words: "promise of release", "denial of release", "talks". */
export function claimWords(
  claim: Pick<Claim, 'event' | 'modality'> & Partial<Pick<Claim, 'weighed' | 'from'>>,
  locale: Locale,
  rules: SituationRules = CAPTIVITY,
): readonly Inline[] {
  const called = rules.events[claim.event]?.called ?? null;
  // A watch that has a word of its own for an event is not given ours, even where the event's name is the same.
  const event = called === null ? choice(claim.event) : 'other';
  const own = called?.[locale.language] ?? called?.['en'] ?? claim.event;
  const word = locale.say('event', { event, word: own });
  // In the ledger a withdrawal is a denial; the desk denies nothing, it takes back what was reported.
  const withdrawn = claim.from?.kind === 'desk' && claim.from.does === 'withdraws' ? claim.from : null;
  const words = locale.say(`claim.${withdrawn?.modality ?? claim.modality}`, { event, word });
  if (withdrawn !== null) return locale.say('claim.withdrawn', { claim: words });
  return claim.weighed === true ? locale.say('claim.likely', { claim: words }) : words;
}

/** "15 February 2025" for a moment, as the calendar in `timeZone` has it. */
export function dateOf(ms: number, locale: Locale, timeZone = 'UTC'): string {
  return locale.day(wallClock(ms, timeZone).day);
}

/** A day as precisely as it is known: "15 February 2025", "the week of …", "November 2023". */
export function eventWords(at: EventDay, locale: Locale): string {
  switch (at.precision) {
    case 'day':
      return locale.day(at.day);
    case 'week':
      return locale.text('when.week', { day: locale.day(at.day) });
    case 'month':
      return locale.month(at.day);
  }
}

/** The same as it stands after "since". */
export function sinceWhen(at: EventDay, locale: Locale): string {
  switch (at.precision) {
    case 'day':
      return locale.day(at.day);
    case 'week':
      return locale.text('when.weekSince', { day: locale.day(at.day) });
    case 'month':
      return locale.monthSince(at.day);
  }
}

/** A situation that only the watch's own file has a word for: "charged, since 3 May 2030". */
export function stageWords(called: string, since: EventDay | null, locale: Locale): readonly Inline[] {
  return since === null
    ? locale.say('where.stage', { word: called })
    : locale.say('where.stageSince', { word: called, day: sinceWhen(since, locale) });
}

/** How sure: "confirmed, 3 independent sources", "reported, one source". */
export function standingWords(
  situation: Pick<Situation, 'standing' | 'origins' | 'confirmedBy'>,
  locale: Locale,
): string {
  switch (situation.standing) {
    case null:
      return locale.text('standing.none');
    case 'reported':
      return locale.text('standing.reported');
    case 'confirmed':
      if (situation.confirmedBy === 'desk') return locale.text('standing.desk');
      return situation.origins > 1
        ? locale.text('standing.confirmed', { n: situation.origins })
        : locale.text('standing.authority');
  }
}

/** A publisher's name; a state's medium is labelled so. */
export function sourceName(id: string, sources: ReadonlyMap<string, Source>, locale: Locale): Words {
  const source = sources.get(id);
  if (id === DESK) return locale.say('source.desk');
  if (id === UNNAMED_SOURCE) return locale.say('source.unnamed');
  if (source === undefined) return dossierName(id, locale) ?? id;
  const { name, stateMedia } = source;
  return stateMedia === null
    ? name
    : locale.say('source.state', { name, country: stateMedia, word: stateMedia });
}

/** `dossier:public-record` and `dossier:002` for a person; null for what is no dossier. */
function dossierName(id: string, locale: Locale): Words | null {
  if (!id.startsWith('dossier:')) return null;
  const dossier = id.slice('dossier:'.length);
  return dossier === 'public-record'
    ? locale.say('source.record')
    : locale.say('source.report', { n: dossier });
}

/** Who says it: "Musa Abu Marzouk, via RIA Novosti", or the publisher itself. */
export function speakerWords(
  claim: Pick<Claim, 'speaker' | 'via' | 'source'>,
  watchlist: Watchlist,
  sources: ReadonlyMap<string, Source>,
  locale: Locale,
): Words {
  const agency = claim.via === null ? undefined : watchlist.subjects.get(claim.via);
  const via =
    agency === undefined
      ? claim.via === null
        ? null
        : sourceName(claim.via, sources, locale)
      : displayName(agency, locale.language);
  if (claim.speaker === null) {
    const publisher = sourceName(claim.source, sources, locale);
    return via === null || plain(via) === plain(publisher)
      ? publisher
      : locale.say('source.via', { speaker: publisher, via });
  }
  const subject = watchlist.subjects.get(claim.speaker);
  const speaker = subject === undefined ? claim.speaker : displayName(subject, locale.language);
  return via === null ? speaker : locale.say('source.via', { speaker, via });
}

/** The same with the outlet that prints a speaker's word, where no agency stands between: "IDF, via Haaretz". */
export function witnessWords(
  claim: Pick<Claim, 'speaker' | 'via' | 'source' | 'from'>,
  watchlist: Watchlist,
  sources: ReadonlyMap<string, Source>,
  locale: Locale,
): Words {
  if (claim.speaker === null || claim.from.kind !== 'entry' || claim.source === UNNAMED_SOURCE)
    return speakerWords(claim, watchlist, sources, locale);
  // "Harbour Wire reports": the outlet itself.
  const via = claim.via ?? claim.source;
  const isItself = sources.get(via)?.name.toLowerCase() === claim.speaker.toLowerCase();
  return isItself
    ? sourceName(via, sources, locale)
    : speakerWords({ ...claim, via }, watchlist, sources, locale);
}

/** `2 days`, `1 day`; for the terminal's own lines, which are English. */
export function count(n: number, one: string, many: string): string {
  return `${String(n)} ${n === 1 ? one : many}`;
}
