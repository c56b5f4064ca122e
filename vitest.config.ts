import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Real servers, processes and files take a moment to start on a small machine; no test waits on purpose.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
