/** The demo is a reconstruction, and nobody may take a message of it for news. */
import { expect, test } from 'vitest';
import { makeHome } from '#tests/support/service.ts';

test('every message of the demo says so, in whichever language', async () => {
  const home = await makeHome({});
  const { code, out } = await home.command('demo', '--language', 'he');
  await home.remove();
  expect(code).toBe(0);
  // A message begins with a heading that has its sign; lines of lists have signs too.
  const messages = out
    .split(/\n\n+/u)
    .map((part) => part.split('\n')[0] ?? '')
    .filter((line) => !line.startsWith('•') && /🟢|🔴|🟡|🟠|🔵|⚫|📰/u.test(line));
  expect(messages.length).toBeGreaterThan(20);
  for (const heading of messages) expect(heading).toContain('DEMO');
});
