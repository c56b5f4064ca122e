/** What must not get worse, on labelled items that were kept apart. The figures themselves stand in docs/quality.md. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

test.each(['second', 'third'])(
  'the %s set: nobody is freed or dead who is not, and nothing irrelevant is ours',
  (name) => {
    const file = join(root, 'tests', 'fixtures', 'eval', `${name}.jsonl`);
    const said = execFileSync(process.execPath, [join(root, 'eval', 'run.ts'), file], {
      encoding: 'utf8',
      cwd: root,
    });
    expect(said).toContain('false facts: 0;');
    expect(said).toMatch(/false alarms: 0 of/);
    expect(said).toMatch(/Relevance[^\n]*\n\s+all\s+P 100\.0/);
  },
);
