/** A process to be stopped by the tests: says what it does on stdout, one word a line. */
import { armStop } from '#ops/stop.ts';
import { openLog } from '#ops/log.ts';

const [scenario = 'orderly'] = process.argv.slice(2);
const say = (word: string): void => void process.stdout.write(`${word}\n`);
const log = openLog({
  level: 'info',
  format: 'json',
  terminal: false,
  secrets: [],
  to: { write: (line) => void process.stderr.write(line) },
});

// Keeps the process alive, as a service's timers do.
const alive = setInterval(() => {}, 60_000);

armStop({
  log,
  process,
  deadline: scenario === 'hanging' ? 50 : 10_000,
  exit: (code) => process.exit(code),
  steps: [
    {
      name: 'stop polling',
      run: async () => {
        say('polling-stopped');
        if (scenario === 'failing') throw new Error('no such poll');
        await Promise.resolve();
      },
    },
    {
      name: 'drain',
      run: async () => {
        say('draining');
        if (scenario === 'hanging' || scenario === 'slow') await new Promise<never>(() => {});
        clearInterval(alive);
        say('drained');
      },
    },
  ],
});

say('running');
if (scenario === 'rejecting') {
  void Promise.reject(new Error('nobody looked'));
  setImmediate(() => {
    say('alive');
  });
}
if (scenario === 'throwing') {
  setImmediate(() => {
    throw new Error('nobody caught');
  });
}
