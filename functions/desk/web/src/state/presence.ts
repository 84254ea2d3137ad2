import type { Agent } from '../data/documents.js';
import { isDenied } from '../data/listen.js';
import type { Reason } from '../data/reason.js';
import type { Presence as Choice } from '../data/words.gen.js';
import type { Clock } from './clock.js';
import { type Keep, Model } from './model.js';

/** What others see of an agent, as shared/agent.Effective has it. */
export function effective(agent: Agent, leaseUntil: number, now: number): Choice {
  if (now >= leaseUntil) return 'offline';
  if (agent.presence === 'available' && agent.used > 0 && agent.used >= agent.capacity) return 'busy';
  return agent.presence;
}

/** isBySupervisor is whether a supervisor chose the presence, and not a function. */
export const isBySupervisor = (why: Reason): boolean => why.code === 'roster.setBy';

interface Writer {
  come(presence: Choice, lease: number): Promise<void>;
  beat(lease: number): Promise<void>;
}

/** How near to its end a lease counts as over, in milliseconds: clocks are never quite alike. */
const margin = 15_000;

/** What a page gets when it is thawed, shown or connected again. */
const wakings = ['pageshow', 'visibilitychange', 'focus', 'online'];

/**
 * Presence keeps the agent's lease alive for as long as the client runs and is
 * connected, and writes the agent's choice again when it comes back: that is what
 * wakes the function that hands out work. It comes back after it was disconnected, and
 * after its lease was over, however that came about: nobody tells a client that its
 * machine slept, its tab was frozen or its clock was set. Where its lease has held all along,
 * as over a reload, it was never gone, and since when the agent is there stays as it is.
 */
export class Presence extends Model {
  /** what the agent chose last here, until the database says the same */
  private chosen: Choice | undefined;
  private agent: Agent | undefined;
  private connected = false;
  private beating = false;
  /** whether the database has yet to take the agent's choice since the client was gone */
  private gone = true;
  private timer: ReturnType<typeof setInterval> | undefined;
  /** until when the lease holds that the database has taken */
  private until = 0;
  private answered = false;
  /** why the last heartbeat failed */
  problem: unknown;

  constructor(
    private readonly writer: Writer,
    private readonly heartbeat: number,
    private readonly lease: number,
    private readonly clock: Pick<Clock, 'now' | 'doubtful' | 'compare'>,
    private readonly page?: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>,
    private readonly keep?: Pick<Keep, 'get' | 'set'>,
  ) {
    super();
  }

  start(): void {
    this.timer = setInterval(() => this.beat(), this.heartbeat * 1000);
    for (const waking of wakings) this.page?.addEventListener(waking, this.wake);
  }

  stop(): void {
    clearInterval(this.timer);
    for (const waking of wakings) this.page?.removeEventListener(waking, this.wake);
  }

  private readonly wake = (): void => {
    if (this.clock.doubtful || this.over) this.beat();
  };

  /** Whether the lease is over, or as good as. */
  private get over(): boolean {
    return this.clock.now() >= this.until - margin;
  }

  /** The agent's own choice. */
  get choice(): Choice {
    return this.chosen ?? this.agent?.presence ?? 'offline';
  }

  /** What the system made of the choice, for others to see. */
  get effective(): Choice {
    return this.agent
      ? effective({ ...this.agent, presence: this.choice }, this.until, this.clock.now())
      : 'offline';
  }

  /** Whether the database has answered a heartbeat: before that nobody knows what others see. */
  get settled(): boolean {
    return this.answered || this.problem !== undefined;
  }

  /** Why a function set the agent to away, or nothing. */
  get awayBy(): Reason | undefined {
    return this.chosen ? undefined : this.agent?.awayBy;
  }

  /** connection tells whether the database answers. */
  connection(connected: boolean): void {
    const back = connected && !this.connected;
    this.connected = connected;
    if (back) this.comeBack();
    this.changed();
  }

  /** known is the agent's entry as it is in the database. */
  known(agent: Agent): void {
    const first = !this.agent;
    this.agent = agent;
    if (this.chosen === agent.presence) this.chosen = undefined;
    if (first) this.remember();
    if (first) this.comeBack();
    this.changed();
  }

  /** remember takes over the lease of an earlier page in this browser. */
  private remember(): void {
    const until = this.keep?.get('lease', 0) ?? 0;
    if (until === 0) return;
    this.until = until;
    this.gone = false;
  }

  async choose(presence: Choice): Promise<void> {
    this.chosen = presence;
    this.changed();
    try {
      await this.write(true);
    } catch (e) {
      this.chosen = undefined;
      this.changed();
      throw e;
    }
  }

  /** comeBack says again what the agent chose, also while an earlier write waits for the connection. */
  private comeBack(): void {
    if (this.connected && this.agent) this.write().catch(() => {});
  }

  /** beat renews the lease. One that found no connection is not followed by others: they would all go out late. */
  private beat(): void {
    if (this.connected && this.agent && !this.beating) this.write().catch(() => {});
  }

  /** write writes the choice if it is new or the client was gone, and renews the lease in any case. */
  private async write(chosen = false): Promise<void> {
    this.beating = true;
    try {
      if (this.clock.doubtful) await this.clock.compare();
      await this.attempt(chosen).catch(async (e) => {
        // A lease that is denied was perhaps written by a wrong clock.
        if (!isDenied(e) || !(await this.clock.compare())) throw e;
        await this.attempt(chosen);
      });
      this.problem = undefined;
    } catch (e) {
      this.problem = e;
      throw e;
    } finally {
      this.beating = false;
      this.changed();
    }
  }

  private async attempt(chosen: boolean): Promise<void> {
    const comes = chosen || ((this.gone || this.over) && this.speaks);
    const began = this.clock.now();
    await (comes ? this.writer.come(this.choice, this.lease) : this.writer.beat(this.lease));
    // A heartbeat can take so long that the lease was over in between.
    this.gone = !comes && this.over && this.speaks;
    this.until = began + this.lease * 1000;
    this.answered = true;
    this.keep?.set('lease', this.until);
    if (this.gone) await this.attempt(false);
  }

  /**
   * Whether the agent's choice is said again: not what a function did, nor that the agent is
   * offline. What a supervisor chose is, where it may get the agent work.
   */
  private get speaks(): boolean {
    return (
      this.choice !== 'offline' && (!this.awayBy || (isBySupervisor(this.awayBy) && this.choice !== 'away'))
    );
  }
}
