/** A reading as it is kept: the claim, and whose word it is. */
import { causeId } from '#core/ids.ts';
import type { Claim } from '#core/claim.ts';
import type { Reading } from './settle.ts';
import { saidAt } from '#core/entry.ts';
import type { Entry } from '#core/entry.ts';
import { originOf } from '#core/feed.ts';
import type { Source } from '#core/feed.ts';
import type { Watchlist } from '#core/watchlist.ts';

/** What tells whose word a claim is. */
export interface Origins {
  readonly watchlist: Pick<Watchlist, 'subjects'>;
  readonly sources: ReadonlyMap<string, Source>;
}

/**
 * The claim that a reading of an entry is.
 *
 * @param weighed read by weight (weigh.ts), not by rule.
 */
export function toClaim(deps: Origins, entry: Entry, reading: Reading, weighed: boolean): Claim {
  const { subject, event, modality, speaker, via, quote, eventAt, background, rule } = reading;
  return {
    id: causeId('claim', entry.id, subject, event, modality),
    subject,
    event,
    modality,
    speaker,
    via,
    source: entry.source,
    origin: originFor(deps, entry, speaker, via),
    quote,
    statedAt: saidAt(entry),
    eventAt,
    background,
    rule,
    from: { kind: 'entry', entry: entry.id, url: entry.url },
    note: null,
    weighed,
  };
}

/** Whose word it is: a speaker's whom we know, else the agency's, else the outlet's; one state's media are one voice. */
function originFor(deps: Origins, entry: Entry, speaker: string | null, via: string | null): string {
  const known = speaker === null ? undefined : deps.watchlist.subjects.get(speaker);
  if (known !== undefined && known.role !== null) return known.voice ?? known.id;
  const id = via ?? entry.source;
  const source = deps.sources.get(id);
  return source === undefined ? id : originOf(source);
}
