import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '#config/load.ts';
import type { Message } from '#core/message.ts';
import type { Log, Notifier } from '#core/ports.ts';
import { DAY, MINUTE } from '#core/spans.ts';
import { loadNewsroom, moments, openNewsroom } from '#ops/newsroom.ts';
import { code, heading, list, message, paragraph } from '#render/build.ts';
import { toTerminal } from '#render/terminal.ts';
import { labelled } from '#render/label.ts';
import { openStore } from '#store/open.ts';
import { HOME, gatherOver, knowledgeOf, readerFor } from '../main.ts';
import { assemble, fillLedger } from '../newsdesk.ts';
import { askTerminal, followingClock, subscribeTerminal } from '../rehearsal.ts';
import {
  Failure,
  languageOf,
  print,
  form,
  printMessage,
  problemText,
  progress,
  remark,
  terminalNotifier,
} from './session.ts';
import type { GlobalOptions } from './session.ts';

/** On every message of the demo: nobody must take a reconstruction for news. */
const LABEL = 'DEMO';

/** Settings of the demo; nothing of the person's own is read. */
const DEFAULTS = { digest: null, timeZone: 'UTC', emptyDigest: 'say', quiet: null } as const;

/**
 * `wirewatch demo`: a newsroom of our own writing on loopback, read once as history, then publishing item by item while
 * the clock follows its dates. Everything between the socket and the terminal is what runs in earnest.
 * Messages come in the language of `--language`; what the terminal itself says is English.
 */
export async function demo(options: GlobalOptions): Promise<void> {
  const started = performance.now();
  const language = languageOf(options) ?? 'en';
  const defaults = { ...DEFAULTS, language };
  const known = await knowledgeOf({ folder: join(HOME, 'config') });
  if (!known.ok) throw new Failure(problemText(known.problems));
  const { knowledge } = known;
  const real = await loadSettings({ folder: join(HOME, 'config'), env: {}, cwd: HOME });
  const newsroom = await loadNewsroom(join(HOME, 'config', 'newsroom'));
  const steps = moments(newsroom);
  const [first = 0] = steps;
  const last = steps.at(-1) ?? first;
  const open = await openNewsroom(newsroom, { port: 0 });
  const folder = await mkdtemp(join(tmpdir(), 'wirewatch-demo-'));
  const clock = followingClock(first - DAY);
  const log = troubleLog();
  const store = await openStore(`sqlite:${join(folder, 'demo.db')}`, log, { clock });
  const reader = readerFor(POLLING);
  try {
    // The real publishers too: the dossiers name them.
    const sources = [...(real.ok ? real.settings.sources : []), ...open.feeds.map((feed) => feed.source)];
    const newsdesk = await assemble({
      feeds: open.feeds,
      sources,
      defaults,
      keepEntries: 3650 * DAY,
      silentAfter: 3650 * DAY,
      admins: [],
      knowledge,
      store,
      connect: () => [{ notifier: labelledNotifier(terminalNotifier((whole) => whole)) }],
      clock,
      log,
    });
    await fillLedger(store.claims, knowledge.dossierClaims(clock.now(), sources));
    await subscribeTerminal(newsdesk, defaults, clock.now() - DAY);

    printMessage(introduction(newsroom.items.length, newsroom.wires.length, open.feeds[0]?.url ?? ''));
    const gather = gatherOver({
      feeds: open.feeds,
      polling: POLLING,
      store,
      reader,
      clock,
      random: () => 0,
      log,
    });
    const pass = async (): Promise<void> => {
      await gather({ all: true });
      await newsdesk.analyse();
      await newsdesk.deliver();
    };
    await pass();
    remark(
      `(${String(open.feeds.length)} feeds read once as history: nobody is alerted to what was already there)\n`,
    );
    for (const [i, moment] of steps.entries()) {
      progress(`${String(i + 1)}/${String(steps.length)}  ${new Date(moment).toISOString().slice(0, 16)}`);
      open.publishUntil(moment);
      clock.to(moment + MINUTE);
      await pass();
    }
    progress('');

    // The morning after the last item: the digest job runs as it does every minute.
    const morning = { hour: 9, minute: 0 };
    await subscribeTerminal(newsdesk, { ...defaults, digest: morning }, clock.now() - DAY);
    clock.to(Math.floor(last / DAY) * DAY + DAY + 9 * 60 * MINUTE);
    await newsdesk.digests();
    await newsdesk.deliver();

    for (const question of ['status', 'status trufanov']) {
      print(`> /${question}`);
      print(toTerminal(labelled(await askTerminal(newsdesk, question, language), LABEL), form()));
      print('');
    }
    printMessage(nextSteps(Math.round((performance.now() - started) / 100) / 10, steps.length));
  } finally {
    await reader.close();
    await store.close();
    await open.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Small and on loopback. */
const POLLING = {
  concurrency: 8,
  perHost: 8,
  timeout: 5_000,
  maxBytes: 1_048_576,
  maxUnpackedBytes: 4_194_304,
  maxRedirects: 0,
  contact: null,
  allowPrivate: true,
} as const;

/** The demo's log: silent unless something is wrong. */
function troubleLog(): Log {
  const tell = (fields: object, sentence: string): void => remark(`${sentence} ${JSON.stringify(fields)}`);
  return { error: tell, warn: tell, info: () => undefined, debug: () => undefined };
}

function labelledNotifier(inner: Notifier): Notifier {
  return {
    platform: inner.platform,
    send: (delivery, account) =>
      inner.send({ ...delivery, message: labelled(delivery.message, LABEL) }, account),
    edit: (to, messageId, changed) => inner.edit(to, messageId, labelled(changed, LABEL)),
  };
}

function introduction(items: number, wires: number, address: string): Message {
  return message([
    heading('DEMO · a reconstruction, not news'),
    paragraph(
      `${String(items)} short items in five languages, written for this demo, from ${String(wires)} invented wires. They retell what ` +
        'became public about the Russian citizens held in Gaza from October 2023 to October 2025.',
    ),
    paragraph(
      `They are served as RSS, Atom, RDF and JSON Feed on this machine (${new URL(address).origin}) and go through the real path: ` +
        'fetch, parse, recognise, weigh, remember, tell. What follows is what a subscriber would have got.',
    ),
  ]);
}

function nextSteps(seconds: number, steps: number): Message {
  return message([
    heading(`DEMO · done: ${String(steps)} moments of two years in ${String(seconds)} seconds`),
    paragraph('What to do next:'),
    list(
      (
        [
          ['npx wirewatch status', 'where everybody stands today, by the record that comes with wirewatch'],
          ['npx wirewatch feeds check', 'do the real feeds answer from here?'],
          ['npx wirewatch poll', 'read them once; the first reading is history and alerts nobody'],
          ['npm start', 'watch, and print alerts here'],
          ['npm run doctor', 'what is set up, and what Telegram and Discord still need'],
        ] as const
      ).map(([command, what]) => [code(command), `: ${what}`]),
    ),
  ]);
}
