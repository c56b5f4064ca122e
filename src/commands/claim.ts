import type { Asked } from '#core/chat.ts';
import type { Claim } from '#core/claim.ts';
import { dayOf } from '#core/day.ts';
import { deskWord, isDesk } from '#core/evidence.ts';
import type { Locale } from '#core/locale.ts';
import type { Answer, Block, Button, Message } from '#core/message.ts';
import { claimsNamed, shortId, whyNot } from '#core/ruling.ts';
import type { Ruling } from '#core/ruling.ts';
import { displayName } from '#core/watchlist.ts';
import type { Subject } from '#core/watchlist.ts';
import { code, heading, list, message, note, paragraph, quote } from '#render/build.ts';
import type { Words } from '#render/build.ts';
import { inPages, paged } from '#render/pages.ts';
import { claimLine } from '#render/status.ts';
import { dateOf } from '#render/words.ts';
import { notFoundMessage } from './answers.ts';
import { localeFor } from './command.ts';
import type { Command, CommandDeps } from './command.ts';
import { findSubject } from './find.ts';

/** Claims on a page, each with a button. */
const MOST = 6;

/** The word that a person has to give (a button does) before anything is recorded: others are told of it. */
const SURE = 'yes';

/** After the id: with all that says the same from the same origin. */
const ALL = 'all';

const VERBS: ReadonlyMap<string, Ruling> = new Map([
  ['withdraw', 'withdraws'],
  ['confirm', 'confirms'],
]);

/** For operators: a subject's claims with their ids; withdraws or confirms one. */
export const claim: Command = {
  name: 'claim',
  does: 'command.claim.does',
  argument: { name: 'claim', takes: 'command.claim.takes', required: false, suggests: 'subject' },
  whisper: true,
  audience: 'operators',
  async run(asked, deps) {
    const locale = localeFor(asked, deps);
    if (!deps.watching.isAdmin(asked.user)) return { ...note(locale.say('ruling.notYours')), place: 'aside' };
    const words = asked.argument.split(/\s+/u).filter((word) => word !== '');
    const does = VERBS.get(words[0]?.toLowerCase() ?? '') ?? null;
    const rest = does === null ? words : words.slice(1);
    const sure = does !== null && rest.at(-1)?.toLowerCase() === SURE;
    const meant = sure ? rest.slice(0, -1) : rest;
    const all = does === 'withdraws' && meant.at(-1)?.toLowerCase() === ALL;
    const named = all ? meant.slice(0, -1) : meant;
    const [who = '', ...ids] = named;
    if (who === '') return how(locale);
    const ruling: Asking = { does, all, sure };
    // "trufanov ab12cd", or a name of several words, or the id alone.
    const subjectId =
      ids.length > 0 && deps.watchlist.subjects.has(who.toLowerCase()) ? who : named.join(' ');
    const id = subjectId === who ? (ids[0] ?? null) : null;
    const found = findSubject(subjectId, deps);
    if (found.found !== 'one') {
      const anybodys = await anyClaim(named.join(''), deps);
      if (anybodys === null) return notFoundMessage(found, 'claim', locale);
      return answerOn(asked, deps, anybodys.subject, anybodys.id, ruling);
    }
    if (id !== null) return answerOn(asked, deps, found.subject, id, ruling);
    return does === null ? listed(asked, deps, found.subject) : how(locale);
  },
};

/** What is asked of a claim. */
interface Asking {
  /** Null: only to see it. */
  readonly does: Ruling | null;
  /** Also of what says the same from the same origin. */
  readonly all: boolean;
  readonly sure: boolean;
}

function how(locale: Locale): Answer {
  const lines = [
    locale.say('ruling.list'),
    locale.say('ruling.withdraw'),
    locale.say('ruling.withdrawAll'),
    locale.say('ruling.confirm'),
  ];
  return message([paragraph(locale.say('ruling.how')), list(lines)], { tone: 'notice' });
}

/** Whose claim has this id, where no subject was named. */
async function anyClaim(
  typed: string,
  deps: CommandDeps,
): Promise<{ readonly subject: Subject; readonly id: string } | null> {
  for (const subject of deps.watchlist.subjects.values()) {
    if (subject.kind !== 'captive' && subject.kind !== 'group') continue;
    const [one] = claimsNamed(typed, await ledgerOf(subject, deps));
    if (one !== undefined) return { subject, id: one.id };
  }
  return null;
}

