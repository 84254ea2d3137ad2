/**
 * Grade is how much of a promise is left for somebody who waits: nothing was promised, more than
 * half is left, less than half, or nothing.
 */
export type Grade = '' | 'ok' | 'half' | 'late';

/** grade is that of somebody who has waited since one instant and was promised an answer by another. */
export function grade(since: number, lateAt: number, now: number): Grade {
  if (lateAt === 0) return '';
  if (now > lateAt) return 'late';
  return now - since < (lateAt - since) / 2 ? 'ok' : 'half';
}
