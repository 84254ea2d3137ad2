/** within waits for something that need not happen, but for so many milliseconds at most. */
export const within = <T>(ms: number, p: Promise<T> | undefined): Promise<T | undefined> =>
  Promise.race([
    Promise.resolve(p).catch(() => undefined),
    new Promise<undefined>((resolve) => setTimeout(resolve, ms, undefined)),
  ]);
