/** `/why`: a verdict with its reasons, so that a person can follow it from the words of the report to the alert. */
import type { ArchivedEntry } from '#core/archive.ts';
import type { Claim } from '#core/claim.ts';
import { saidAt } from '#core/entry.ts';
import type { Locale } from '#core/locale.ts';
import type { Block } from '#core/message.ts';
import type { Story } from '#core/story.ts';
import { displayName } from '#core/watchlist.ts';
import { code, heading, inlines, joined, link, list, message, paragraph, strong } from './build.ts';
import type { Words } from './build.ts';
import type { Message } from '#core/message.ts';
import { becauseWords, languageName, reasonWords, ruleWords, shortCues } from './reasons.ts';
import type { StatusContext } from './status.ts';
import { choice, claimWords, dateOf, eventWords, sourceName, speakerWords } from './words.ts';

/** Mentions shown: of each subject the first, and no more than these. */
const MOST_MENTIONS = 12;

/** What `/why` answers. */
export function whyMessage(
  explained: {
    readonly archived: ArchivedEntry;
    readonly claims: readonly Claim[];
    readonly story: Story | null;
  },
  context: StatusContext,
): Message {
  const { archived, claims, story } = explained;
  const { entry, verdict } = archived;
  const { locale } = context;
  const line = story?.entries.find((one) => one.entry === entry.id);
  // The story's headline is withheld where the entry's must not be shown.
  const title = line === undefined || line.title === '' ? locale.say('why.thisReport') : line.title;
  const from = {
    publisher: sourceName(entry.source, context.sources, locale),
    day: dateOf(saidAt(entry), locale),
    language: languageName(verdict.language, locale),
  };
  const blocks: Block[] = [
    heading(locale.say('why.title', { report: link(entry.url, title) })),
    paragraph(
      entry.arrival === 'history' ? locale.say('why.fromHistory', from) : locale.say('why.from', from),
    ),
    paragraph(strong(locale.say('why.score', { reach: verdict.reach, score: verdict.score }))),
    list(
      verdict.reasons.map((reason): Words => {
        const words = reasonWords(reason, context);
        return reason.points === 0 ? words : [`${signed(reason.points)} `, ...inlines(words)];
      }),
    ),
  ];
  const mentions = mentionLines(archived, context);
  if (mentions.length > 0) blocks.push(paragraph(strong(locale.say('why.found'))), list(mentions));
  if (verdict.topics.length > 0) {
    const topics = verdict.topics.map((id) => {
      const names = context.watchlist.topics.get(id)?.names;
      return names?.[locale.language] ?? names?.['en'] ?? id;
    });
    blocks.push(paragraph(locale.say('why.topics', { names: locale.list(topics) })));
  }
  if (claims.length === 0) blocks.push(paragraph(strong(locale.say('why.noClaims'))));
  else {
    blocks.push(
      paragraph(strong(locale.say('why.claims'))),
      list(claims.map((claim) => claimLine(claim, context))),
    );
  }
  if (line !== undefined && story !== null) {
    const n = story.entries.length;
    const because = becauseWords(line.because, context);
    blocks.push(
      paragraph(
        story.alerts.length === 0
          ? locale.say('why.story', { because, n })
          : locale.say('why.storyTold', { because, n, told: toldWords(story, context) }),
      ),
    );
  }
  blocks.push(paragraph(locale.say('why.id', { id: code(entry.id) })));
  return message(blocks, { tone: 'plain' });
}

function signed(points: number): string {
  return points > 0 ? `+${String(points)}` : `−${String(-points)}`;
}

function nameOf(id: string, { watchlist, locale }: StatusContext): string {
  const subject = watchlist.subjects.get(id);
  return subject === undefined ? id : displayName(subject, locale.language);
}

function mentionLines({ verdict }: ArchivedEntry, context: StatusContext): readonly Words[] {
  const { locale } = context;
  const bySubject = Map.groupBy(verdict.mentions, (mention) => mention.subject);
  const lines = [...bySubject].flatMap(([subject, [first, ...others]]): readonly Words[] => {
    if (first === undefined) return [];
    // By the name of the watch only: as printed, it may be the very place where somebody is held.
    if (context.watchlist.subjects.get(subject)?.kind === 'place') return [nameOf(subject, context)];
    const { surface, field } = first;
    const rule = ruleWords(first.rule, locale);
    const mention = locale.say('why.mention', { name: nameOf(subject, context), surface, field, rule });
    return [others.length === 0 ? mention : locale.say('why.mentionMore', { mention, n: others.length })];
  });
  const left = lines.length - MOST_MENTIONS;
  return left > 0 ? [...lines.slice(0, MOST_MENTIONS), locale.say('more', { n: left })] : lines;
}

function claimLine(claim: Claim, context: StatusContext): Words {
  const { locale } = context;
  const modality = locale.say('why.modality', { modality: claim.modality });
  const line = {
    name: nameOf(claim.subject, context),
    claim: claimWords(claim, locale),
    modality: claim.background ? locale.say('why.background', { modality }) : modality,
    who: speakerWords(claim, context.watchlist, context.sources, locale),
    rule: claimRule(claim, locale),
  };
  return claim.eventAt === null
    ? locale.say('why.claim', line)
    : locale.say('why.claimWhen', { ...line, day: eventWords(claim.eventAt, locale) });
}

/** The cues, in the report's language; or who said so, where no report did. */
function claimRule({ from, rule }: Claim, locale: Locale): Words {
  switch (from.kind) {
    case 'entry':
      return shortCues(rule);
    case 'dossier':
      return locale.say('why.dossier');
    case 'desk':
      return locale.say('why.desk');
  }
}

function toldWords(story: Story, context: StatusContext): Words {
  const { locale } = context;
  const told = Map.groupBy(story.alerts, ({ subject, kind }) => `${kind} ${subject}`);
  return joined(
    ', ',
    [...told.values()].flatMap(([first]): readonly Words[] => {
      if (first === undefined) return [];
      const change = locale.say('why.change', { kind: choice(first.kind) });
      return [locale.say('why.told', { change, name: nameOf(first.subject, context) })];
    }),
  );
}
