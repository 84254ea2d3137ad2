import { html, nothing, type TemplateResult } from 'lit';
import * as listen from '../../data/listen.js';
import * as queries from '../../data/queries.js';
import { idOf, lasts, type Setting, setting, type Wish } from '../../data/settings.js';
import { bounds, forms, type SettingKind } from '../../data/words.gen.js';
import { dateOf, moved } from '../../state/figures.js';
import { instantOf } from '../../state/zone.js';
import { daily } from '../../text/daily.js';
import { dateTitle, language, moment, say, tongue } from '../../text/language.js';
import { supervise } from '../../text/supervise.js';
import type { Ask } from './ask.js';
import { Page } from './page.js';

/** A year that never comes, for what has no end. */
const never = Date.UTC(9999, 11, 31);

const span = /^([01]?\d|2[0-3]):[0-5]\d-([01]?\d|2[0-3]):[0-5]\d$/;
const slug = new RegExp(`^${forms.name}$`);

/** What changes daily and needs no deployment: a day's hours, an outage, a new tag. */
class DailyPage extends Page {
  /** what is over, the newest end first */
  private over: Setting[] = [];

  protected override models() {
    return [this.desk];
  }

  protected override begin() {
    const { desk } = this;
    const at = desk.now();
    return [
      listen.all(queries.settingsOver(desk.connection.db, at), setting, (over) => {
        this.over = over;
        this.requestUpdate();
      }),
    ];
  }

  /** What is over, with what has ended since the page is open. */
  private get past(): Setting[] {
    const now = this.desk.now();
    const known = new Set(this.over.map(idOf));
    const ended = this.desk.daily.filter((s) => !lasts(s, now) && !known.has(idOf(s)));
    return [...ended.sort((a, b) => b.until - a.until), ...this.over];
  }

  protected override content(): TemplateResult {
    const t = say(daily);
    return html`<p class="dim">${t.what}</p>
      ${this.section('hours', t.hours, t.noHours, t.addHours, () => this.hours())}
      ${this.section('outage', t.outages, t.noOutage, t.addOutage, () => this.outage())}
      ${this.section('tag', t.tags, t.noTags, t.addTag, () => this.tag())}
      ${
        this.past.length > 0
          ? html`<section aria-labelledby="over"><h2 id="over">${t.over}</h2>
        <ul class="daily" aria-labelledby="over">${this.past.map((s) => html`<li>${this.said(s)}</li>`)}</ul></section>`
          : nothing
      }`;
  }

  private section(
    kind: SettingKind,
    title: string,
    none: string,
    add: string,
    ask: () => Ask,
  ): TemplateResult {
    const now = this.desk.now();
    const all = this.desk.daily.filter((s) => s.kind === kind && lasts(s, now));
    return html`<section aria-labelledby=${kind}>
      <h2 id=${kind}>${title}</h2>
      ${all.length > 0 ? html`<ul class="daily" aria-labelledby=${kind}>${all.map((s) => this.row(s))}</ul>` : html`<p class="dim">${none}</p>`}
      <p><button type="button" @click=${() => {
        this.asking = ask();
      }}>${add}</button></p>
    </section>`;
  }

  private row(s: Setting): TemplateResult {
    const t = say(daily);
    return html`<li>${this.said(s)}
      <button type="button" aria-label=${t.remove(this.titleOf(s))} @click=${() => {
        this.asking = this.removal(s);
      }}>${t.takeBack}</button>
    </li>`;
  }

  /** said is what is set, by whom, when and why, and when it ends or who removed it. */
  private said(s: Setting): TemplateResult {
    const t = say(daily);
    const who = (name: string, at: number, why: string) =>
      html`<span dir="auto">${name}</span>, ${moment(at || this.desk.now())}${why ? html` – <q dir="auto">${why}</q>` : nothing}`;
    return html`<p><b dir="auto">${this.titleOf(s)}</b> <span dir="auto">${this.detail(s)}</span></p>
      <p class="dim">${t.setBy} ${who(s.name || s.by, s.at, s.why)}
        ${
          s.removedBy
            ? html`· ${t.removedBy} ${who(s.removedName || s.removedBy, s.removedAt, s.removedWhy)}`
            : s.until < never
              ? html`· ${t.until} ${moment(s.until)}`
              : nothing
        }</p>`;
  }

  private removal(s: Setting): Ask {
    const t = say(daily);
    return {
      title: t.remove(this.titleOf(s)),
      confirm: t.takeBack,
      danger: true,
      body: () =>
        html`<label>${t.why} <input name="why" required maxlength="200" autocomplete="off" /></label>`,
      run: async (form) => {
        await this.desk.orders.unset(s, whyOf(form));
        this.office.notices.done(t.removed);
        return true;
      },
      explain: said,
    };
  }

  private titleOf(s: Setting): string {
    if (s.kind === 'hours') return `${this.queueTitle(s.of)}, ${dateTitle(s.date)}`;
    return s.kind === 'tag' ? (s.texts[language.code] ?? Object.values(s.texts)[0] ?? s.of) : s.of;
  }

