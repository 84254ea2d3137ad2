import { bulkBounds } from './bulk.js';

/** Chosen is which rows of a list are chosen, and where a range of them begins. It never changes: each step makes another. */
export class Chosen {
  private readonly before: ReadonlySet<string>;

  constructor(
    readonly ids: ReadonlySet<string> = new Set(),
    /** the row that was chosen, or not any more, by itself */
    private readonly anchor = '',
    before = ids,
  ) {
    this.before = before;
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }

  get full(): boolean {
    return this.ids.size >= bulkBounds.most;
  }

  /** toggled has one row chosen, or not any more. A range may begin there. */
  toggled(id: string): Chosen {
    const ids = new Set(this.ids);
    if (!ids.delete(id) && !this.full) ids.add(id);
    return new Chosen(ids, id);
  }

  /**
   * to has all rows chosen from where the range begins up to one, or none of them where that one is
   * not. What an earlier end of the range had more is as before.
   */
  to(id: string, order: string[]): Chosen {
    const at = order.indexOf(id);
    const from = order.indexOf(this.anchor);
    if (at < 0) return this;
    if (from < 0) return this.has(id) ? new Chosen(this.ids, id) : this.toggled(id);
    const step = at < from ? -1 : 1;
    const on = this.before.has(this.anchor);
    const ids = new Set(this.before);
    for (let i = from; i !== at + step; i += step) {
      const next = order[i] ?? '';
      if (!on) ids.delete(next);
      else if (ids.size < bulkBounds.most) ids.add(next);
    }
    return new Chosen(ids, this.anchor, this.before);
  }

  /** without has some rows not chosen any more. */
  without(some: string[]): Chosen {
    return new Chosen(new Set([...this.ids].filter((id) => !some.includes(id))));
  }
}
