import { html, nothing, type TemplateResult } from 'lit';
import { presences } from '../data/words.gen.js';
import { format, type Page, viewsFor } from '../state/address.js';
import { type Command, matching } from '../state/commands.js';
import type { Desk } from '../state/desk.js';
import { listKey, shortcutOf, struck, writesIn } from '../state/keys.js';
import { sorted } from '../state/labels.js';
import type { Office } from '../state/office.js';
import { name } from '../state/roster.js';
import { nothingWanted, type Wanted } from '../state/search.js';
import { keys, keysWord } from '../text/keys.js';
import { codes, language, say } from '../text/language.js';
import { mentions } from '../text/mentions.js';
import { explain } from '../text/problem.js';
import { search } from '../text/search.js';
import { shell } from '../text/shell.js';
import { start } from '../text/start.js';
import { customerName, presenceWord } from '../text/words.js';
import { languages } from './pickers.js';
import { chooseScheme, schemes } from './scheme.js';
import { View } from './view.js';

/** How many commands are shown; typing more finds the others. */
const shown = 16;

/** The list of everything that can be done now, and the keys that do it. */
class Palette extends View {
  static override properties = {
    office: { attribute: false },
    desk: { attribute: false },
    text: { state: true },
    at: { state: true },
  };
  declare office: Office;
  declare desk: Desk;
  declare text: string;
  declare at: number;
  private withdraw = () => {};
  /** ends following the roster, if it is followed */
  private stop: (() => void) | undefined;

