import { html, nothing, type TemplateResult } from 'lit';
import type { Role } from '../data/documents.js';
import type { Key } from '../data/people.js';
import type { Office } from '../state/office.js';
import { say, span } from '../text/language.js';
import { explain } from '../text/problem.js';
import { shell } from '../text/shell.js';
import { roleWord } from '../text/words.js';
import { avatar } from './avatar.js';
import { codeForm, enrolForm, noKey } from './factor.js';
import { languagePicker } from './pickers.js';
import { View } from './view.js';

/** The way in: sign-in, or on one's own machine the demo's agents. */
class Entrance extends View {
  static override properties = {
    office: { attribute: false },
    busy: { state: true },
    problem: { state: true },
    news: { state: true },
    coded: { state: true },
    key: { state: true },
  };
  declare office: Office;
  declare busy: boolean;
  declare problem: string;
  declare news: string;
  /** whether the sign-in waits for a code */
  declare coded: boolean;
  /** what the agent's app is to make codes with */
  declare key: Key | undefined;

  constructor() {
    super();
    this.busy = this.coded = false;
    this.problem = this.news = '';
  }

  protected override models() {
    return [this.office];
  }

  protected override render(): TemplateResult {
    const t = say(shell);
    return html`<main class="entrance" id="main">
      <h1>${t.product}</h1>
      ${this.ended()}
      ${this.step()}
      <p class="problem" role="alert">${this.problem}</p>
      <p role="status">${this.news}</p>
      ${languagePicker()}
    </main>`;
  }

  private step(): TemplateResult {
    const { local, stage } = this.office;
    if (local) return this.agents();
    if (stage === 'unverified') return this.unverified();
    if (stage === 'half')
      return this.key
        ? enrolForm(this.key, this.busy, this.confirm, this.out)
        : noKey(this.busy, this.showKey, this.out);
    return this.coded ? codeForm(this.busy, this.second, this.again) : this.form();
  }

  /** Why the agent who was here has to come in again. */
  private ended(): TemplateResult | typeof nothing {
    const t = say(shell);
    const { ending, idle } = this.office;
    if (ending === '') return nothing;
    const why = {
      idle: t.endedIdle(span(idle.timeout)),
      elsewhere: t.endedElsewhere,
      removed: t.endedRemoved,
      role: t.endedRole,
    };
    return html`<p class="banner" role="status">${why[ending]}</p>`;
  }

  private agents(): TemplateResult {
    const t = say(shell);
    const { candidates } = this.office;
    return html`
      <h2 id="who">${t.whoAreYou}</h2>
      <ul class="candidates" aria-labelledby="who">
        ${candidates.map(
          (c) => html`<li>
            <button @click=${() => this.office.sit(c.email)}>
              <span class="grow"><strong>${c.name || c.email}</strong><small dir="auto">${c.queues.length > 0 ? t.serves(c.queues) : t.servesNone}</small></span>
              <small>${roleWord(c.role as Role)}</small>
              ${avatar(c.name || c.email)}
            </button>
          </li>`,
        )}
      </ul>
      ${candidates.length === 0 ? html`<p>${t.nobody}</p>` : nothing}
      <p class="dim">${t.local}</p>
    `;
  }

  private form(): TemplateResult {
    const t = say(shell);
    const ways = this.office.settings.signIn;
    const google = html`<button ?disabled=${this.busy} @click=${this.google}>${t.google}</button>`;
    return html`
      <h2>${t.signIn}</h2>
      ${ways.includes('google') ? html`${google}` : nothing}
      ${ways.includes('google') && ways.includes('email') ? html`<p class="dim">${t.or}</p>` : nothing}
      ${ways.includes('email') ? this.withPassword() : nothing}
    `;
  }

  private withPassword(): TemplateResult {
    const t = say(shell);
    return html`
      <form @submit=${this.submit}>
        <label>${t.address} <input name="address" type="email" autocomplete="username" required /></label>
        <label>${t.password} <input name="password" type="password" autocomplete="current-password" required /></label>
        <button class="primary" ?disabled=${this.busy}>${t.enter}</button>
      </form>
      <button class="link" @click=${this.forgot}>${t.forgot}</button>
      <p class="dim">${t.accounts}</p>
    `;
  }

  private unverified(): TemplateResult {
    const t = say(shell);
    return html`
      <p>${t.verify(this.office.person?.email ?? '')}</p>
      <button class="primary" ?disabled=${this.busy} @click=${this.check}>${t.verified}</button>
      <button class="link" @click=${() => this.try((p) => p.sendVerification(), t.verifySent)}>${t.verifySend}</button>
      <button class="link" @click=${() => this.office.leave()}>${t.signOut}</button>
    `;
  }

  private get fields(): { address: string; password: string } {
    const form = this.querySelector('form');
    const of = (name: string) => String((form && new FormData(form).get(name)) ?? '');
    return { address: of('address'), password: of('password') };
  }

  private readonly submit = (e: Event) => {
    e.preventDefault();
    const { address, password } = this.fields;
    void this.try(async (p) => {
      this.coded = !(await p.email(address, password));
    });
  };

  private readonly google = () =>
    this.try(async (p) => {
      this.coded = !(await p.google());
    });

  private readonly second = (code: string) => this.try((p) => p.second(code));
  private readonly again = () => {
    this.coded = false;
    this.problem = '';
  };

  private readonly showKey = () =>
    this.try(async (p) => {
      this.key = await p.newKey();
    });

  private readonly confirm = (code: string) => this.try(async () => this.key?.confirm(code));
  private readonly out = () => this.office.leave();

  private readonly forgot = () => this.try((p) => p.resetPassword(this.fields.address), say(shell).resetSent);

  private readonly check = () =>
    this.try(async (p) => {
      if (!(await p.verified())) this.problem = say(shell).notYet;
    });

  /** try does something with the identity provider and says how it went. */
  private async try(f: (p: NonNullable<Office['people']>) => Promise<unknown>, news = ''): Promise<void> {
    const { people } = this.office;
    if (!people) return;
    this.busy = true;
    this.problem = this.news = '';
    try {
      await f(people);
      this.news = news;
    } catch (e) {
      this.problem = explain(e);
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('desk-entrance', Entrance);