async function listed(asked: Asked, deps: CommandDeps, subject: Subject): Promise<Answer> {
  const locale = localeFor(asked, deps);
  const claims = await ledgerOf(subject, deps);
  const name = displayName(subject, locale.language);
  if (claims.length === 0) return note(locale.say('ruling.none', { name }));
  const alike = [...Map.groupBy(claims, sameness(claims)).values()];
  const [first, ...others] = inPages(alike, MOST).map((page) =>
    message(
      [
        heading(locale.say('ruling.title', { name })),
        list(page.map((some) => lineOfAll(some, claims, asked, deps))),
      ],
      {
        buttons: page
          .flatMap(([newest]) => (newest === undefined || newest.from.kind === 'desk' ? [] : [newest]))
          .map((one): readonly Button[] => [
            { kind: 'command', label: shortId(one), command: `claim ${subject.id} ${shortId(one)}` },
          ]),
      },
    ),
  );
  return first === undefined
    ? note(locale.say('ruling.none', { name }))
    : paged(asked, `claim ${subject.id}`, [first, ...others]);
}

/** Every claim there is of somebody, the newest first: what is left out here nobody could take back. */
async function ledgerOf(subject: Subject, { desk }: CommandDeps): Promise<readonly Claim[]> {
  const claims = new Map((await desk.ledger(subject.id)).map((claim) => [claim.id, claim]));
  return [...claims.values()].toReversed().toSorted((a, b) => b.statedAt - a.statedAt);
}

/**
 * What claims have in common that stand on one line: an agency's word of one day that ten outlets copy, as far as the desk has
 * said the same of it. An operator's word is a line of its own.
 */
function sameness(claims: readonly Claim[]): (claim: Claim) => string {
  const { withdrawn, confirmed } = deskWord(claims);
  return (claim) => {
    const { id, subject, event, modality, origin, statedAt, weighed } = claim;
    if (isDesk(claim)) return id;
    const said = withdrawn.has(id) ? 'withdrawn' : confirmed.has(id) ? 'confirmed' : '';
    return [subject, event, modality, origin, dayOf(statedAt), weighed, said].join(' ');
  };
}

/** The others that say the same from the same origin: while one of them counts, withdrawing this one changes nothing. */
function copiesOf(one: Claim, claims: readonly Claim[]): readonly Claim[] {
  const same = sameness(claims);
  return claims.filter((claim) => claim.id !== one.id && same(claim) === same(one));
}

/** Claims that say the same, by the newest of them. */
function lineOfAll(
  [newest, ...others]: readonly Claim[],
  claims: readonly Claim[],
  asked: Asked,
  deps: CommandDeps,
): Words {
  if (newest === undefined) return '';
  const line = lineOf(newest, claims, asked, deps);
  if (others.length === 0) return line;
  return localeFor(asked, deps).say('ruling.lineAlike', { line, n: others.length });
}

/** "`ab12cd` release, 15 February 2025, TASS · withdrawn by the desk" */
function lineOf(one: Claim, claims: readonly Claim[], asked: Asked, deps: CommandDeps): Words {
  const locale = localeFor(asked, deps);
  const { watchlist, sources, clock } = deps;
  const line = {
    id: code(shortId(one)),
    claim: claimLine(one, { watchlist, sources, locale, now: clock.now() }),
  };
  if (one.from.kind === 'desk') {
    const { does, by, claim: of } = one.from;
    const filled = { ...line, of: code(shortId({ id: of })), who: `${by.platform}:${by.id}` };
    return does === 'withdraws'
      ? locale.say('ruling.lineWithdraws', filled)
      : locale.say('ruling.lineConfirms', filled);
  }
  const { withdrawn, confirmed } = deskWord(claims);
  if (withdrawn.has(one.id)) return locale.say('ruling.lineWithdrawn', line);
  return confirmed.has(one.id) ? locale.say('ruling.lineConfirmed', line) : locale.say('ruling.line', line);
}

