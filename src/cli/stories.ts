/** `wirewatch stories merge|split`: an operator's word on what is one event. While the service does not run. */
import { mergeStories, splitStory, storyUnder } from '#jobs/regroup.ts';
import type { Story } from '#core/story.ts';
import { count } from '#render/words.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { Failure, Misuse, openSession, print, printJson } from './session.ts';
import type { GlobalOptions } from './session.ts';

/** Joins stories into one; ids may be those of stories or of entries. */
export async function merge(ids: readonly string[], options: GlobalOptions): Promise<void> {
  if (ids.length < 2) throw new Misuse('Name two stories or more: wirewatch stories merge ID ID');
  await withStore(options, async (store) => {
    const found = await Promise.all(ids.map((id) => find(store, id)));
    const [first, ...others] = found;
    if (first === undefined) return;
    if (others.every(({ id }) => id === first.id))
      throw new Failure(`These are one story already: ${first.id}.`);
    const merged = await mergeStories(store, first, others);
    if (options.json === true)
      printJson({ story: merged.id, entries: merged.entries.map(({ entry }) => entry) });
    else print(`One story now, ${merged.id}, with ${reports(merged)}. The other ids lead to it.`);
  });
}

/** Takes entries out of their story into one of their own. */
export async function split(id: string, entries: readonly string[], options: GlobalOptions): Promise<void> {
  await withStore(options, async (store) => {
    const story = await find(store, id);
    const parted = await splitStory(store, story, entries);
    if (parted === null) {
      const known = story.entries.map(({ entry, title }) => `  ${entry}  ${title}`).join('\n');
      throw new Misuse(
        `Name some of the reports of this story, not all and not others:\n${known}\nwirewatch stories split ${story.id} ENTRY`,
      );
    }
    const [rest, taken] = parted;
    if (options.json === true) printJson({ stories: [rest.id, taken.id] });
    else print(`Two stories now: ${rest.id} with ${reports(rest)}, ${taken.id} with ${reports(taken)}.`);
  });
}

function reports({ entries }: Story): string {
  return count(entries.length, 'report', 'reports');
}

async function find(store: Store, id: string): Promise<Story> {
  const story =
    (await storyUnder(store, id)) ?? (await storyUnder(store, (await store.entries.get(id))?.story ?? ''));
  if (story === null)
    throw new Failure(
      `No story and no report has the id "${id}". "wirewatch why LINK" and chat's /why show ids.`,
    );
  return story;
}

async function withStore(options: GlobalOptions, work: (store: Store) => Promise<void>): Promise<void> {
  const { settings, log } = await openSession(options);
  const store = await openStore(settings.store.url.reveal(), log);
  try {
    await work(store);
  } finally {
    await store.close();
  }
}
