/** How close to the end, in pixels, counts as there. */
const close = 40;

interface Mark {
  key: string;
  bottom: number;
}

/**
 * Position keeps what the reader looks at where it is while lines come and go above and
 * below it, or the newest line in sight where the reader is at the end. Browsers do the
 * first by themselves, but not all, and not at the very top.
 */
export class Position {
  /** whether the reader is at the end and stays there */
  end = true;
  private marks: Mark[] = [];
  private last = 0;
  /** how high the pane and what is in it were */
  private heights = [0, 0];
  private top = false;

  constructor(private readonly pane: () => HTMLElement | null) {}

  /** How much there is above and below, in pixels. */
  get room(): { above: number; below: number; end: boolean } {
    const pane = this.pane();
    if (!pane) return { above: Infinity, below: Infinity, end: this.end };
    const below = pane.scrollHeight - pane.clientHeight - pane.scrollTop;
    return { above: pane.scrollTop, below, end: this.end };
  }

  /**
   * follow notes where the reader scrolled to. Only going up leaves the end: it may also
   * have moved away because a picture got its height.
   */
  follow(): void {
    const { above, below } = this.room;
    // Where something got another height meanwhile, it was not the reader who moved.
    if (this.moved() && this.end) {
      this.settle();
      return;
    }
    if (below < close) this.end = true;
    else if (above < this.last) this.end = false;
    this.last = above;
  }

  private moved(): boolean {
    const pane = this.pane();
    const [was, held] = this.heights;
    this.heights = [pane?.clientHeight ?? 0, pane?.scrollHeight ?? 0];
    return this.heights[0] !== was || this.heights[1] !== held;
  }

  /** toTop goes to the beginning of what is on the page. */
  toTop(): void {
    this.end = false;
    this.top = true;
  }

  /** keep notes, before a change, which lines are in sight and where. */
  keep(): void {
    this.marks = [];
    const pane = this.pane();
    if (!pane || this.end || this.top) return;
    const { top, bottom } = pane.getBoundingClientRect();
    for (const line of pane.querySelectorAll<HTMLElement>('li[data-key]')) {
      const box = line.getBoundingClientRect();
      if (box.bottom > top) this.marks.push({ key: line.dataset.key ?? '', bottom: box.bottom });
      if (box.top > bottom) break;
    }
  }

  /** restore puts, after a change, the first of these lines that is left where it was. */
  restore(): void {
    const pane = this.pane();
    if (!pane) return;
    if (this.top) pane.scrollTop = 0;
    this.top = false;
    if (this.end) {
      this.settle();
      return;
    }
    // By its lower edge: what comes above a message may take its author's name away.
    for (const { key, bottom } of this.marks) {
      const line = pane.querySelector(`li[data-key="${CSS.escape(key)}"]`);
      if (!line) continue;
      const moved = line.getBoundingClientRect().bottom - bottom;
      if (Math.abs(moved) >= 1) pane.scrollTop += moved;
      return;
    }
  }

  /** settle keeps the end in sight when something got its height. */
  settle(): void {
    const pane = this.pane();
    if (!pane || !this.end) return;
    pane.scrollTop = pane.scrollHeight;
    this.last = pane.scrollTop;
    this.moved();
  }
}
