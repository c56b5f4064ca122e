/** What chat would answer, asked from the terminal. */
import type { Claim } from '#core/claim.ts';
import type { Known } from '#commands/desk.ts';
import { findSubject, findTopic } from '#commands/find.ts';
import { isoOf } from '#core/day.ts';
import { readDigestAsked } from '#core/digest-asked.ts';
import { MOST_STORIES } from '#core/digest.ts';
import type { Digest } from '#core/digest.ts';
import { sourcesById } from '#core/feed.ts';
import { readQuery } from '#core/search.ts';
import { NO_WISHES } from '#core/subscription.ts';
import { displayName } from '#core/watchlist.ts';
import { timelineOf } from '#core/timeline.ts';
import { timelinePages, timelinePicture } from '#render/timeline.ts';
import { wallClock } from '../main.ts';
import type { Newsdesk } from '../newsdesk.ts';
import { asAskedOnce } from './asked-once.ts';
import { Failure, Misuse, openSession, print, printJson, printMessage } from './session.ts';
import { mustBeWritable, writeGiven } from './files.ts';
import { askedHere, lookAtDesk } from './look.ts';
import type { GlobalOptions, Session } from './session.ts';

/** `wirewatch status [SUBJECT]` */
export async function status(subject: string | undefined, options: GlobalOptions): Promise<void> {
  const session = await openSession(options);
  await lookAtDesk(session, async (newsdesk) => {
    if (options.json !== true) return answer(newsdesk, 'status', subject ?? '', session);
    const now = wallClock.now();
    if (subject === undefined) {
      const everybody = await newsdesk.desk.everybody(now);
      return printJson({
        subjects: Object.fromEntries(everybody.map((known) => [known.subject.id, knownJson(known)])),
      });
    }
    const found = findSubject(subject, session.knowledge);
    if (found.found !== 'one') {
      printJson(notFoundJson(subject, found, session));
      throw new Failure('');
    }
    return printJson(knownJson(await newsdesk.desk.known(found.subject, now)));
  });
}

/** Flags of `wirewatch timeline`. */
export interface TimelineOptions extends GlobalOptions {
  /** Where a picture is to be written. */
  readonly picture?: string;
  readonly dark?: boolean;
}

/** `wirewatch timeline SUBJECT`: the dated claims; with `--picture FILE` a PNG of them. */
export async function timeline(typed: string, options: TimelineOptions): Promise<void> {
  if (typed.trim() === '') throw new Misuse('Whom? For example: wirewatch timeline trufanov');
  if (options.picture !== undefined) await mustBeWritable(options.picture);
  const session = await openSession(options);
  const { knowledge, settings } = session;
  await lookAtDesk(session, async (newsdesk) => {
    const found = findSubject(typed, knowledge);
    if (found.found !== 'one') {
      if (options.json !== true) return answer(newsdesk, 'timeline', typed, session);
      printJson(notFoundJson(typed, found, session));
      throw new Failure('');
    }
    const now = wallClock.now();
    const { subject } = found;
    const { watchlist } = knowledge;
    const known = timelineOf(await newsdesk.desk.ledger(subject.id), watchlist, now);
    if (options.picture !== undefined) {
      const standing = await newsdesk.desk.known(subject, now);
      const locale = knowledge.locales.in(settings.defaults.language);
      const png = await timelinePicture(standing, known, options.dark === true ? 'dark' : 'light', {
        watchlist,
        locale,
        now,
      });
      if (png === null)
        throw new Failure(
          'Pictures cannot be made on this machine: the package @napi-rs/canvas has no part for it.',
        );
      await writeGiven(options.picture, png);
    }
    if (options.json === true) {
      return printJson({
        subject: subject.id,
        bands: known.bands.map(({ situation, from, to }) => ({
          situation,
          from: isoOf(from),
          to: isoOf(to),
        })),
        claims: known.claims.map(claimJson),
      });
    }
    if (options.picture !== undefined) return print(`The picture is in ${options.picture}.`);
    const [page] = timelinePages(
      subject,
      known,
      {
        watchlist,
        sources: sourcesById(settings.sources),
        locale: knowledge.locales.in(settings.defaults.language),
        now,
      },
      known.claims.length + 1,
    );
    return printMessage(page);
  });
}

