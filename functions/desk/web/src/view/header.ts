import { html, nothing, type TemplateResult } from 'lit';
import { cost } from '../data/listen.js';
import { type Presence, presences } from '../data/words.gen.js';
import { format, type Page, type View as Supervised, views } from '../state/address.js';
import type { Desk } from '../state/desk.js';
import { listKey } from '../state/keys.js';
import type { Office } from '../state/office.js';
import { keys, keysWord } from '../text/keys.js';
import { elsewhere, say } from '../text/language.js';
import { explain } from '../text/problem.js';
import { because } from '../text/reason.js';
import { shell } from '../text/shell.js';
import { presenceWord } from '../text/words.js';
import { closeOnEscape, closeOnLeave } from './menu.js';
import { languagePicker } from './pickers.js';
import { chooseScheme, type Scheme, scheme, schemes } from './scheme.js';
import { Ticker, View } from './view.js';

/** The top of every page: where one is, the presence, the settings. */
class Header extends View {
  static override properties = { office: { attribute: false }, desk: { attribute: false } };
  declare office: Office;
  declare desk: Desk;

  constructor() {
    super();
    new Ticker(this, 15_000); // a lease ends without anybody writing
  }

  protected override models() {
    return [this.office.address, this.desk, this.desk.presence];
  }

  protected override render(): TemplateResult {
    const t = say(shell);
    const { presence } = this.desk;
    return html`<header class="top">
      <a class="brand" href="/" @click=${(e: Event) => this.go(e, { name: 'desk' })}>${t.product}</a>
      ${this.desk.supervises ? this.navigation() : nothing}
      ${this.explained()}
      ${this.zone()}
      <button class="icon" aria-keyshortcuts=${listKey} title="${t.palette} (${keysWord(listKey)})" aria-label=${t.palette} @click=${() => this.office.openPalette()}>⌘</button>
      ${this.presence()}
      ${this.settings()}
    </header>
    <div role="status">${presence.awayBy ? html`<p class="banner">${t.awayBy(because(presence.awayBy))}</p>` : nothing}</div>`;
  }

  /** Whose time it is that is shown, where it is not the browser's. */
  private zone(): TemplateResult | typeof nothing {
    const time = elsewhere(this.desk.now());
    return time ? html`<span class="zone dim" title=${say(shell).zone}>${time}</span>` : nothing;
  }

  private go(e: Event, page: Page): void {
    e.preventDefault();
    this.office.address.go(page);
  }

  private navigation(): TemplateResult {
    const t = say(shell);
    const { page } = this.office.address;
    const link = (here: boolean, text: string, to: Page) =>
      html`<a href=${format(to)} aria-current=${here ? 'page' : nothing} @click=${(e: Event) => this.go(e, to)}>${text}</a>`;
    const at = (view: Supervised) => page.name === 'supervise' && page.view === view;
    return html`<nav aria-label=${t.navigation}>
      ${link(page.name !== 'supervise', t.desk, { name: 'desk' })}
      ${views.map((v) => link(at(v), t.views[v], { name: 'supervise', view: v }))}
    </nav>`;
  }

  private presence(): TemplateResult {
    const t = say(shell);
    const { presence, me } = this.desk;
    const choose = (e: Event) => this.choose((e.target as HTMLSelectElement).value as Presence);
    return html`<label class="presence">
      <span class="dot ${presence.effective}" aria-hidden="true"></span>
      <span class="hidden">${t.presence}</span>
      <select @change=${choose} .value=${presence.choice}>
        ${presences.map((p) => html`<option value=${p} ?selected=${p === presence.choice}>${presenceWord(p)}</option>`)}
      </select>
    </label>
    ${me ? html`<span class="load" title=${t.load(me.used, me.capacity)}>${me.used}/${me.capacity}</span>` : nothing}`;
  }

  /** What the system made of the choice, where that is something else: beside it, so that nothing moves. */
  private explained(): TemplateResult {
    const t = say(shell);
    const { presence, me } = this.desk;
    const { choice, effective, awayBy } = presence;
    let text = '';
    if (awayBy) text = '';
    else if (choice === 'available' && effective === 'busy' && me) text = t.full(me.used, me.capacity);
    else if (this.desk.connected && presence.settled && effective !== choice)
      text = `${presenceWord(choice)}; ${t.shownAs(presenceWord(effective))}`;
    return html`<span class="explained" role="status" title=${text || nothing}>${text}</span>`;
  }

  private async choose(p: Presence): Promise<void> {
    try {
      await this.desk.presence.choose(p);
    } catch (e) {
      this.office.notices.problem(explain(e));
    }
  }

  private settings(): TemplateResult {
    const t = say(shell);
    const { keep } = this.office;
    const keeps = (key: string) => (e: Event) => keep.set(key, (e.target as HTMLInputElement).checked);
    return html`<details class="menu" @toggle=${this.recount} @keydown=${closeOnEscape} @focusout=${closeOnLeave}>
      <summary><span aria-hidden="true">☰</span><span class="hidden">${t.settings}</span> <span class="wide">${this.desk.name}</span></summary>
      <div class="sheet">
        <p>${t.signedInAs(this.desk.name)}</p>
        ${languagePicker()}
        <label class="picker">${t.scheme}
          <select @change=${(e: Event) => chooseScheme(keep, (e.target as HTMLSelectElement).value as Scheme)}>
            ${schemes.map((s) => html`<option value=${s} ?selected=${s === scheme(keep)}>${t.schemes[s]}</option>`)}
          </select>
        </label>
        <label><input type="checkbox" .checked=${keep.get('sound', true)} @change=${keeps('sound')} /> ${t.sound}</label>
        <label><input type="checkbox" .checked=${keep.get('notify', false)} @change=${this.notify} /> ${t.notify}</label>
        <label><input type="checkbox" .checked=${keep.get('keys', true)} @change=${keeps('keys')} /> ${say(keys).single}</label>
        <button @click=${() => this.office.openKeys()}>${say(keys).title} <kbd>?</kbd></button>
        <p class="dim">${t.reads(cost.reads, cost.writes)}</p>
        <p class="dim"><a href="/notices.txt" target="_blank" rel="noopener noreferrer">${t.notices}</a></p>
        <button @click=${() => this.office.leave()}>${t.signOut}</button>
      </div>
    </details>`;
  }

  /** Reads and writes trigger no update: they are counted when the menu is opened. */
  private readonly recount = () => this.requestUpdate();

  private readonly notify = async (e: Event) => {
    const box = e.target as HTMLInputElement;
    const wanted = box.checked;
    const allowed = wanted && (await globalThis.Notification?.requestPermission()) === 'granted';
    this.office.keep.set('notify', allowed);
    box.checked = allowed;
    if (wanted && !allowed) this.office.notices.problem(say(shell).notifyDenied);
  };
}

customElements.define('desk-header', Header);
