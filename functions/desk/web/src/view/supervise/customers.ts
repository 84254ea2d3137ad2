import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Conversation, DataRequest } from '../../data/documents.js';
import type { Subject } from '../../data/orders.js';
import { most } from '../../data/queries.js';
import { Customers, database, type Followed, mostShown, subjectOf } from '../../state/customers.js';
import { customers, type Wish } from '../../text/customers.js';
import { moment, number, say } from '../../text/language.js';
import { explain } from '../../text/problem.js';
import { because, sentence } from '../../text/reason.js';
import { shell } from '../../text/shell.js';
import { supervise } from '../../text/supervise.js';
import { customerName } from '../../text/words.js';
import { accountTitle } from '../account.js';
import { Page } from './page.js';
import { type Column, named, Table } from './table.js';
import { asker, became, fetchable, outcome, placeName, saveAs, total, whose, wishFor } from './wishes.js';

/** What admins ask for about customers' data: to count, erase, hold and export it; and what was asked for. */
class CustomersPage extends Page {
  static override properties: PropertyDeclarations = {
    of: { attribute: false },
    wrong: { state: true },
    busy: { state: true },
  };
  /** the conversation that the field begins with */
  declare of: string;
  declare wrong: string;
  declare busy: boolean;
  private model: Customers | undefined;
  private readonly table = new Table<DataRequest>(this, (r) => r.id, { by: 'when', down: true });

  private readonly counts = new Table<[string, number]>(this, ([place]) => place, {
    by: 'place',
    down: false,
  });

  constructor() {
    super();
    this.of = this.wrong = '';
    this.busy = false;
  }

  protected override models() {
    return [this.desk, this.model];
  }

  protected override begin() {
    const { connection, orders } = this.desk;
    const model = new Customers(database(connection.db, orders));
    this.model = model;
    model.start();
    return [() => model.stop()];
  }

  protected override content(): TemplateResult {
    const t = say(customers);
    const { model } = this;
    return html`<form class="whose" novalidate @submit=${this.count}>
        <label>${t.who}
          <input name="who" value=${this.of} required dir="ltr" autocomplete="off" spellcheck="false"
            aria-invalid=${this.wrong !== ''} aria-describedby="who-what" /></label>
        <button class="primary" ?disabled=${this.busy}>${t.count}</button>
        <p class="dim" id="who-what">${t.whoWhat}</p>
        <p class="bad" role="alert">${this.wrong}</p>
      </form>
      <div role="status">${model?.counted ? this.counted(model.counted) : nothing}</div>
      ${model?.there ? this.found(model, model.there) : nothing}
      <div role="status">${model?.asked ? this.asked(model.asked) : nothing}</div>
      <h2>${t.latest}</h2>
      ${model ? this.latest(model) : nothing}`;
  }

  private readonly count = (e: SubmitEvent) => {
    e.preventDefault();
    const form = e.target as HTMLFormElement;
    const of = subjectOf(String(new FormData(form).get('who') ?? ''));
    this.wrong = of ? '' : say(customers).whoMissing;
    if (!of) form.querySelector('input')?.focus();
    else void this.asks(() => this.model?.count(of));
  };