/** `wirewatch latest [SUBJECT]` */
export async function latest(subject: string | undefined, options: GlobalOptions): Promise<void> {
  const session = await openSession(options);
  await lookAtDesk(session, async (newsdesk) => {
    if (options.json !== true) return answer(newsdesk, 'latest', subject ?? '', session);
    const found = subject === undefined ? null : findSubject(subject, session.knowledge);
    if (found !== null && found.found !== 'one') {
      printJson(notFoundJson(subject ?? '', found, session));
      throw new Failure('');
    }
    return printJson({ stories: await newsdesk.desk.latest(found?.subject.id ?? null, 20, wallClock.now()) });
  });
}

/** `wirewatch search WORDS` */
export async function search(words: string, options: GlobalOptions): Promise<void> {
  if (words.trim() === '') throw new Misuse('What for? For example: wirewatch search trufanov red cross');
  const session = await openSession(options);
  await lookAtDesk(session, async (newsdesk) => {
    if (options.json !== true) {
      await answer(newsdesk, 'search', words, session);
      const sources = new Set(session.settings.sources.map(({ id }) => id));
      // The answer has asked back: a script must not take that for an archive without such a report.
      if (readQuery(words, (id) => sources.has(id), session.knowledge.typedWords).misread.length > 0)
        throw new Failure('');
      return;
    }
    const found = await newsdesk.search(words, 100);
    if ('misread' in found) {
      const misread = found.misread.map(({ word, because }) => {
        if (because === 'backwards') return `"${word}" ends before it begins`;
        return because === 'filter' ? `"${word}" narrows nothing` : `"${word}" is no ${because}`;
      });
      printJson({ error: misread.join('; ') });
      throw new Failure('');
    }
    return printJson({
      total: found.total,
      hits: found.hits.map((hit) => ({ ...hit, at: isoOf(hit.at) })),
    });
  });
}

/** `wirewatch story ID` */
export async function story(idOrLink: string, options: GlobalOptions): Promise<void> {
  if (idOrLink.trim() === '')
    throw new Misuse('Which story? Its id stands in "wirewatch search" and "wirewatch why".');
  const session = await openSession(options);
  await lookAtDesk(session, async (newsdesk) => {
    const [byId] = await newsdesk.desk.stories([idOrLink]);
    const found = byId ?? (await newsdesk.explain(idOrLink))?.story ?? null;
    if (found === null) {
      const error = `There is no story of "${idOrLink.slice(0, 200)}", or it is no longer kept.`;
      if (options.json !== true) throw new Failure(error);
      printJson({ error });
      throw new Failure('');
    }
    if (options.json !== true) return answer(newsdesk, 'story', idOrLink, session);
    return printJson(found);
  });
}

/** `wirewatch digest [DAYS]`: of the last 24 hours, or of days. */
export async function digest(days: string, options: GlobalOptions): Promise<void> {
  const session = await openSession(options);
  const { timeZone } = session.settings.defaults;
  const asked = readDigestAsked(days, timeZone, wallClock.now());
  if (asked === null)
    throw new Misuse(
      `There is no digest of "${days}". Write a day that has begun, as 2025-02-15, or two: 2025-02-10 2025-02-15.`,
    );
  await lookAtDesk(session, async (newsdesk) => {
    if (options.json !== true) return answer(newsdesk, 'digest', days, session);
    const reader = { subjects: 'all', alerts: 'none', ...NO_WISHES, timeZone } as const;
    return printJson(digestJson(await newsdesk.digestOf(reader, asked.window)));
  });
}

