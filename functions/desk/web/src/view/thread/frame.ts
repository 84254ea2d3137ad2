/** How many messages are on the page, and how many the frame moves by. */
export const size = 150;
const step = 50;

interface Item {
  id: string;
}

/**
 * Frame is which of many messages are on the page: some that follow each other, usually
 * the newest. It holds on to a message and not to a number, for pages come before it
 * and news after it.
 */
export class Frame {
  /** the last message on the page; none: the newest, whichever that is */
  private end: string | undefined;

  /** range is from which index to which, the end not included. */
  range(all: Item[]): [from: number, to: number] {
    const at = this.end === undefined ? -1 : all.findLastIndex((m) => m.id === this.end);
    const to = at < 0 ? all.length : at + 1;
    return [Math.max(0, to - size), to];
  }

  /** Whether the newest message is on the page. */
  newest(all: Item[]): boolean {
    return this.range(all)[1] === all.length;
  }

  /** up moves towards the oldest, if there is something; down towards the newest. */
  up(all: Item[]): boolean {
    const [from, to] = this.range(all);
    if (from === 0) return false;
    this.end = all[Math.max(size, to - step) - 1]?.id;
    return true;
  }

  down(all: Item[]): boolean {
    const [, to] = this.range(all);
    if (to === all.length) return false;
    this.end = to + step < all.length ? all[to + step - 1]?.id : undefined;
    return true;
  }

  /** first is where the oldest messages are, last where the newest ones are. */
  first(all: Item[]): void {
    this.end = all.length > size ? all[size - 1]?.id : undefined;
  }

  last(): void {
    this.end = undefined;
  }
}
