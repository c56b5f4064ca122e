/** `wirewatch why ID-or-LINK`: the reasons of one entry of the archive. */
import type { Explained } from '#commands/explain.ts';
import { isoOf } from '#core/day.ts';
import { sourcesById } from '#core/feed.ts';
import { whyMessage } from '#render/why.ts';
import { wallClock } from '../main.ts';
import { lookAtDesk } from './look.ts';
import { Failure, Misuse, openSession, printJson, printMessage } from './session.ts';
import type { GlobalOptions } from './session.ts';

/** Prints why an entry counted; exit code 1 when the archive does not have it. */
export async function why(idOrLink: string, options: GlobalOptions): Promise<void> {
  if (idOrLink.trim() === '') throw new Misuse('Which report? For example: wirewatch why https://…');
  const session = await openSession(options);
  await lookAtDesk(session, async (newsdesk) => {
    const explained = await newsdesk.explain(idOrLink);
    if (explained === null) {
      if (options.json === true) printJson({ error: `"${idOrLink}" is not in the archive` });
      throw new Failure(
        options.json === true
          ? ''
          : `"${idOrLink}" is not in the archive: it was not read, it named nobody of the watchlist, or it is older than the archive goes back. ` +
              'To see what would be said of a text, pipe it into: wirewatch classify',
      );
    }
    if (options.json === true) return printJson(whyJson(explained));
    const { settings, knowledge } = session;
    return printMessage(
      whyMessage(explained, {
        watchlist: knowledge.watchlist,
        sources: sourcesById(settings.sources),
        locale: knowledge.locales.in(settings.defaults.language),
        now: wallClock.now(),
      }),
    );
  });
}

/** What `--json` says. Offsets count UTF-16 units of the named field of the entry. */
function whyJson({ archived, claims, story }: Explained) {
  const { entry, verdict } = archived;
  const line = story?.entries.find((one) => one.entry === entry.id);
  return {
    id: entry.id,
    url: entry.url,
    feed: entry.feed,
    source: entry.source,
    title: entry.title,
    publishedAt: isoOf(entry.publishedAt),
    firstSeenAt: isoOf(entry.firstSeenAt),
    arrival: entry.arrival,
    lang: verdict.language,
    relevant: verdict.relevant,
    reach: verdict.reach,
    score: verdict.score,
    why: verdict.reasons,
    mentions: verdict.mentions,
    topics: verdict.topics,
    claims: claims.map((claim) => ({
      subject: claim.subject,
      event: claim.event,
      modality: claim.modality,
      speaker: claim.speaker,
      via: claim.via,
      origin: claim.origin,
      eventAt: claim.eventAt?.day ?? null,
      background: claim.background,
      weighed: claim.weighed,
      quote: claim.quote,
      rule: claim.rule,
    })),
    story:
      story === null
        ? null
        : {
            id: story.id,
            because: line?.because ?? null,
            entries: story.entries.map((one) => one.entry),
            alerts: story.alerts,
          },
  };
}