/** `wirewatch watchlist`: whom and what is watched. */
export async function watchlist(options: GlobalOptions): Promise<void> {
  const session = await openSession(options);
  const { subjects, topics } = session.knowledge.watchlist;
  if (options.json === true)
    return printJson({
      subjects: [...subjects.values()].map(({ id, kind, names }) => ({ id, kind, names })),
      topics: [...topics.values()].map(({ id, names }) => ({ id, names })),
    });
  await lookAtDesk(session, (newsdesk) => answer(newsdesk, 'watchlist', '', session));
}

/** `wirewatch about` */
export async function about(options: GlobalOptions): Promise<void> {
  const session = await openSession(options);
  await lookAtDesk(session, (newsdesk) => answer(newsdesk, 'about', '', session));
}

async function answer(newsdesk: Newsdesk, command: string, typed: string, session: Session): Promise<void> {
  const asked = askedHere(`${command} ${typed}`, session);
  const message = await newsdesk.chat.answer(asked);
  // Without the page: "latest trufanov ~2".
  const { argument } = asked;
  printMessage(asAskedOnce(message));
  const aboutSomebody = ['status', 'latest', 'timeline'].includes(command);
  const missed =
    aboutSomebody &&
    argument !== '' &&
    findSubject(argument, session.knowledge).found !== 'one' &&
    // Of a topic it can be asked how it stands, and nothing that only people have.
    (command !== 'status' || findTopic(argument, session.knowledge.watchlist) === null);
  if (missed) throw new Failure('');
}

type NotFound = Exclude<ReturnType<typeof findSubject>, { found: 'one' }>;

/** What `--json` says where no one person is meant. */
function notFoundJson(typed: string, found: NotFound, { knowledge }: Session) {
  const topic = findTopic(typed, knowledge.watchlist);
  const error =
    topic === null
      ? `nobody called "${typed}" is on the watchlist`
      : `"${typed}" is a topic; "wirewatch status ${topic.id}" without --json tells of it`;
  return { error, nearest: nearestIds(found) };
}

function nearestIds(found: NotFound): readonly string[] {
  if (found.found === 'several') return found.subjects.map((subject) => subject.id);
  return found.nearest === null ? [] : [found.nearest.id];
}

/** What `--json` says of a captive. Days are `YYYY-MM-DD`, moments ISO 8601. */
export function knownJson(known: Known) {
  const { subject, situation } = known;
  return {
    subject: subject.id,
    name: displayName(subject, 'en'),
    kind: subject.kind,
    situation: situation.situation,
    standing: situation.standing,
    confirmedBy: situation.confirmedBy,
    since: situation.since?.day ?? null,
    sincePrecision: situation.since?.precision ?? null,
    heldSince: known.heldSince,
    origins: situation.origins,
    lastEvidenceAt: isoOf(situation.lastEvidenceAt),
    lastPromise: claimJson(situation.lastPromise),
    lastSignOfLife: claimJson(situation.lastSignOfLife),
    lastTalks: claimJson(situation.lastTalks),
    contradictions: situation.contradictions.map(claimJson),
    evidence: situation.evidence.map(claimJson),
  };
}

function claimJson(claim: Claim | null) {
  return claim === null
    ? null
    : {
        event: claim.event,
        modality: claim.modality,
        speaker: claim.speaker,
        via: claim.via,
        source: claim.source,
        statedAt: isoOf(claim.statedAt),
        eventAt: claim.eventAt?.day ?? null,
        quote: claim.quote,
        weighed: claim.weighed,
        url: claim.from.url,
        note: claim.note,
      };
}

/** What `digest --json` says. */
function digestJson(digest: Digest) {
  return {
    from: isoOf(digest.window.from),
    to: isoOf(digest.window.to),
    heads: digest.heads.map((head) => knownJson(head)),
    stories: digest.stories.slice(0, MOST_STORIES).map(({ story, alerted }) => ({ ...story, alerted })),
    more: Math.max(0, digest.stories.length - MOST_STORIES) + digest.continued.length,
    nothingNew: digest.nothingNew.map((subject) => subject.id),
    health: digest.health && { ...digest.health, silent: digest.health.silent.map(({ id }) => id) },
  };
}