/** One claim, what can be said of it; or what became of saying it. */
async function answerOn(
  asked: Asked,
  deps: CommandDeps,
  subject: Subject,
  typed: string,
  { does, all, sure }: Asking,
): Promise<Answer> {
  const locale = localeFor(asked, deps);
  const claims = await ledgerOf(subject, deps);
  const [one, another] = claimsNamed(typed, claims);
  if (one === undefined)
    return note(
      locale.say('ruling.unknown', { id: code(typed.slice(0, 30)), command: `/claim ${subject.id}` }),
    );
  if (another !== undefined) return note(locale.say('ruling.several', { id: code(typed) }));
  const place = asked.via === 'button' ? 'instead' : 'below';
  const copies = copiesOf(one, claims);
  const because = does === null ? null : whyNot(one, does, claims, deps.watchlist);
  if (does === null || because !== null || !sure) {
    const why = because === null ? [] : [paragraph(locale.text(`ruling.not.${because}`))];
    const ask =
      does === null || because !== null
        ? []
        : all && copies.length > 0
          ? [paragraph(locale.say('ruling.sure.withdrawsAll', { n: copies.length + 1 }))]
          : [paragraph(locale.text(`ruling.sure.${does}`))];
    return {
      ...message(
        [
          heading(locale.say('ruling.title', { name: displayName(subject, locale.language) })),
          paragraph(lineOf(one, claims, asked, deps)),
          ...(one.quote === null ? [] : [quote(one.quote)]),
          ...copyLines(copies, claims, asked, deps),
          ...why,
          ...ask,
        ],
        {
          tone: 'notice',
          buttons: buttonsFor(one, claims, because === null ? { does, all } : null, subject, deps, locale),
        },
      ),
      place,
    };
  }
  return { ...(await ruled(asked, deps, subject, one, claims, { does, all })), place };
}

/** Says it of the claim, and of its copies where that was asked; each is a record of its own. */
async function ruled(
  asked: Asked,
  deps: CommandDeps,
  subject: Subject,
  one: Claim,
  claims: readonly Claim[],
  { does, all }: { readonly does: Ruling; readonly all: boolean },
): Promise<Message> {
  const locale = localeFor(asked, deps);
  const copies = copiesOf(one, claims);
  const first = await deps.rulings.rule(subject.id, one.id, does, asked.user);
  if (!first.done) return note(locale.text(`ruling.not.${first.because}`));
  const done = [first];
  for (const { id } of all ? copies : []) {
    const next = await deps.rulings.rule(subject.id, id, does, asked.user);
    if (next.done) done.push(next);
  }
  const n = done.reduce((sum, { messages }) => sum + messages, 0);
  const filled = { id: code(shortId(one)), day: dateOf(first.claim.statedAt, locale), n };
  if (does === 'confirms') return note(locale.say('ruling.confirmed', filled));
  if (done.length > 1) return note(locale.say('ruling.withdrawnAll', { ...filled, of: done.length }));
  const withdrawn = paragraph(locale.say('ruling.withdrawn', filled));
  return message([withdrawn, ...copyLines(all ? [] : copies, claims, asked, deps)], { tone: 'notice' });
}

/** "2 more reports say the same:", and which. */
function copyLines(
  copies: readonly Claim[],
  claims: readonly Claim[],
  asked: Asked,
  deps: CommandDeps,
): readonly Block[] {
  if (copies.length === 0) return [];
  const locale = localeFor(asked, deps);
  const lines = copies.slice(0, MOST).map((copy) => lineOf(copy, claims, asked, deps));
  const more = copies.length - lines.length;
  return [
    paragraph(locale.say('ruling.alike', { n: copies.length })),
    list(more > 0 ? [...lines, locale.say('more', { n: more })] : lines),
  ];
}

function buttonsFor(
  one: Claim,
  claims: readonly Claim[],
  /** What is asked; null where that cannot be said of it. */
  asking: Pick<Asking, 'does' | 'all'> | null,
  subject: Subject,
  { watchlist }: CommandDeps,
  locale: Locale,
): readonly (readonly Button[])[] {
  const command = `${subject.id} ${shortId(one)}`;
  const back: Button = { kind: 'command', label: locale.text('ruling.back'), command: `claim ${subject.id}` };
  const button = (does: Ruling, word: string): Button => {
    const verb = does === 'withdraws' ? 'withdraw' : 'confirm';
    return {
      kind: 'command',
      label: locale.text(`ruling.${verb}Button`),
      command: `claim ${verb} ${command}${word}`,
    };
  };
  const copies = copiesOf(one, claims).length;
  const withAll = (word: string): Button => ({
    kind: 'command',
    label: locale.text('ruling.withdrawAllButton', { n: copies + 1 }),
    command: `claim withdraw ${command} ${ALL}${word}`,
  });
  if (asking === null) return [[back]];
  const { does, all } = asking;
  if (does !== null) return [[all && copies > 0 ? withAll(` ${SURE}`) : button(does, ` ${SURE}`), back]];
  const possible = (['withdraws', 'confirms'] as const).filter(
    (ruling) => whyNot(one, ruling, claims, watchlist) === null,
  );
  const alike = possible.includes('withdraws') && copies > 0 ? [[withAll('')]] : [];
  return [[...possible.map((ruling) => button(ruling, '')), back], ...alike];
}
