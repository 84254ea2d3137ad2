/** What a priority is called, and how many minutes of waiting it is worth. */
export const priorities = { low: -10, normal: 0, high: 10, urgent: 60 } as const;
export type Priority = keyof typeof priorities;

/** levelOf is the name of a priority, if it has one. */
export const levelOf = (n: number): Priority | undefined =>
  (Object.keys(priorities) as Priority[]).find((name) => priorities[name] === n);
