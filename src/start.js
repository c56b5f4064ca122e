#!/usr/bin/env -S node --max-semi-space-size=4
// The flag above keeps V8 from setting aside 128 MB for short-lived objects while a long watchlist is read.
// Plain JavaScript on purpose: an older Node cannot even read the TypeScript files, and a person must be told
// what to do rather than shown a syntax error. For the same reason nothing newer than Node 16 is named at the top.
import process from 'node:process';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 24 || (major === 24 && minor < 12)) {
  process.stderr.write(
    `wirewatch needs Node 24.12 or newer; this is ${process.versions.node}.\n` +
      'Start it through npm, which brings its own Node: "npm ci", then "npm start" or "npx wirewatch".\n' +
      '(If npm ci was run with --ignore-scripts, run it again without, or install Node 24.)\n',
  );
  process.exitCode = 1;
} else {
  // Keeps the stripped modules on disk, so that only the first start pays for reading TypeScript.
  const { enableCompileCache } = await import('node:module');
  enableCompileCache();
  const { main } = await import('./cli.ts');
  process.exitCode = await main(process.argv);
}
