/** within waits for something that need not happen, but for so many milliseconds at most. */
export const within = (ms: number, p: Promise<unknown> | undefined): Promise<unknown> =>
  Promise.race([Promise.resolve(p).catch(() => {}), new Promise((resolve) => setTimeout(resolve, ms))]);
