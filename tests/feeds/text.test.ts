import { describe, expect, test } from 'vitest';
import { plainText } from '#feeds/text.ts';

const plain = (html: string): string => plainText(html, 1_000);

describe('plain text out of HTML', () => {
  test.each([
    ['entities are decoded', 'Tom &amp; Jerry&nbsp;&#8217;s &quot;show&quot;', 'Tom & Jerry ’s "show"'],
    ['inline markup joins', 'the <b>wo</b>rd', 'the word'],
    [
      'blocks part words',
      '<p>One</p><p>Two<br>Three</p><ul><li>Four<li>Five</ul>',
      'One Two Three Four Five',
    ],
    ['scripts and styles are dropped', 'a<script>if (x<y) z()</script>b<style>p{}</style>c', 'abc'],
    ['also when they are never closed', 'text<script>var a', 'text'],
    ['pictures leave no trace', 'a<svg><title>logo</title></svg>b', 'ab'],
    ['a bare sign stays', 'if a < b and AT&T <3', 'if a < b and AT&T <3'],
    ['comments are dropped', 'a<!-- b -->c', 'ac'],
    ['a tag that the end breaks off is dropped', 'see <a href="http', 'see'],
    ['control characters go', 'a\u0000b\u0007c\u0085d\tе', 'a b c d е'],
    ['Hebrew and its marks stay', '<b>שָׁלוֹם</b>', 'שָׁלוֹם'],
    ['a joined emoji stays whole', '👨‍👩‍👧', '👨‍👩‍👧'],
  ])('%s', (_, html, expected) => {
    expect(plain(html)).toBe(expected);
  });

  test('what is too long is cut between characters, never inside one', () => {
    const cut = plainText('😀'.repeat(100), 10);
    expect(cut.length).toBeLessThanOrEqual(10);
    expect(cut.isWellFormed()).toBe(true);
    expect(cut.endsWith('😀…')).toBe(true);
  });

  test('time is linear in the length, whatever is in it', () => {
    for (const piece of ['x<p', '&lt;', '<a>', '</b>', '<a a=', '<!--', '&#1', '<script><']) {
      const time = (length: number): number => {
        const text = piece.repeat(length);
        const before = process.threadCpuUsage();
        plainText(text, 10_000_000);
        const { user, system } = process.threadCpuUsage(before);
        return (user + system) / 1_000;
      };
      time(20_000);
      // Quadratic, ten times the length takes a hundred times as long: 200,000 pieces would take minutes.
      expect(time(200_000)).toBeLessThan(1_500);
    }
  });
});
