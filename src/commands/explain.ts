/** Everything we know of one entry: what was found in it, what it says, and where it went. */
import type { ArchivedEntry } from '#core/archive.ts';
import type { Claim } from '#core/claim.ts';
import type { Collection } from '#core/ports.ts';
import type { Story } from '#core/story.ts';

/** An entry of the archive, and what became of it. */
export interface Explained {
  readonly archived: ArchivedEntry;
  /** What was read from it, as the ledger has it. */
  readonly claims: readonly Claim[];
  /** The story that it joined; null when it is in none, or the story is no longer kept. */
  readonly story: Story | null;
}

/** What the archive has under an id or a link; null: nothing. */
export type Explain = (idOrLink: string) => Promise<Explained | null>;

/** Where an entry, its claims and its story are found. */
export interface ExplainDeps {
  readonly entries: Pick<Collection<ArchivedEntry>, 'get'>;
  readonly claims: Pick<Collection<readonly Claim[]>, 'getMany'>;
  readonly stories: Pick<Collection<Story>, 'get'>;
  /** The id of the entry that a link leads to; null for what is no link. */
  readonly idOfLink: (link: string) => string | null;
}

/** Makes the look-up of one entry, by its id or by a link to it. */
export function createExplain(deps: ExplainDeps): Explain {
  return async (idOrLink) => {
    const wanted = idOrLink.trim();
    if (wanted === '') return null;
    const archived = await deps.entries.get(deps.idOfLink(wanted) ?? wanted);
    if (archived === null) return null;
    const { entry, verdict } = archived;
    const subjects = [...new Set(verdict.mentions.map((mention) => mention.subject))];
    const ledgers = await deps.claims.getMany(subjects);
    return {
      archived,
      claims: ledgers
        .flatMap((claims) => claims ?? [])
        .filter((claim) => claim.from.kind === 'entry' && claim.from.entry === entry.id),
      story: archived.story === null ? null : await deps.stories.get(archived.story),
    };
  };
}
