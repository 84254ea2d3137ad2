import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Rating } from '../../data/documents.js';
import { most } from '../../data/queries.js';
import { Ratings } from '../../state/ratings.js';
import { moment, number, say } from '../../text/language.js';
import { explain } from '../../text/problem.js';
import { supervise } from '../../text/supervise.js';
import { filter, Page } from './page.js';
import { type Column, named, Table } from './table.js';

interface Wanted {
  queue: string;
  points: number;
}

const everything: Wanted = { queue: '', points: 0 };

/** What customers say about their sessions, the newest first: of which agent, in which queue. */
class RatingsPage extends Page {
  static override properties: PropertyDeclarations = { wanted: { state: true } };
  declare wanted: Wanted;
  private ratings: Ratings | undefined;
  private readonly table = new Table<Rating>(this, (r) => r.id, { by: 'when', down: true }, true);

  constructor() {
    super();
    this.wanted = everything;
    this.table.conversation = (r) => r.conversation;
  }

  protected override models() {
    return [this.desk, this.ratings];
  }

  protected override begin() {
    this.wanted = this.desk.keep.get('supervise/ratings', everything);
    const ratings = new Ratings(this.desk.connection.db);
    this.ratings = ratings;
    return [() => ratings.stop()];
  }

  private want(change: Partial<Wanted>): void {
    this.wanted = { ...this.wanted, ...change };
    this.desk.keep.set('supervise/ratings', this.wanted);
  }

  protected override content(): TemplateResult {
    const t = say(supervise);
    const { queue, points } = this.wanted;
    this.ratings?.follow(queue, points);
    const all = [1, 2, 3, 4, 5].map((n): [string, string] => [String(n), t.points(n)]);
    return html`<div class="filters" role="search">
        ${this.queueFilter(queue, (chosen) => this.want({ queue: chosen }))}
        ${filter(t.rating, [['0', t.everyRating], ...all], String(points), (n) => this.want({ points: Number(n) }))}
      </div>
      ${this.ratings ? this.list(this.ratings) : nothing}`;
  }

  private list({ list, problem }: Ratings): TemplateResult {
    const t = say(supervise);
    if (problem) return html`<p class="bad" role="alert">${explain(problem)}</p>`;
    if (!list) return html`<p role="status">${t.loading}</p>`;
    if (list.length === 0) return html`<p>${t.noRatings}</p>`;
    return html`<p class="dim">${t.shown(list.length, list.length)}
        ${list.length === most.ratings ? t.newestRatings(most.ratings) : ''}</p>
      ${this.table.draw(t.ratingsHead, this.columns(), list)}`;
  }

  private columns(): Column<Rating>[] {
    const t = say(supervise);
    return [
      {
        key: 'when',
        title: t.ratedAt,
        by: (r) => r.ratedAt,
        draw: (r) => this.link(r.conversation, moment(r.ratedAt)),
      },
      { key: 'rating', title: t.rating, by: (r) => r.rating, draw: (r) => t.points(r.rating) },
      {
        key: 'comment',
        title: t.comment,
        file: [[t.comment, (r) => r.comment]],
        draw: (r) => (r.comment ? html`<q class="comment" dir="auto">${r.comment}</q>` : '–'),
      },
      {
        key: 'queue',
        title: t.queue,
        by: (r) => this.queueTitle(r.queue),
        draw: (r) => named(this.queueTitle(r.queue)),
      },
      {
        key: 'agent',
        title: t.agent,
        by: (r) => r.ownerName || r.owner || undefined,
        draw: (r) => named(r.ownerName || r.owner || '–'),
      },
      {
        key: 'session',
        title: t.session,
        end: true,
        by: (r) => r.session,
        draw: (r) => number(r.session),
      },
    ];
  }
}

customElements.define('desk-ratings', RatingsPage);
