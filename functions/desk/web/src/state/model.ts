/**
 * Model is data that changes. It knows nothing of the page: a view that shows it listens
 * to "change", which comes once for all that changed together.
 */
export class Model extends EventTarget {
  private due = false;

  protected changed(): void {
    if (this.due) return;
    this.due = true;
    queueMicrotask(() => {
      this.due = false;
      this.dispatchEvent(new globalThis.Event('change'));
    });
  }

  /** watch calls f whenever the model changed, until what it returns is called. */
  watch(f: () => void): () => void {
    this.addEventListener('change', f);
    return () => this.removeEventListener('change', f);
  }
}

/** Keep is what this browser keeps for one agent: drafts, what was read, choices. */
export class Keep {
  private over = false;

  constructor(
    private readonly prefix: string,
    private readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'length' | 'key'>,
  ) {}

  get<T>(key: string, otherwise: T): T {
    try {
      const text = this.storage.getItem(this.prefix + key);
      return text === null ? otherwise : (JSON.parse(text) as T);
    } catch {
      return otherwise;
    }
  }

  /** set stores a value; undefined removes it. If storage is full or forbidden, nothing is stored, and the desk goes on. */
  set(key: string, value: unknown): void {
    if (this.over) return;
    try {
      if (value === undefined) this.storage.removeItem(this.prefix + key);
      else this.storage.setItem(this.prefix + key, JSON.stringify(value));
    } catch {
      // Only comfort is lost.
    }
  }

  keys(start: string): string[] {
    const all: string[] = [];
    for (let i = 0; i < this.storage.length; i++) {
      const key = this.storage.key(i);
      if (key?.startsWith(this.prefix + start)) all.push(key.slice(this.prefix.length));
    }
    return all;
  }

  /** end has views that are still open store nothing more. */
  end(): void {
    this.over = true;
  }
}
