import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Page } from '../state/address.js';
import type { Desk } from '../state/desk.js';
import type { Office } from '../state/office.js';
import { language, say } from '../text/language.js';
import { shell } from '../text/shell.js';
import { Alarm } from './alarm.js';
import { Bell } from './bell.js';
import './empty.js';
import './header.js';
import './idle.js';
import './lists.js';
import './lost.js';
import './notices.js';
import './palette.js';
import './presence.js';
import { View } from './view.js';

/** Whether a page is the one of customers' data, which only admins have. */
const isCustomers = (page: Page | undefined): boolean =>
  page?.name === 'supervise' && page.view === 'customers';

/** The whole page: the way in, or the desk. */
export class DeskApp extends View {
  static override properties = { office: { attribute: false } };
  declare office: Office | undefined;
  private bell: Bell | undefined;

  protected override models() {
    const { office } = this;
    return [office, office?.desk, office?.address];
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const config = this.office?.desk?.config;
    if (config) language.in(config.zone);
  }

  protected override updated(): void {
    const desk = this.office?.desk;
    if (this.office && desk && !this.bell) {
      this.bell = new Bell(this.office, desk);
      new Alarm(this.office, desk, this.bell);
    }
    const { office } = this;
    // The pages of supervisors are nobody else's.
    if (desk?.me && !desk.supervises && ['supervise', 'wall'].includes(office?.address.page.name ?? ''))
      office?.address.go({ name: 'desk' });
    if (desk?.me && !desk.administers && isCustomers(office?.address.page))
      office?.address.go({ name: 'supervise', view: 'queues' });
    document.title = this.bell?.title ?? say(shell).product;
    document.documentElement.lang = language.code;
  }

  protected override render(): TemplateResult {
    const { office } = this;
    const t = say(shell);
    if (!office || office.stage === 'starting')
      return html`<p class="starting" role="status">${office?.slow ? html`${t.slow} <button @click=${() => location.reload()}>${t.loadAgain}</button>` : t.starting}</p>`;
    const { desk } = office;
    if (office.stage !== 'desk' || !desk) {
      void import('./entrance.js');
      return html`<desk-entrance .office=${office}></desk-entrance>`;
    }
    if (desk.dismissed) return this.dismissed(office, desk);
    if (!desk.me || !desk.config) return this.opening(desk);
    if (office.address.page.name === 'wall' && desk.supervises) {
      void import('./supervise/wall.js');
      return html`<desk-wall .office=${office} .desk=${desk}></desk-wall>`;
    }
    // What is seldom looked at is loaded when it is.
    if (office.beginning) void import('./seldom.js');
    if (office.keys) void import('./seldom.js');
    return html`
      <a class="skip" href="#main">${t.skip}</a>
      <desk-header .office=${office} .desk=${desk}></desk-header>
      <desk-idle .idle=${office.idle}></desk-idle>
      <desk-lost .office=${office} .desk=${desk}></desk-lost>
      ${this.page(office, desk)}
      ${office.beginning ? html`<desk-start .office=${office} .desk=${desk} @close=${() => office.begin(false)}></desk-start>` : nothing}
      ${office.keys ? html`<desk-keys .office=${office} @close=${() => office.openKeys(false)}></desk-keys>` : nothing}
      <desk-palette .office=${office} .desk=${desk}></desk-palette>
      <desk-notices .office=${office} .desk=${desk}></desk-notices>
    `;
  }

  /** The desk before the database has answered: nothing is kept that could be shown meanwhile, but for what was written. */
  private opening(desk: Desk): TemplateResult {
    const t = say(shell);
    const { queued } = desk.outbox;
    if (!desk.unreachable) return html`<p class="starting" role="status">${t.starting}</p>`;
    return html`<p class="starting" role="status">${t.unreachable} ${queued > 0 ? t.offlineQueued(queued) : nothing}</p>`;
  }

  private page(office: Office, desk: Desk): TemplateResult {
    const { page } = office.address;
    if (page.name === 'supervise' && desk.supervises) {
      // Its code is loaded when it is first looked at: most agents never do.
      void import('./supervise/supervise.js');
      return html`<div class="bar"><desk-standing .desk=${desk}></desk-standing><desk-presence .office=${office} .desk=${desk}></desk-presence></div>
        <desk-supervise id="main" tabindex="-1" .office=${office} .desk=${desk} .view=${page.view} .of=${page.of ?? ''}></desk-supervise>`;
    }
    if (page.name === 'mentions') {
      void import('./seldom.js');
      return html`<desk-mentions .office=${office} .desk=${desk}></desk-mentions>`;
    }
    if (page.name === 'search') {
      void import('./seldom.js'); // when it is first looked at
      return html`<desk-search .office=${office} .desk=${desk}></desk-search>`;
    }
    const open = page.name === 'conversation' ? page.id : '';
    void import('./thread/thread.js'); // the lists are there before it
    return html`<div class="desk ${open ? 'is-open' : ''}">
      <desk-lists .office=${office} .desk=${desk} .open=${open}></desk-lists>
      <main id="main" tabindex="-1">
        ${open ? html`<desk-thread .office=${office} .desk=${desk} .conversation=${open}></desk-thread>` : html`<desk-empty .office=${office} .desk=${desk}></desk-empty>`}
      </main>
    </div>`;
  }

  private dismissed(office: Office, desk: Desk): TemplateResult {
    const t = say(shell);
    return html`<main class="entrance" id="main">
      <h1>${t.dismissed}</h1>
      <p role="alert">${t.dismissedWhat(desk.email)}</p>
      <button class="primary" @click=${() => office.leave()}>${t.signOut}</button>
    </main>`;
  }
}

customElements.define('desk-app', DeskApp);
