import { html, nothing, type TemplateResult } from 'lit';
import { cost } from '../data/listen.js';
import type { Reason } from '../data/reason.js';
import { format, type Page, type View as Supervised, viewsFor } from '../state/address.js';
import type { Desk } from '../state/desk.js';
import { listKey } from '../state/keys.js';
import type { Office } from '../state/office.js';
import { isBySupervisor } from '../state/presence.js';
import { alertTexts } from '../text/alerts.js';
import { keys, keysWord } from '../text/keys.js';
import { say, soon } from '../text/language.js';
import { mentions } from '../text/mentions.js';
import { because } from '../text/reason.js';
import { search } from '../text/search.js';
import { shell } from '../text/shell.js';
import { presenceWord } from '../text/words.js';
import { avatar } from './avatar.js';
import { chooseDensity, type Density, densities, density } from './density.js';
import { icons } from './icon.js';
import { closeOnEscape, closeOnLeave } from './menu.js';
import { languagePicker } from './pickers.js';
import { chooseScheme, type Scheme, scheme, schemes } from './scheme.js';
import { Ticker, View } from './view.js';

/** The rail beside every page: where one is, what there is besides, the settings. */
class Header extends View {
  static override properties = { office: { attribute: false }, desk: { attribute: false } };
  declare office: Office;
  declare desk: Desk;

  constructor() {
    super();
    new Ticker(this, 15_000); // a lease ends without anybody writing
  }

  protected override models() {
    const { desk, office } = this;
    return [office.address, desk, desk.presence, desk.mentions, desk.alerts];
  }

  protected override render(): TemplateResult {
    const t = say(shell);
    const { presence } = this.desk;
    return html`<header class="rail">
      <a class="brand" href="/" @click=${(e: Event) => this.go(e, { name: 'desk' })}>
        <span aria-hidden="true">${[...t.product][0]}</span><span class="hidden">${t.product}</span>
      </a>
      ${this.navigation()}
      <button class="icon" aria-keyshortcuts=${listKey} title="${t.palette} (${keysWord(listKey)})" aria-label=${t.palette} @click=${() => this.office.openPalette()}>${icons.palette}</button>
      <span class="grow"></span>
      <button class="icon" title=${say(keys).title} aria-label=${say(keys).title} @click=${() => this.office.openKeys()}>${icons.help}</button>
      ${this.settings()}
    </header>
    <div class="news" role="status">${presence.awayBy ? html`<p class="banner">${this.awaySays(presence.awayBy)}</p>` : nothing}${this.lentSays()}</div>`;
  }

  private awaySays(why: Reason): string {
    const { presence } = this.desk;
    if (!isBySupervisor(why)) return say(shell).awayBy(because(why));
    return say(shell).youWereSet(String(why.args.by ?? ''), presenceWord(presence.choice));
  }

  /** That a supervisor changed what this agent works today. */
  private lentSays(): TemplateResult | typeof nothing {
    const { me, now } = this.desk;
    if (!me?.today || now() >= me.today.until || me.today.by === me.email) return nothing;
    return html`<p class="banner quiet">${say(shell).youAreLent(me.today.name, soon(me.today.until, now()))}</p>`;
  }

  private go(e: Event, page: Page): void {
    e.preventDefault();
    this.office.address.go(page);
  }

  private navigation(): TemplateResult {
    const t = say(shell);
    const { page } = this.office.address;
    const link = (here: boolean, icon: TemplateResult, text: string, to: Page, mark: unknown = nothing) =>
      html`<a href=${format(to)} title=${text} aria-current=${here ? 'page' : nothing} @click=${(e: Event) => this.go(e, to)}
        >${icon}<span class="hidden">${text}</span>${mark}</a>`;
    const at = (view: Supervised) => page.name === 'supervise' && page.view === view;
    return html`<nav aria-label=${t.navigation}>
      ${link(page.name === 'desk' || page.name === 'conversation', icons.desk, t.desk, { name: 'desk' })}
      ${link(page.name === 'search', icons.search, say(search).title, { name: 'search' })}
      ${link(page.name === 'mentions', icons.mentions, say(mentions).unseen(this.desk.mentions.unseen.length), { name: 'mentions' }, this.unseen())}
      ${viewsFor(this.desk).map((v) => link(at(v), icons[v], t.views[v], { name: 'supervise', view: v }, v === 'alerts' ? this.news() : nothing))}
    </nav>`;
  }

  /** How many alerts this supervisor has not seen. */
  private news(): TemplateResult | typeof nothing {
    const n = this.desk.alerts.news().length;
    if (n === 0) return nothing;
    return html`<span class="badge" role="img" aria-label=${say(alertTexts).news(n)}>${n}</span>`;
  }

  /** How many notes that are for this agent the agent has not seen; the link's name says it, too. */
  private unseen(): TemplateResult | typeof nothing {
    const n = this.desk.mentions.unseen.length;
    return n > 0 ? html`<span class="badge" aria-hidden="true">${n}</span>` : nothing;
  }

  private settings(): TemplateResult {
    const t = say(shell);
    const { keep } = this.office;
    const keeps = (key: string) => (e: Event) => keep.set(key, (e.target as HTMLInputElement).checked);
    return html`<details class="menu" @toggle=${this.recount} @keydown=${closeOnEscape} @focusout=${closeOnLeave}>
      <summary title=${t.settings}>${avatar(this.desk.name)}<span class="hidden">${t.settings} ${this.desk.name}</span></summary>
      <div class="sheet">
        <p>${t.signedInAs(this.desk.name)}</p>
        ${languagePicker()}
        <label class="picker">${t.scheme}
          <select @change=${(e: Event) => chooseScheme(keep, (e.target as HTMLSelectElement).value as Scheme)}>
            ${schemes.map((s) => html`<option value=${s} ?selected=${s === scheme(keep)}>${t.schemes[s]}</option>`)}
          </select>
        </label>
        <label class="picker">${t.density}
          <select @change=${(e: Event) => chooseDensity(keep, (e.target as HTMLSelectElement).value as Density)}>
            ${densities.map((d) => html`<option value=${d} ?selected=${d === density(keep)}>${t.densities[d]}</option>`)}
          </select>
        </label>
        <label><input type="checkbox" .checked=${keep.get('sound', true)} @change=${keeps('sound')} /> ${t.sound}</label>
        <label><input type="checkbox" .checked=${keep.get('notify', false)} @change=${this.notify} /> ${t.notify}</label>
        <label><input type="checkbox" .checked=${keep.get('keys', true)} @change=${keeps('keys')} /> ${say(keys).single}</label>
        ${this.office.settings.emulators ? html`<p class="dim">${t.reads(cost.reads, cost.writes)}</p>` : nothing}
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
