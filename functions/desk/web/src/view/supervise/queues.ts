import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Item } from '../../data/documents.js';
import { Day, dateOf, isKept, rates } from '../../state/figures.js';
import { named } from '../../state/labels.js';
import { ages, byAge, opening } from '../../state/live.js';
import {
  hasRoom,
  isLate,
  isThere,
  type Overview,
  overview,
  type Seen,
  waitsSince,
} from '../../state/overview.js';
import { language, listed, number, percent, say, soon, span } from '../../text/language.js';
import { live } from '../../text/live.js';
import { because } from '../../text/reason.js';
import { shell } from '../../text/shell.js';
import { supervise } from '../../text/supervise.js';
import { thread } from '../../text/thread.js';
import { customerName, preview } from '../../text/words.js';
import { icons } from '../icon.js';
import { styled } from '../styled.js';
import { Page } from './page.js';
import { type Column, Table } from './table.js';

/** All queues, live: what waits in them, and whether they keep what was promised. */
class QueuesPage extends Page {
  static override properties: PropertyDeclarations = { open: { state: true } };
  /** the queue whose items are shown */
  declare open: string;
  private day: Day | undefined;
  private readonly table = new Table<Overview>(this, (o) => o.queue.name, { by: 'queue', down: false });

  constructor() {
    super();
    this.open = '';
  }

  protected override models() {
    return [this.desk, this.desk.queues, this.desk.roster, this.day];
  }

  protected override begin() {
    const { desk } = this;
    const day = new Day(desk.connection.db);
    this.day = day;
    desk.watchEveryQueue(true);
    return [desk.roster.use(), () => desk.watchEveryQueue(false), () => day.stop()];
  }

  protected override content(): TemplateResult {
    const t = say(supervise);
    const { desk } = this;
    const now = desk.now();
    this.day?.follow(dateOf(now, language.zone)); // a new day begins while somebody looks
    const seen = desk.roster.agents.map((agent): Seen => ({ agent, presence: desk.roster.presence(agent) }));
    const rows = (desk.config?.queues ?? []).map((q) =>
      overview(q, desk.queues.items(q.name), seen, this.day?.of(q.name), now),
    );
    if (rows.length === 0) return html`<p>${t.noQueues}</p>`;
    return html`<div class="summary"><p>${this.summary(rows, seen, now)}</p>${this.leadTo({ name: 'wall' }, say(live).wall)}</div>
      ${this.table.draw(t.queuesNow, this.columns(now), rows, (o) => this.detail(o, now))}
      <p class="dim footnote">${t.queuesFoot}</p>`;
  }

  /** All queues in a sentence. */
  private summary(rows: Overview[], seen: Seen[], now: number): string {
    const waiting = rows.reduce((sum, o) => sum + (o.items?.length ?? 0), 0);
    const since = rows.map((o) => o.oldest).filter((at) => at > 0);
    const longest = since.length > 0 ? span(now - Math.min(...since)) : '';
    return say(live).summary(waiting, longest, seen.filter(isThere).length, seen.filter(hasRoom).length);
  }

  private columns(now: number): Column<Overview>[] {
    const t = say(supervise);
    return [
      { key: 'queue', title: t.queue, by: (o) => this.queueTitle(o.queue.name), draw: (o) => this.name(o) },
      { key: 'waiting', title: t.waiting, end: true, by: (o) => o.items?.length, draw: waiting },
      {
        key: 'oldest',
        title: t.oldest,
        end: true,
        by: (o) => (o.oldest > 0 ? now - o.oldest : undefined),
        draw: (o) => oldest(o, now),
      },
      { key: 'ages', title: say(live).ages, draw: (o) => agesOf(o, now) },
      {
        key: 'hours',
        title: say(live).hours,
        by: (o) => Number(opening(o.queue, now).open),
        draw: (o) => hours(o, now),
      },
      {
        key: 'level',
        title: t.level,
        end: true,
        by: (o) => o.figures && rates(o.figures).level,
        draw: level,
      },
      { key: 'promise', title: t.promise, by: (o) => o.queue.within, draw: (o) => promise(o) },
      { key: 'agents', title: t.agents, by: (o) => o.room, draw: agents },
    ];
  }

  private name(o: Overview): TemplateResult {
    const open = this.open === o.queue.name;
    const toggle = () => {
      this.open = open ? '' : o.queue.name;
    };
    return html`<button class="fold" aria-expanded=${open} @click=${toggle}>
      ${icons.fold} <span dir="auto">${this.queueTitle(o.queue.name)}</span>
    </button>`;
  }

  // ---- What waits in one