  constructor() {
    super();
    this.text = '';
    this.at = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('keydown', this.key);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.key);
    this.withdraw();
    this.stop?.();
  }

  protected override models() {
    return [this.office, this.office.commands, this.desk.roster];
  }

  protected override firstUpdated(): void {
    this.withdraw = this.office.commands.offer('desk', () => this.own());
  }

  protected override updated(): void {
    const dialog = this.querySelector('dialog');
    if (!dialog || dialog.open === this.office.palette) return;
    if (this.office.palette) dialog.showModal();
    else dialog.close();
  }

  protected override render(): TemplateResult {
    const t = say(shell);
    const found = this.found;
    const active = found[this.at];
    return html`<dialog class="palette" aria-label=${t.palette} @close=${this.closed}>
      <input
        role="combobox"
        aria-expanded="true"
        aria-controls="commands"
        aria-autocomplete="list"
        aria-activedescendant=${active ? `command-${this.at}` : nothing}
        aria-label=${t.palette}
        placeholder=${t.paletteHint}
        autocomplete="off"
        .value=${this.text}
        @input=${this.type}
        @keydown=${this.choose}
      />
      <ul id="commands" role="listbox" aria-label=${t.palette}>
        ${found.map((c, i) => this.option(c, i))}
      </ul>
      ${found.length === 0 ? html`<p class="note" role="status">${t.noCommand}</p>` : nothing}
    </dialog>`;
  }

  private option(c: Command, i: number): TemplateResult {
    const by = shortcutOf(c.id);
    return html`<li role="option" id="command-${i}" aria-selected=${i === this.at} @click=${() => this.run(c)}>
      <span dir="auto">${c.label}</span> ${by && this.office.keep.get('keys', true) ? html`<kbd>${keysWord(by)}</kbd>` : nothing}
    </li>`;
  }

  private get found(): Command[] {
    if (!this.office.palette) return [];
    const { commands } = this.office;
    const text = this.text.trim();
    if (text.length < 2) return commands.matching(text).slice(0, shown);
    const searches = matching(this.searches(), text).slice(0, shown / 2);
    const some = commands.matching(text).slice(0, shown - searches.length);
    return [...some, ...searches, this.search('for', say(search).for(text), { text })];
  }

  /** What is typed can be searched for in every session, too: as a tag, an agent, or words. */
  private searches(): Command[] {
    const t = say(search);
    const { config, roster } = this.desk;
    const tags = sorted(config?.tags ?? [], language.code);
    return [
      ...tags.map((s) => this.search(`tag/${s.name}`, t.tagged(s.text), { tag: s.name })),
      ...roster.agents.map((a) => this.search(`agent/${a.email}`, t.whose(name(a)), { agent: a.email })),
    ];
  }

  private search(id: string, label: string, wanted: Partial<Wanted>): Command {
    const run = () => {
      this.office.address.go({ name: 'search' });
      void this.desk.search.find({ ...nothingWanted, ...wanted });
    };
    return { id: `search/${id}`, label, run };
  }

  // ---- What the desk itself can do

  private own(): Command[] {
    const t = say(shell);
    const { desk, office } = this;
    const go = (label: string, page: Page): Command => ({
      id: format(page),
      label: t.goTo(label),
      run: () => office.address.go(page),
    });
    const [offer] = desk.inbox.offers;
    const unread = desk.inbox.active.find((c) => desk.inbox.unread(c) > 0);
    const commands: Command[] = [
      ...(offer ? [{ id: 'accept', label: t.acceptFirst, run: () => this.accept(offer.id) }] : []),
      ...(unread ? [{ id: 'unread', label: t.nextUnread, run: () => this.open(unread.id) }] : []),
      ...(desk.mayBegin ? [{ id: 'begin', label: say(start).start, run: () => office.begin() }] : []),
      { id: 'next', label: t.next, run: () => this.step(1) },
      { id: 'previous', label: t.previous, run: () => this.step(-1) },
      { id: 'write', label: t.write, run: () => this.write() },
      { id: 'keys', label: say(keys).title, run: () => office.openKeys() },
      go(t.desk, { name: 'desk' }),
      { ...go(say(search).title, { name: 'search' }), id: 'search' },
      { ...go(say(mentions).title, { name: 'mentions' }), id: 'mentions' },
      ...viewsFor(desk).map((view) => go(t.views[view], { name: 'supervise', view })),
      ...presences.map((p) => ({
        id: `presence/${p}`,
        label: t.be(presenceWord(p)),
        run: () => this.try(desk.presence.choose(p)),
      })),
    ];
    return [...commands, ...this.conversations(go), ...this.tastes()];
  }

  /** What one seldom wants comes last: of all commands, only the first are shown. */
  private tastes(): Command[] {
    const t = say(shell);
    return [
      ...schemes.map((s) => ({
        id: `scheme/${s}`,
        label: t.scheme + t.colon + t.schemes[s],
        run: () => chooseScheme(this.office.keep, s),
      })),
      ...codes.map((c) => ({
        id: `language/${c}`,
        label: t.language + t.colon + languages[c],
        run: () => language.choose(c),
      })),
    ];
  }

  private conversations(go: (label: string, page: Page) => Command): Command[] {
    const { inbox, queues } = this.desk;
    const mine = [...inbox.offers, ...inbox.active, ...inbox.wrapUp, ...inbox.parked, ...inbox.reading];
    const waiting = queues.names.flatMap((q) => queues.items(q) ?? []);
    return [
      ...mine.map((c) => go(customerName(c.called), { name: 'conversation', id: c.id })),
      ...waiting.map((i) => go(customerName(i.customer), { name: 'conversation', id: i.conversation })),
    ];
  }

  private open(id: string): void {
    this.office.address.go({ name: 'conversation', id });
  }

  private step(by: number): void {
    const { inbox } = this.desk;
    const mine = [...inbox.offers, ...inbox.active, ...inbox.wrapUp].map((c) => c.id);
    const { page } = this.office.address;
    const at = page.name === 'conversation' ? mine.indexOf(page.id) : -1;
    const next = mine[(at + by + mine.length) % mine.length] ?? mine[0];
    if (next) this.open(next);
  }

  private write(): void {
    document.querySelector<HTMLTextAreaElement>('desk-thread textarea')?.focus();
  }

  private async accept(id: string): Promise<void> {
    await this.try(this.desk.act(id, { kind: 'accept' }).then(() => this.office.take(id)));
  }

  private async try(p: Promise<unknown>): Promise<void> {
    await p.catch((e) => this.office.notices.problem(explain(e)));
  }

  // ---- Keys

  private readonly key = (e: KeyboardEvent) => {
    const by = struck(e, writesIn(document.activeElement as HTMLElement | null));
    if (by === '') return;
    if (by === listKey) {
      e.preventDefault();
      this.office.openPalette(!this.office.palette);
      return;
    }
    if (!this.office.keep.get('keys', true) || document.querySelector('dialog[open], details.menu[open]'))
      return;
    const command = this.office.commands.all.find((c) => shortcutOf(c.id) === by);
    if (!command) return;
    e.preventDefault(); // or the letter goes where the command puts the caret
    command.run();
  };

  private readonly type = (e: globalThis.Event) => {
    this.text = (e.target as HTMLInputElement).value;
    this.at = 0;
    if (this.text.trim().length > 1) this.stop ??= this.desk.roster.use(); // each agent is billed
  };

  private readonly choose = (e: KeyboardEvent) => {
    const n = this.found.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (step && n > 0) this.at = (this.at + step + n) % n;
    const command = this.found[this.at];
    if (e.key === 'Enter' && command) this.run(command);
    if (step || e.key === 'Enter') e.preventDefault();
  };

  private run(c: Command): void {
    this.office.openPalette(false);
    this.querySelector('dialog')?.close();
    c.run();
  }

  private readonly closed = () => {
    this.text = '';
    this.at = 0;
    this.stop?.();
    this.stop = undefined;
    this.office.openPalette(false);
  };
}

customElements.define('desk-palette', Palette);
