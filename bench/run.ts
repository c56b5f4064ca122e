/** `npm run bench -- NAME [ARGS]`: measurements for docs/performance.md; nothing here is asserted in tests. */
const BENCHES = ['poll', 'match', 'store', 'start', 'stories', 'chat'] as const;

const [name = '', ...rest] = process.argv.slice(2);

switch (name) {
  case 'poll':
    await (await import('./poll.ts')).main(rest);
    break;
  case 'match':
    await (await import('./match.ts')).main(rest);
    break;
  case 'store':
    await (await import('./store.ts')).main(rest);
    break;
  case 'start':
    await (await import('./start.ts')).main(rest);
    break;
  case 'chat':
    await (await import('./chat.ts')).main(rest);
    break;
  case 'stories':
    await (await import('./stories.ts')).main(rest);
    break;
  default:
    console.error(`Which benchmark? npm run bench -- ${BENCHES.join('|')}`);
    process.exitCode = 2;
}