  private detail(o: Overview, now: number): TemplateResult | undefined {
    const t = say(supervise);
    if (this.open !== o.queue.name || !o.items) return undefined;
    if (o.items.length === 0) return html`<p class="dim">${say(shell).queueEmpty}</p>`;
    return html`<ol class="items" aria-label=${t.waitingIn(this.queueTitle(o.queue.name))}>
        ${repeat(
          o.items,
          (i) => i.conversation,
          (i) => this.item(i, now),
        )}
      </ol>
      ${o.cut ? html`<p class="dim">${t.cut(o.items.length)}</p>` : nothing}`;
  }

  private item(i: Item, now: number): TemplateResult {
    const t = say(supervise);
    const late = isLate(i, now);
    const skills = Object.entries(i.skills).map(([name, n]) => t.skillFrom(name, n));
    return html`<li>
      <div class="who">
        ${this.link(i.conversation, html`<span dir="auto">${customerName(i.customer)}</span>`)}
        <span class=${late ? 'bad' : 'dim'}>${say(shell).waits(span(now - waitsSince(i)))}${late ? `, ${t.overPromise}` : i.lateAt > 0 ? `, ${t.promisedBy(soon(i.lateAt, now))}` : ''}</span>
      </div>
      <p class="what" dir="auto">${preview(i.preview, i.kind)}</p>
      <p class="dim"><small>${say(thread).priority} ${number(i.priority)}${skills.length > 0 ? ` · ${t.skills} ${listed(skills)}` : ''}</small></p>
      ${
        i.why.length > 0
          ? html`<details><summary>${t.whyWaits}</summary><ul class="why">${i.why.map((line) => html`<li dir="auto">${because(named(line, this.desk.config, language.code))}</li>`)}</ul></details>`
          : nothing
      }
      ${this.buttons(i, ['assign', 'priority'], html`<button @click=${() => this.take(i)}>${say(shell).take}</button>`)}
    </li>`;
  }

  private readonly take = async (i: Item) => {
    const taken = await this.tried(() => this.desk.act(i.conversation, { kind: 'pick' }));
    if (taken) this.office.take(i.conversation);
  };
}

// ---- Cells

/** Whether a queue is open, until when or from when on. */
export function hours(o: Pick<Overview, 'queue'>, now: number): TemplateResult {
  const t = say(live);
  const { open, at } = opening(o.queue, now);
  const time = at > 0 ? soon(at, now) : '';
  const text = open ? (time ? t.openUntil(time) : t.open) : time ? t.closedUntil(time) : t.closed;
  return html`<span class="hours ${open ? '' : 'is-closed'}">${text}</span>`;
}

/** How many wait for how long: in words, each with a bar that is as long as its share. */
export function agesOf(o: Pick<Overview, 'items'>, now: number): unknown {
  const t = say(live);
  const { items } = o;
  if (!items || items.length === 0) return html`<span class="dim">–</span>`;
  const counts = byAge(items.map(waitsSince), now);
  return html`<ul class="ages">${ages.map(([age], i) => {
    const n = counts[i] ?? 0;
    if (n === 0) return nothing;
    return html`<li><span class="bar" aria-hidden="true" ${styled({ inlineSize: `${(n / items.length) * 100}%` })}></span>${t.aged(n, t.age[age])}</li>`;
  })}</ul>`;
}

const waiting = (o: Overview): unknown => {
  const t = say(supervise);
  if (!o.items) return '…';
  const many = o.cut ? say(shell).moreThan(o.items.length) : number(o.items.length);
  return html`${many}${o.late > 0 ? html` <small class="bad">${t.late(o.late)}</small>` : nothing}`;
};

const oldest = (o: Overview, now: number): unknown => {
  if (o.oldest === 0) return '–';
  return html`${span(now - o.oldest)}${o.late > 0 ? html` <small class="bad">${say(supervise).overPromise}</small>` : nothing}`;
};

const level = (o: Overview): unknown => {
  const t = say(supervise);
  const share = o.figures && rates(o.figures).level;
  if (share === undefined) return html`<small class="dim">${t.noneAnswered}</small>`;
  const kept = isKept(o.queue, o.figures);
  return html`${percent(share)} <small class=${kept ? 'good' : 'bad'}>${kept ? t.kept : t.missed}</small>`;
};

const promise = (o: Overview): string =>
  say(supervise).promised(percent(o.queue.percent / 100), span(o.queue.within * 1000));

const agents = (o: Overview): unknown => {
  const t = say(supervise);
  const alone = o.there === 0 && (o.items?.length ?? 0) > 0;
  return html`<span class=${alone ? 'bad' : ''}>${t.there(o.there, o.room)}</span> <small class="dim">${t.ofAgents(o.serve)}</small>`;
};

customElements.define('desk-queues', QueuesPage);