  /** asks asks for one thing at a time; without a connection it would be asked for whenever there is one. */
  private async asks(f: () => Promise<void> | undefined): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    await this.tried(async () => {
      if (!this.desk.connected) throw Object.assign(new Error('offline'), { code: 'unavailable' });
      await f();
    });
    this.busy = false;
  }

  /** What is said of a count: that it is under way, how much there is, or that there is nothing. */
  private counted({ request: r }: Followed): TemplateResult {
    const t = say(customers);
    if (!r || r.status === 'pending') return html`<p>${t.counting}</p>`;
    if (r.status === 'refused')
      return html`<p class="bad">${t.refused(r.reason ? because(r.reason) : '–')}</p>`;
    if (total(r.counts) === 0) return html`<p>${sentence({ code: 'request.nobody', args: {} })}</p>`;
    return html`<h2>${t.found(r.found)}</h2>`;
  }

  /** What there is by kind, the conversations, and what can be done with all of it. */
  private found(model: Customers, r: DataRequest): TemplateResult {
    const t = say(customers);
    const of = model.counted?.of;
    const all = [...model.conversations];
    const held = all.filter(([, c]) => (c?.heldSince ?? 0) > 0).length;
    const erase = () =>
      of &&
      this.wishes('erase', of, this.called(model, r), { conversations: r.found, counts: r.counts, held });
    return html`${this.counts.draw(t.foundWhat, this.kinds(), Object.entries(r.counts))}
      <div class="buttons"><button type="button" class="danger" @click=${erase}>${t.wishes.erase}</button></div>
      <h3>${t.theirs}</h3>
      <ul class="theirs">${all.map(([id, c]) => this.conversation(id, c))}</ul>
      ${r.found > mostShown ? html`<p class="dim">${t.firstOnes(mostShown)}</p>` : nothing}`;
  }

  /** called is what the one customer is called, or how many conversations there are. */
  private called(model: Customers, r: DataRequest): string {
    const [only, ...others] = [...model.conversations.values()];
    if (only && others.length === 0) return customerName(only.called);
    return say(customers).conversations(r.found);
  }

  private conversation(id: string, c: Conversation | undefined): TemplateResult {
    const t = say(customers);
    if (!c) return html`<li>${t.conversation(id.slice(0, 8))} <span class="dim">${t.gone}</span></li>`;
    const held = c.heldSince > 0;
    const who = customerName(c.called);
    const about = { conversations: 1, counts: {}, held: 0 };
    const button = (wish: Wish) => html`<button type="button" aria-label="${t.wishes[wish]} ${who}"
        @click=${() => this.wishes(wish, { conversation: id }, who, about)}>${t.wishes[wish]}</button>`;
    return html`<li>${this.link(id, html`<span dir="auto">${who}</span>`)}
      <span class="dim">${accountTitle(this.desk.config, c.account)}${held ? `, ${t.heldSince(moment(c.heldSince))}` : ''}</span>
      ${button(held ? 'release' : 'hold')} ${button('export')}</li>`;
  }

  private wishes(
    wish: Wish,
    of: Subject,
    called: string,
    about: { conversations: number; counts: Record<string, number>; held: number },
  ): void {
    this.asking = wishFor({ wish, whose: called, ...about }, async (why) => {
      await this.model?.ask(wish, of, why);
    });
  }

  private asked(asked: Followed): TemplateResult {
    return html`<h2>${say(customers).progress}${say(shell).colon}${say(customers).kinds[asked.kind]}</h2>
      ${became(asked, this.desk.now()).map((sentence) => html`<p>${sentence}</p>`)}
      ${asked.request ? this.download(asked.request) : nothing}`;
  }

  /** download is the button for an export of one's own, while it is there. */
  private download(r: DataRequest): TemplateResult | typeof nothing {
    const t = say(customers);
    if (!fetchable(r, this.desk.email, this.desk.now())) return nothing;
    const save = () =>
      this.tried(async () =>
        saveAs(await this.desk.files.exported(r.id), `export-${r.conversation.slice(0, 8)}.zip`),
      );
    return html`<button type="button" aria-label=${t.downloadOf(r.conversation.slice(0, 8))} @click=${save}>${t.download}</button>`;
  }

  private latest({ latest, problem }: Customers): TemplateResult {
    const t = say(customers);
    if (problem) return html`<p class="bad" role="alert">${explain(problem)}</p>`;
    if (!latest) return html`<p role="status">${say(supervise).loading}</p>`;
    if (latest.length === 0) return html`<p>${t.none}</p>`;
    return html`${latest.length === most.requests ? html`<p class="dim">${t.newest(most.requests)}</p>` : nothing}
      ${this.table.draw(t.latest, this.columns(), latest)}`;
  }

  private kinds(): Column<[string, number]>[] {
    const t = say(customers);
    return [
      {
        key: 'place',
        title: t.place,
        by: ([place]) => placeName(place),
        draw: ([place]) => placeName(place),
      },
      { key: 'documents', title: t.documents, end: true, by: ([, n]) => n, draw: ([, n]) => number(n) },
    ];
  }

  private columns(): Column<DataRequest>[] {
    const t = say(customers);
    const whom = (r: DataRequest) => (r.conversation ? this.link(r.conversation, whose(r)) : whose(r));
    return [
      { key: 'when', title: t.when, by: (r) => r.createdAt, draw: (r) => moment(r.createdAt) },
      { key: 'by', title: t.by, by: asker, draw: (r) => named(asker(r)) },
      {
        key: 'what',
        title: t.what,
        by: (r) => t.kinds[r.kind] ?? r.kind,
        draw: (r) => t.kinds[r.kind] ?? r.kind,
      },
      { key: 'whose', title: t.whose, draw: whom },
      { key: 'why', title: t.why, draw: (r) => (r.why ? html`<q dir="auto">${r.why}</q>` : '–') },
      {
        key: 'became',
        title: t.became,
        draw: (r) => html`${outcome(r, this.desk.now())} ${this.download(r)}`,
      },
    ];
  }
}

customElements.define('desk-customers', CustomersPage);