  private detail(s: Setting): string {
    if (s.kind === 'hours') return s.spans.join(', ') || say(daily).closed;
    return s.kind === 'tag' ? s.of : (s.texts[language.code] ?? Object.values(s.texts)[0] ?? '');
  }

  private async carryOut(
    form: FormData,
    s: Partial<Wish> & Pick<Wish, 'kind' | 'of' | 'until'>,
  ): Promise<true> {
    await this.desk.orders.set({
      date: '',
      spans: [],
      zone: '',
      texts: {},
      colour: '',
      ...s,
      why: whyOf(form),
    });
    this.office.notices.done(say(daily).done);
    return true;
  }

  private reason(): TemplateResult {
    return html`<label>${say(daily).whyMaybe} <input name="why" maxlength="200" autocomplete="off" /></label>`;
  }

  private hours(): Ask {
    const t = say(daily);
    const today = dateOf(this.desk.now(), language.zone);
    return {
      title: t.addHoursTitle,
      confirm: t.set,
      body: () => html`<label>${say(supervise).queue} <select name="queue">
          ${this.desk.config?.queues.map((q) => html`<option value=${q.name}>${this.queueTitle(q.name)}</option>`)}
        </select></label>
        <label>${t.date} <input type="date" name="date" autocomplete="off" required min=${today} .value=${today} /></label>
        <label>${t.spans} <input name="spans" autocomplete="off" placeholder="09:00-12:30" aria-describedby="spans-hint" /></label>
        <p class="dim" id="spans-hint">${t.spansHint}</p>${this.reason()}`,
      run: (form) => {
        const date = String(form.get('date'));
        const spans = String(form.get('spans'))
          .split(',')
          .map((s) => s.replaceAll(/\s/g, ''))
          .filter(Boolean);
        if (spans.length > bounds.spans || !spans.every((s) => span.test(s))) throw new Error(t.badSpans);
        // In any zone the day is over by then, a span past midnight too.
        const until = Date.parse(`${moved(date, 3)}T00:00Z`);
        return this.carryOut(form, {
          kind: 'hours',
          of: String(form.get('queue')),
          date,
          spans,
          zone: language.zone,
          until,
        });
      },
      explain: said,
    };
  }

  private outage(): Ask {
    const t = say(daily);
    const { config } = this.desk;
    const streams = Object.entries(config?.workstreams ?? {});
    const languages = [...new Set([...streams.map(([, w]) => w.language || 'en'), 'en', language.code])];
    const most = bounds.outage;
    return {
      title: t.addOutageTitle,
      confirm: t.set,
      body: () => html`<p class="dim">${t.outageWhat}</p>
        <label>${t.workstream} <select name="workstream">${streams.map(([name]) => html`<option>${name}</option>`)}</select></label>
        ${languages.map((l) => html`<label>${t.textIn(tongue(l))} <textarea name=${`text-${l}`} rows="3" maxlength=${most} lang=${l} autocomplete="off"></textarea></label>`)}
        <label>${t.until} <input type="datetime-local" name="until" autocomplete="off" required /></label>${this.reason()}`,
      run: (form) => {
        const texts = filled(form, languages);
        const own = config?.workstreams[String(form.get('workstream'))]?.language || 'en';
        if (!texts[own] || Object.values(texts).some((s) => [...s].length > most))
          throw new Error(t.badText(most));
        const until = instantOf(String(form.get('until')), language.zone);
        if (!(until > this.desk.now())) throw new Error(t.badUntil);
        return this.carryOut(form, { kind: 'outage', of: String(form.get('workstream')), texts, until });
      },
      explain: said,
    };
  }

  private tag(): Ask {
    const t = say(daily);
    const languages = [...new Set(['en', language.code, 'fr'])];
    return {
      title: t.addTagTitle,
      confirm: t.set,
      body: () => html`<label>${t.tagName} <input name="name" required maxlength="39" autocomplete="off" /></label>
        ${languages.map((l) => html`<label>${t.textIn(tongue(l))} <input name=${`text-${l}`} maxlength=${bounds.label} lang=${l} autocomplete="off" /></label>`)}
        <label>${t.colour} <select name="colour">${Object.entries(t.colours).map(([c, label]) => html`<option value=${c}>${label}</option>`)}</select></label>${this.reason()}`,
      run: (form) => {
        const of = String(form.get('name')).trim();
        const texts = filled(form, languages);
        if (!slug.test(of)) throw new Error(t.badName);
        if (this.desk.config?.tags.some((tag) => tag.name === of)) throw new Error(t.taken);
        if (!texts.en) throw new Error(t.badText(bounds.label));
        return this.carryOut(form, {
          kind: 'tag',
          of,
          texts,
          colour: String(form.get('colour')),
          until: never,
        });
      },
      explain: said,
    };
  }
}

const whyOf = (form: FormData): string => String(form.get('why')).trim();

const filled = (form: FormData, languages: string[]): Record<string, string> =>
  Object.fromEntries(languages.map((l) => [l, String(form.get(`text-${l}`)).trim()]).filter(([, s]) => s));

/** said is what a form finds wrong; the rest is explained as everywhere. */
const said = (e: unknown): string => (e instanceof Error && !('code' in e) ? e.message : '');

customElements.define('desk-daily', DailyPage);
