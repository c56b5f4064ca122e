/** `/why`: a verdict with its reasons, so that a person can follow it from the words of the report to the alert. */
import type { ArchivedEntry } from '#core/archive.ts';
import type { Claim } from '#core/claim.ts';
import { saidAt } from '#core/entry.ts';
import type { EntryField } from '#core/entry.ts';
import type { Block } from '#core/message.ts';
import type { Story } from '#core/story.ts';
import type { Reach } from '#core/verdict.ts';
import { displayName } from '#core/watchlist.ts';
import { code, heading, inlines, link, list, message, paragraph, strong } from './build.ts';
import type { Words } from './build.ts';
import type { Message } from '#core/message.ts';
import type { StatusContext } from './status.ts';
import { claimWords, count, dateOf, eventWords, sourceName, speakerWords } from './words.ts';

/** Mentions shown: of each subject the first, and no more than these. */
const MOST_MENTIONS = 12;

const FIELD: Readonly<Record<EntryField, string>> = { title: 'headline', lead: 'summary', text: 'text' };

const REACH: Readonly<Record<Reach, string>> = {
  alert: 'it concerns the watch',
  digest: 'kept for archive and digest, too weak to alert or to move anybody',
  drop: 'it does not concern the watch',
};

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
  const line = story?.entries.find((one) => one.entry === entry.id);
  // The story's headline is withheld where the entry's must not be shown.
  const title = line === undefined || line.title === '' ? 'this report' : line.title;
  const blocks: Block[] = [
    heading(['Why: ', link(entry.url, title)]),
    paragraph([
      ...inlines(sourceName(entry.source, context.sources, context.locale)),
      `, ${dateOf(saidAt(entry), context.locale)}, language: ${verdict.language}`,
      entry.arrival === 'history' ? ', history of its feed (alerts nobody)' : '',
    ]),
    paragraph(strong(`Score ${String(verdict.score)}: ${REACH[verdict.reach]}`)),
    list(verdict.reasons.map(({ text, points }) => (points === 0 ? text : `${signed(points)} ${text}`))),
  ];
  const mentions = mentionLines(archived, context);
  if (mentions.length > 0) blocks.push(paragraph(strong('Found in it')), list(mentions));
  if (verdict.topics.length > 0) {
    const topics = verdict.topics.map((id) => {
      const names = context.watchlist.topics.get(id)?.names;
      return names?.[context.locale.language] ?? names?.['en'] ?? id;
    });
    blocks.push(paragraph([strong('Topics: '), topics.join(', ')]));
  }
  blocks.push(
    paragraph(strong(claims.length === 0 ? 'Nothing that it claims counts for anybody.' : 'What it claims')),
    ...(claims.length === 0 ? [] : [list(claims.map((claim) => claimLine(claim, context)))]),
  );
  if (line !== undefined && story !== null) {
    blocks.push(
      paragraph([
        strong('Story: '),
        `${line.because}; ${count(story.entries.length, 'report', 'reports')} in it`,
        story.alerts.length === 0 ? ', nobody was alerted.' : `, told as ${toldWords(story, context)}.`,
      ]),
    );
  }
  blocks.push(paragraph(['Id: ', code(entry.id)]));
  return message(blocks, { tone: 'plain' });
}

function signed(points: number): string {
  return points > 0 ? `+${String(points)}` : `−${String(-points)}`;
}

function nameOf(id: string, context: StatusContext): string {
  const subject = context.watchlist.subjects.get(id);
  return subject === undefined ? id : displayName(subject, context.locale.language);
}

function mentionLines({ verdict }: ArchivedEntry, context: StatusContext): readonly Words[] {
  const bySubject = Map.groupBy(verdict.mentions, (mention) => mention.subject);
  const lines = [...bySubject].map(([subject, [first, ...others]]): Words => {
    if (first === undefined) return '';
    const more = others.length === 0 ? '' : `, and ${count(others.length, 'time', 'times')} more`;
    return [
      strong(nameOf(subject, context)),
      `: “${first.surface}” in the ${FIELD[first.field]}${more} (${first.rule})`,
    ];
  });
  const left = lines.length - MOST_MENTIONS;
  return left > 0 ? [...lines.slice(0, MOST_MENTIONS), `and ${String(left)} more`] : lines;
}

function claimLine(claim: Claim, context: StatusContext): Words {
  const who = speakerWords(claim, context.watchlist, context.sources, context.locale);
  const when = claim.eventAt === null ? '' : `, ${eventWords(claim.eventAt, context.locale)}`;
  return [
    strong([
      `${nameOf(claim.subject, context)}: `,
      ...claimWords(claim, context.locale),
      ` (${claim.modality})`,
    ]),
    ', ',
    ...inlines(who),
    `${when}${claim.background ? ', background' : ''}; rule: ${claim.rule}`,
  ];
}

function toldWords(story: Story, context: StatusContext): string {
  return [...new Set(story.alerts.map(({ subject, kind }) => `${kind} of ${nameOf(subject, context)}`))].join(
    ', ',
  );
}
