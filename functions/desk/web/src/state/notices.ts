import { Model } from './model.js';

export interface Notice {
  id: number;
  kind: 'done' | 'problem';
  text: string;
}

/** How long, in milliseconds, news and problems stay. */
const stay = { done: 5_000, problem: 60_000 };

/** Notices are what the desk tells the agent outside the page's content. */
export class Notices extends Model {
  list: Notice[] = [];
  private next = 1;

  done(text: string): void {
    this.add('done', text);
  }

  problem(text: string): void {
    if (text !== '' && !this.list.some((n) => n.text === text)) this.add('problem', text);
  }

  close(id: number): void {
    this.list = this.list.filter((n) => n.id !== id);
    this.changed();
  }

  private add(kind: Notice['kind'], text: string): void {
    const id = this.next++;
    this.list = [...this.list, { id, kind, text }].slice(-4);
    this.changed();
    setTimeout(() => this.close(id), stay[kind]);
  }
}
