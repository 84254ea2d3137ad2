import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { presences } from '../../data/words.gen.js';
import { hasRoom, isThere, type Overview, overview, type Seen } from '../../state/overview.js';
import { name } from '../../state/roster.js';
import { clock, number, say, span } from '../../text/language.js';
import { live } from '../../text/live.js';
import { supervise } from '../../text/supervise.js';
import { presenceWord } from '../../text/words.js';
import { Page } from './page.js';
import { agesOf, hours } from './queues.js';

/** What the browser gives that keeps a screen from going dark. */
interface Lock {
  release(): Promise<void>;
}

/**
 * The page for a screen on the wall: queues and agents in big type, no customer's name and
 * nothing to press but the way back. The office stays signed in for as long as it is shown, and
 * the screen stays awake where the browser can keep it so.
 */
class Wall extends Page {
  private lock: Promise<Lock | undefined> | undefined;

  protected override models() {
    return [this.desk, this.desk.queues, this.desk.roster];
  }

  protected override begin() {
    const { desk } = this;
    desk.watchEveryQueue(true);
    const wake = () => {
      if (document.visibilityState === 'visible') this.lock = awake();
    };
    wake(); // a browser lets a lock go whenever the page is hidden
    document.addEventListener('visibilitychange', wake);
    return [
      desk.roster.use(),
      () => desk.watchEveryQueue(false),
      () => document.removeEventListener('visibilitychange', wake),
      () => void this.lock?.then((lock) => lock?.release()),
    ];
  }

  protected override content(): TemplateResult {
    const t = say(live);
    const { desk } = this;
    const now = desk.now();
    const seen = desk.roster.agents.map((agent): Seen => ({ agent, presence: desk.roster.presence(agent) }));
    const rows = (desk.config?.queues ?? []).map((q) =>
      overview(q, desk.queues.items(q.name), seen, undefined, now),
    );
    return html`<main class="wall" id="main" tabindex="-1">
      <header><h1>${t.wallTitle}</h1>
        <p role="status">${desk.connected ? t.updated(clock(now)) : html`<strong class="bad">${t.offline}</strong>`}</p>
        ${this.leadTo({ name: 'supervise', view: 'queues' }, t.leaveWall)}</header>
      <p class="sum">${sum(rows, seen, now)}</p>
      <ul class="queues" aria-label=${say(supervise).queues}>${repeat(
        rows,
        (o) => o.queue.name,
        (o) => this.queue(o, now),
      )}</ul>
      <ul class="agents" aria-label=${say(supervise).agents}>${agents(seen)}</ul>
    </main>`;
  }

  private queue(o: Overview, now: number): TemplateResult {
    const t = say(live);
    const n = o.items?.length ?? 0;
    return html`<li class=${o.late > 0 ? 'is-late' : ''}>
      <h2 dir="auto">${this.queueTitle(o.queue.name)}</h2>
      <p class="big">${o.items ? number(n) : '…'}${o.cut ? '+' : ''} <small>${t.waits}</small></p>
      <p>${o.oldest > 0 ? html`${span(now - o.oldest)} <small>${t.longest}</small>` : html`<small>${t.nobodyWaits}</small>`}</p>
      ${o.late > 0 ? html`<p class="bad">${number(o.late)} <small>${t.late}</small></p>` : nothing}
      ${agesOf(o, now)}
      <p class="there">${hours(o, now)} · ${say(supervise).there(o.there, o.room)}</p>
    </li>`;
  }
}

const sum = (rows: Overview[], seen: Seen[], now: number): string => {
  const since = rows.map((o) => o.oldest).filter((at) => at > 0);
  return say(live).summary(
    rows.reduce((all, o) => all + (o.items?.length ?? 0), 0),
    since.length > 0 ? span(now - Math.min(...since)) : '',
    seen.filter(isThere).length,
    seen.filter(hasRoom).length,
  );
};

/** Those who are not offline, by presence. */
const agents = (seen: Seen[]): TemplateResult[] =>
  seen
    .filter((s) => s.presence !== 'offline')
    .sort((a, b) => presences.indexOf(a.presence) - presences.indexOf(b.presence))
    .map(
      ({ agent, presence }) => html`<li><span class="dot ${presence}" aria-hidden="true"></span>
        <strong dir="auto">${name(agent)}</strong> <small>${presenceWord(presence)} · ${say(supervise).load(agent.used, agent.capacity)}</small></li>`,
    );

/** awake keeps the screen awake, if the browser can and may. */
async function awake(): Promise<Lock | undefined> {
  const { wakeLock } = navigator as { wakeLock?: { request(type: 'screen'): Promise<Lock> } };
  return wakeLock?.request('screen').catch(() => undefined);
}

customElements.define('desk-wall', Wall);
