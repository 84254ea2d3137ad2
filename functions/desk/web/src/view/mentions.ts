import { html, nothing, type TemplateResult } from 'lit';
import type { Mention } from '../data/documents.js';
import { format } from '../state/address.js';
import type { Desk } from '../state/desk.js';
import type { Office } from '../state/office.js';
import { recently, say } from '../text/language.js';
import { mentions } from '../text/mentions.js';
import { customerName } from '../text/words.js';
import { avatar } from './avatar.js';
import { View } from './view.js';

/** The notes that are for this agent. What they say is read where they are. */
class MentionsPage extends View {
  static override properties = { office: { attribute: false }, desk: { attribute: false } };
  declare office: Office;
  declare desk: Desk;

  protected override models() {
    return [this.desk?.mentions]; // its code may come after the element
  }

  protected override updated(): void {
    this.desk.mentions.name();
  }

  protected override render(): TemplateResult {
    const t = say(mentions);
    const { mentions: all } = this.desk;
    return html`<main class="search" id="main" tabindex="-1">
      <div class="titled">
        <h1>${t.title}</h1>
        ${all.unseen.length > 0 ? html`<button @click=${() => all.seeAll()}>${t.seeAll}</button>` : nothing}
      </div>
      ${all.loaded && all.list.length === 0 ? html`<p class="dim">${t.none}</p>` : nothing}
      <ul class="hits" aria-label=${t.list}>${all.list.map((m) => html`<li>${this.mention(m, all.unseen.includes(m))}</li>`)}</ul>
    </main>`;
  }

  private mention(m: Mention, fresh: boolean): TemplateResult {
    const t = say(mentions);
    const page = { name: 'conversation', id: m.conversation } as const;
    const go = (e: Event) => {
      e.preventDefault();
      this.office.address.go(page);
    };
    return html`<a class="hit" href=${format(page)} @click=${go}>
      ${avatar(m.author.name || m.author.email)}
      <span class="from"><strong dir="auto">${customerName(this.desk.mentions.called(m.conversation))}</strong> ${fresh ? html`<span class="badge">${t.fresh}</span>` : nothing}</span>
      <time>${recently(m.at, this.desk.now())}</time>
      <span class="line"><bdi>${t.by(m.author.name || m.author.email)}</bdi></span>
    </a>`;
  }
}

customElements.define('desk-mentions', MentionsPage);
