import type { Asked } from '#core/chat.ts';
import type { Claim } from '#core/claim.ts';
import { deskWord } from '#core/evidence.ts';
import type { Locale } from '#core/locale.ts';
import type { Answer, Button } from '#core/message.ts';
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
    const named = sure ? rest.slice(0, -1) : rest;
    const [who = '', ...ids] = named;
    if (who === '') return how(locale);
    // "trufanov ab12cd", or a name of several words, or the id alone.
    const subjectId =
      ids.length > 0 && deps.watchlist.subjects.has(who.toLowerCase()) ? who : named.join(' ');
    const id = subjectId === who ? (ids[0] ?? null) : null;
    const found = findSubject(subjectId, deps);
    if (found.found !== 'one') {
      const anybodys = await anyClaim(named.join(''), deps);
      if (anybodys === null) return notFoundMessage(found, 'claim', locale);
      return answerOn(asked, deps, anybodys.subject, anybodys.id, does, sure);
    }
    if (id !== null) return answerOn(asked, deps, found.subject, id, does, sure);
    return does === null ? listed(asked, deps, found.subject) : how(locale);
  },
};

function how(locale: Locale): Answer {
  const lines = [locale.say('ruling.list'), locale.say('ruling.withdraw'), locale.say('ruling.confirm')];
  return message([paragraph(locale.say('ruling.how')), list(lines)], { tone: 'notice' });
}

/** Whose claim has this id, where no subject was named. */
async function anyClaim(
  typed: string,
  { desk, watchlist, clock }: CommandDeps,
): Promise<{ readonly subject: Subject; readonly id: string } | null> {
  for (const subject of watchlist.subjects.values()) {
    if (subject.kind !== 'captive' && subject.kind !== 'group') continue;
    const [one] = claimsNamed(typed, await desk.claimsAbout(subject.id, clock.now()));
    if (one !== undefined) return { subject, id: one.id };
  }
  return null;
}

async function listed(asked: Asked, deps: CommandDeps, subject: Subject): Promise<Answer> {
  const locale = localeFor(asked, deps);
  const claims = await deps.desk.claimsAbout(subject.id, deps.clock.now());
  const name = displayName(subject, locale.language);
  if (claims.length === 0) return note(locale.say('ruling.none', { name }));
  const [first, ...others] = inPages(claims, MOST).map((page) =>
    message(
      [
        heading(locale.say('ruling.title', { name })),
        list(page.map((one) => lineOf(one, claims, asked, deps))),
      ],
      {
        buttons: page
          .filter(({ from }) => from.kind !== 'desk')
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
  does: Ruling | null,
  sure: boolean,
): Promise<Answer> {
  const locale = localeFor(asked, deps);
  const claims = await deps.desk.claimsAbout(subject.id, deps.clock.now());
  const [one, another] = claimsNamed(typed, claims);
  if (one === undefined)
    return note(
      locale.say('ruling.unknown', { id: code(typed.slice(0, 30)), command: `/claim ${subject.id}` }),
    );
  if (another !== undefined) return note(locale.say('ruling.several', { id: code(typed) }));
  const place = asked.via === 'button' ? 'instead' : 'below';
  const because = does === null ? null : whyNot(one, does, claims, deps.watchlist);
  if (does === null || because !== null || !sure) {
    const why = because === null ? [] : [paragraph(locale.text(`ruling.not.${because}`))];
    const ask = does === null || because !== null ? [] : [paragraph(locale.text(`ruling.sure.${does}`))];
    return {
      ...message(
        [
          heading(locale.say('ruling.title', { name: displayName(subject, locale.language) })),
          paragraph(lineOf(one, claims, asked, deps)),
          ...(one.quote === null ? [] : [quote(one.quote)]),
          ...why,
          ...ask,
        ],
        { tone: 'notice', buttons: [buttonsFor(one, claims, does, because === null, subject, deps, locale)] },
      ),
      place,
    };
  }
  const ruled = await deps.rulings.rule(subject.id, one.id, does, asked.user);
  if (!ruled.done) return { ...note(locale.text(`ruling.not.${ruled.because}`)), place };
  const filled = { id: code(shortId(one)), day: dateOf(ruled.claim.statedAt, locale), n: ruled.messages };
  return {
    ...note(
      does === 'withdraws' ? locale.say('ruling.withdrawn', filled) : locale.say('ruling.confirmed', filled),
    ),
    place,
  };
}

function buttonsFor(
  one: Claim,
  claims: readonly Claim[],
  asking: Ruling | null,
  possible: boolean,
  subject: Subject,
  { watchlist }: CommandDeps,
  locale: Locale,
): readonly Button[] {
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
  if (asking !== null) return possible ? [button(asking, ` ${SURE}`), back] : [back];
  return [
    ...(['withdraws', 'confirms'] as const)
      .filter((does) => whyNot(one, does, claims, watchlist) === null)
      .map((does) => button(does, '')),
    back,
  ];
}
