/** How long, in milliseconds, a row stays where it is after the pointer moved, and how long at most. */
const rest = 1_500;
const most = 10_000;

/**
 * Stable keeps the rows of a list where they are while somebody aims at one. What goes
 * meanwhile leaves a gap, and what comes has to wait for a moment.
 */
export class Stable<R extends { key: string; height: number; draw: () => unknown }> {
  private frozen: R[] | undefined;
  private last: R[] = [];
  private from = 0;
  private until = 0;

  constructor(
    private readonly gap: () => R['draw'],
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** aim is called whenever the pointer moves over the list. */
  aim(): void {
    const now = this.now();
    if (now >= this.until) this.from = now;
    this.until = now + rest;
  }

  /** release is called when the pointer is gone, or has done what it aimed at. */
  release(): void {
    this.until = 0;
    this.frozen = undefined;
  }

  /** arrange is the rows as they are to be shown. */
  arrange(rows: R[]): R[] {
    const now = this.now();
    if (now >= this.until || now - this.from >= most) {
      this.frozen = undefined;
      this.last = rows;
      return rows;
    }
    this.frozen ??= this.last;
    const byKey = new Map(rows.map((r) => [r.key, r]));
    return this.frozen.map((was) => {
      const is = byKey.get(was.key);
      return is ? { ...is, height: was.height } : { ...was, draw: this.gap() };
    });
  }
}
