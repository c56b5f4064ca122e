/** What chat would answer, asked from the terminal. */
import type { Claim } from '#core/claim.ts';
import type { Known } from '#commands/desk.ts';
import { findSubject } from '#commands/find.ts';
import type { Digest } from '#core/digest.ts';
import { displayName } from '#core/watchlist.ts';
import { digestMessage } from '#render/digest.ts';
import { wallClock } from '../main.ts';
import { TERMINAL } from '../newsdesk.ts';
import type { Newsdesk } from '../newsdesk.ts';
import { Failure, openSession, printJson, printMessage } from './session.ts';
import { lookAtDesk } from './look.ts';
import type { GlobalOptions, Session } from './session.ts';

const DAY = 24 * 60 * 60_000;

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
      printJson({ error: `nobody called "${subject}" is on the watchlist`, nearest: nearestIds(found) });
      throw new Failure('');
    }
    return printJson(knownJson(await newsdesk.desk.known(found.subject, now)));
  });
}

/** `wirewatch latest [SUBJECT]` */
export async function latest(subject: string | undefined, options: GlobalOptions): Promise<void> {
  const session = await openSession(options);
  await lookAtDesk(session, async (newsdesk) => {
    if (options.json !== true) return answer(newsdesk, 'latest', subject ?? '', session);
    const found = subject === undefined ? null : findSubject(subject, session.knowledge);
    if (found !== null && found.found !== 'one') {
      printJson({
        error: `nobody called "${subject ?? ''}" is on the watchlist`,
        nearest: nearestIds(found),
      });
      throw new Failure('');
    }
    return printJson({ stories: await newsdesk.desk.latest(found?.subject.id ?? null, 20, wallClock.now()) });
  });
}

/** `wirewatch digest`: of the last 24 hours. */
export async function digest(options: GlobalOptions): Promise<void> {
  const session = await openSession(options);
  await lookAtDesk(session, async (newsdesk) => {
    const now = wallClock.now();
    const made = await newsdesk.digestOf({ subjects: 'all', alerts: 'none' }, { from: now - DAY, to: now });
    if (options.json === true) return printJson(digestJson(made));
    const { language, timeZone } = session.settings.defaults;
    return printMessage(
      digestMessage(made, {
        watchlist: session.knowledge.watchlist,
        sources: new Map(session.settings.sources.map((source) => [source.id, source])),
        locale: session.knowledge.locales.in(language),
        timeZone,
        now,
      }),
    );
  });
}

async function answer(
  newsdesk: Newsdesk,
  command: string,
  argument: string,
  session: Session,
): Promise<void> {
  const message = await newsdesk.chat.answer({
    command,
    argument,
    page: null,
    via: 'typed',
    // Nobody's chat: the settings and --language decide about the words, not the terminal's subscription.
    destination: { ...TERMINAL, chat: 'question' },
    user: { platform: 'terminal', id: 'terminal' },
    language: session.settings.defaults.language,
    mayManage: () => Promise.resolve(false),
  });
  printMessage(message);
  const missed = argument !== '' && findSubject(argument, session.knowledge).found !== 'one';
  if (missed) throw new Failure('');
}

function nearestIds(found: Exclude<ReturnType<typeof findSubject>, { found: 'one' }>): readonly string[] {
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
    since: situation.since?.day ?? null,
    sincePrecision: situation.since?.precision ?? null,
    heldSince: known.heldSince,
    origins: situation.origins,
    lastEvidenceAt:
      situation.lastEvidenceAt === null ? null : new Date(situation.lastEvidenceAt).toISOString(),
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
        statedAt: new Date(claim.statedAt).toISOString(),
        eventAt: claim.eventAt?.day ?? null,
        quote: claim.quote,
        url: claim.from.url,
        note: claim.note,
      };
}

/** What `digest --json` says. */
export function digestJson(digest: Digest) {
  return {
    from: new Date(digest.window.from).toISOString(),
    to: new Date(digest.window.to).toISOString(),
    heads: digest.heads.map((head) => knownJson(head)),
    stories: digest.stories.map(({ story, alerted }) => ({ ...story, alerted })),
    more: digest.more,
    nothingNew: digest.nothingNew.map((subject) => subject.id),
    health: digest.health,
  };
}
