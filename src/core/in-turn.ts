/** Makes a queue in memory: each piece of work begins when the one before has ended, well or not. */
export function oneByOne(): <T>(work: () => Promise<T>) => Promise<T> {
  let before: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = before.then(work);
    // Whoever waits for it is told what went wrong; the next is not held up by it.
    before = mine.catch(() => undefined);
    return mine;
  };
}
