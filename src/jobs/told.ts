/** Messages that were sent: under which of them a change was told, and how all that they tell stands now. */
import type { ArchivedEntry } from '#core/archive.ts';
import type { Claim } from '#core/claim.ts';
import { asTold } from '#core/ledger.ts';
import type { Told } from '#core/ledger.ts';
import type { Collection } from '#core/ports.ts';
import { heldSince } from '#core/situation.ts';
import type { Change, Situation, Support } from '#core/situation.ts';
import { alertOf, toldWith } from '#core/story.ts';
import type { Story } from '#core/story.ts';
import type { ChangeName } from '#core/together.ts';
import type { Watchlist } from '#core/watchlist.ts';

/** What says of what people were told before. */
export interface ToldDeps {
  readonly claims: Collection<readonly Claim[]>;
  readonly stories: Collection<Story>;
  readonly entries: Collection<ArchivedEntry>;
  readonly watchlist: Watchlist;
}

/** What is new about changes that were told. */
export interface News {
  readonly changes: readonly Change[];
  readonly supports: readonly Support[];
  /** The story of the report that brings it; null: of none that is kept. */
  readonly story: Story | null;
  /** The ledgers of its subjects, with what is new in them. */
  readonly ledgers: ReadonlyMap<string, readonly Claim[]>;
  /** ms */
  readonly now: number;
}

/** A message that was sent, and of which something is new. */
export interface Touched {
  /** The change that the message has its id from. */
  readonly lead: ChangeName;
  /** Those of whom something is new. */
  readonly subjects: readonly string[];
  /** Something that it told is taken back now. */
  readonly corrected: boolean;
  /** What was reported is confirmed now. */
  readonly rose: boolean;
  /** All that was told in it, as it stands now; a subject once. */
  readonly told: readonly Told[];
  /** Which change of each subject that is. */
  readonly ordinals: ReadonlyMap<string, number>;
  /** The story that it was told of; null where none is kept. */
  readonly story: Story | null;
  /** It waits for company until then, ms. */
  readonly dueAt: number;
}

/** What is new about one change. */
interface Fresh {
  readonly name: ChangeName;
  readonly told: Told;
}

/** The messages that something is new of, each once. */
export async function touched(deps: ToldDeps, news: News): Promise<readonly Touched[]> {
  const messages = new Map<string, { lead: ChangeName; story: Story | null; fresh: Fresh[] }>();
  for (const one of freshOf(news)) {
    const { name } = one;
    const story = await homeOf(deps, news, one);
    const lead = { ...name, ...(story === null ? null : alertOf(story, name))?.lead };
    const key = `${lead.kind} ${lead.subject} ${String(lead.ordinal)}`;
    const message = messages.get(key) ?? { lead, story, fresh: [] };
    message.fresh.push(one);
    messages.set(key, message);
  }
  return Promise.all(
    [...messages.values()].map(async ({ lead, story, fresh }) => ({
      lead,
      story,
      subjects: fresh.map(({ name }) => name.subject),
      corrected: fresh.some(({ told }) => told.takenBackAt !== null),
      rose: fresh.some(({ told: { after } }) => isConfirmedNow(after)),
      told: await allTold(deps, news, { lead, story, fresh }),
      ordinals: ordinalsOf({ lead, story, fresh }),
      dueAt: (story === null ? null : alertOf(story, lead))?.dueAt ?? 0,
    })),
  );
}

/** Whether it is the second origin, or an authority, that has just made it sure; a third adds little. */
export function isConfirmedNow({ standing, origins }: Situation): boolean {
  return standing === 'confirmed' && origins <= 2;
}

/** What is taken back first: it counts, whatever else the same report says. */
function freshOf({ changes, supports, ledgers }: News): readonly Fresh[] {
  const since = (subject: string): string | null => heldSince(ledgers.get(subject) ?? []);
  return [
    ...changes.flatMap(({ subject, claim, corrects }) =>
      corrects === null
        ? []
        : [
            {
              name: { subject, kind: corrects.kind, ordinal: corrects.ordinal },
              told: { subject, ...corrects, takenBackAt: claim.statedAt, heldSince: since(subject) },
            },
          ],
    ),
    // The newest of several first.
    ...supports.toReversed().map(({ subject, kind, ordinal, claim, after }) => ({
      name: { subject, kind, ordinal },
      told: { subject, kind, claim, after, takenBackAt: null, heldSince: since(subject) },
    })),
  ];
}

/** The story that remembers in which message a change was told: the report's own, or that of the report that brought the change. */
async function homeOf(deps: ToldDeps, news: News, { name, told }: Fresh): Promise<Story | null> {
  if (news.story !== null && alertOf(news.story, name) !== null) return news.story;
  const brought =
    told.takenBackAt === null
      ? (asTold(news.ledgers.get(name.subject) ?? [], name, deps.watchlist, news.now)?.brought ?? told.claim)
      : told.claim;
  const entry = brought.from.kind === 'entry' ? await deps.entries.get(brought.from.entry) : null;
  const story = entry?.story == null ? null : await deps.stories.get(entry.story);
  return story !== null && alertOf(story, name) !== null ? story : null;
}

/** Of one who changed twice in one report the later counts. */
function ordinalsOf({
  lead,
  story,
  fresh,
}: {
  lead: ChangeName;
  story: Story | null;
  fresh: readonly Fresh[];
}): ReadonlyMap<string, number> {
  const led = story === null ? null : alertOf(story, lead);
  return story === null || led === null
    ? new Map(fresh.slice(0, 1).map(({ name }) => [name.subject, name.ordinal]))
    : new Map(toldWith(story, led).map(({ subject, ordinal }) => [subject, ordinal]));
}

async function allTold(
  deps: ToldDeps,
  news: News,
  { lead, story, fresh }: { lead: ChangeName; story: Story | null; fresh: readonly Fresh[] },
): Promise<readonly Told[]> {
  const led = story === null ? null : alertOf(story, lead);
  if (story === null || led === null) return fresh.slice(0, 1).map(({ told }) => told);
  const told: Told[] = [];
  for (const [subject, ordinal] of ordinalsOf({ lead, story, fresh })) {
    const own = fresh.find(({ name }) => name.subject === subject && name.ordinal === ordinal);
    const ledger = news.ledgers.get(subject) ?? (await deps.claims.get(subject)) ?? [];
    const stands = own?.told ?? asTold(ledger, { ...lead, subject, ordinal }, deps.watchlist, news.now);
    if (stands !== null) told.push(stands);
  }
  return told;
}
