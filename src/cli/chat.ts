/** `wirewatch chat`: the terminal as a chat. The same commands as on Telegram and Discord, buttons by their numbers (#1). */
import { createInterface } from 'node:readline/promises';
import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import { questionOf } from '#core/chat.ts';
import type { Asked } from '#core/chat.ts';
import type { Answer, Button } from '#core/message.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { StoreError } from '#store/trouble.ts';
import { wallClock } from '../main.ts';
import { FIXED_WATCH } from '#core/watching.ts';
import { personHere, watchHere } from './look.ts';
import { TERMINAL, assemble, partsOf, prepare } from '../newsdesk.ts';
import { openSession, print, printMessage, remark } from './session.ts';
import type { GlobalOptions, Session } from './session.ts';

/** Asks and answers until the input ends, or somebody types "exit". */
export async function chat(options: GlobalOptions): Promise<void> {
  const session = await openSession(options);
  const { settings, knowledge, log } = session;
  const { store, mayWrite } = await openStoreFor(session);
  try {
    const live = watchHere(session, store);
    const newsdesk = await assemble({
      ...partsOf(settings),
      knowledge: live.knowledge,
      // Beside a service nobody operates from here: its ledger, watchlist and outbox have one writer.
      watching: mayWrite ? live.watching : FIXED_WATCH,
      store,
      connect: () => [],
      clock: wallClock,
      log,
    });
    if (mayWrite) await prepare(newsdesk, store, settings, knowledge, wallClock.now());
    else
      remark(
        'A service runs on this store: you can ask, and change nothing. Stop it first to try /subscribe here, or what only operators may.',
      );
    if (process.stdin.isTTY) remark('Type /help, the number of a button (#1: 1), or exit.');
    const lines = createInterface({
      input: process.stdin,
      output: process.stderr,
      prompt: '> ',
      terminal: process.stdin.isTTY,
    });
    // A pipe ends, or somebody presses Ctrl-D, while an answer is on its way: what was typed before is answered all the same.
    let ended = false;
    lines.once('close', () => {
      ended = true;
    });
    let offered: readonly Button[] = [];
    const names = new Set(newsdesk.chat.commands.map(({ name }) => name));
    const ask = async (line: string, via: 'typed' | 'button'): Promise<void> => {
      const answer = await newsdesk.chat.answer({
        ...questionIn(line, names),
        via,
        destination: TERMINAL,
        user: personHere(),
        language: settings.defaults.language,
        mayManage: () => Promise.resolve(mayWrite),
      });
      printMessage({ ...answer, buttons: [] });
      offered = buttonsOf(answer);
      if (offered.length > 0) print(offered.map(({ label }, at) => `#${String(at + 1)} ${label}`).join('  '));
      if (answer.picture !== undefined) {
        await writeFile('timeline.png', answer.picture.png);
        print('The picture is in timeline.png.');
      }
    };
    lines.prompt();
    for await (const typed of lines) {
      const line = typed.trim();
      // Links have [1]: a button's number has a sign of its own, which need not be typed.
      const number = /^#?(\d+)$/.exec(line)?.[1];
      const pressed = number === undefined ? undefined : offered[Number(number) - 1];
      if (/^\/?(?:exit|quit|bye)$/i.test(line)) break;
      if (pressed?.kind === 'command') await ask(pressed.command, 'button');
      else if (pressed?.kind === 'link') print(pressed.url);
      else if (number !== undefined)
        remark('There is no such button; type one of the numbers behind #, or a command.');
      else if (line !== '') await ask(line, 'typed');
      if (!ended) lines.prompt();
    }
    lines.close();
  } finally {
    await store.close();
  }
}

/** A command, whose slash may be left out here; any other words are a question without one, as in a private chat. */
function questionIn(line: string, names: ReadonlySet<string>): Pick<Asked, 'command' | 'argument' | 'page'> {
  const question = questionOf(line);
  return line.startsWith('/') || names.has(question.command)
    ? question
    : { command: '', argument: line, page: null };
}

/** Choices first, then buttons, as both platforms show them. */
function buttonsOf({ buttons, choices }: Answer): readonly Button[] {
  const options = (choices?.options ?? []).map(({ label, command }): Button => ({
    kind: 'command',
    label,
    command,
  }));
  return [...options, ...buttons.flat()];
}

async function openStoreFor({
  settings,
  log,
}: Session): Promise<{ readonly store: Store; readonly mayWrite: boolean }> {
  const url = settings.store.url.reveal();
  try {
    return { store: await openStore(url, log), mayWrite: true };
  } catch (error) {
    if (!(error instanceof StoreError && error.trouble === 'locked')) throw error;
    return { store: await openStore(url, log, { readOnly: true }), mayWrite: false };
  }
}
