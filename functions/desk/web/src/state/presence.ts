import type { Agent } from '../data/documents.js';
import type { Reason } from '../data/reason.js';
import type { Presence as Choice } from '../data/words.gen.js';
import { Model } from './model.js';

/** What others see of an agent, as shared/agent.Effective has it. */
export function effective(agent: Agent, leaseUntil: number, now: number): Choice {
  if (now >= leaseUntil) return 'offline';
  if (agent.presence === 'available' && agent.used > 0 && agent.used >= agent.capacity) return 'busy';
  return agent.presence;
}

interface Writer {
  come(presence: Choice, lease: number): Promise<void>;
  beat(lease: number): Promise<void>;
}

/**
 * Presence keeps the agent's lease alive for as long as the client runs and is
 * connected, and writes the agent's choice again when it comes back: that is what
 * wakes the function that hands out work.
 */
export class Presence extends Model {
  /** what the agent chose last here, until the database says the same */
  private chosen: Choice | undefined;
  private agent: Agent | undefined;
  private connected = false;
  private beating = false;
  private timer: ReturnType<typeof setInterval> | undefined;
  /** until when the lease holds that the database has taken */
  private until = 0;
  /** why the last heartbeat failed */
  problem: unknown;

  constructor(
    private readonly writer: Writer,
    private readonly heartbeat: number,
    private readonly lease: number,
    private readonly now: () => number,
  ) {
    super();
  }

  start(): void {
    this.timer = setInterval(() => this.beat(), this.heartbeat * 1000);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** The agent's own choice. */
  get choice(): Choice {
    return this.chosen ?? this.agent?.presence ?? 'offline';
  }

  /** What the system made of the choice, for others to see. */
  get effective(): Choice {
    return this.agent
      ? effective({ ...this.agent, presence: this.choice }, this.until, this.now())
      : 'offline';
  }

  /** Whether the database has answered a heartbeat: before that nobody knows what others see. */
  get settled(): boolean {
    return this.until > 0 || this.problem !== undefined;
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
    if (first) this.comeBack();
    this.changed();
  }

  async choose(presence: Choice): Promise<void> {
    this.chosen = presence;
    this.changed();
    try {
      await this.write(() => this.writer.come(presence, this.lease));
    } catch (e) {
      this.chosen = undefined;
      this.changed();
      throw e;
    }
  }

  /** comeBack says again what the agent chose; not what a function did, nor that the agent is offline. */
  private comeBack(): void {
    if (!this.connected || !this.agent) return;
    if (this.choice === 'offline' || this.awayBy) this.beat();
    else this.write(() => this.writer.come(this.choice, this.lease)).catch(() => {});
  }

  /** beat renews the lease. One that found no connection is not followed by others: they would all go out late. */
  private beat(): void {
    if (this.connected && !this.beating) this.write(() => this.writer.beat(this.lease)).catch(() => {});
  }

  private async write(f: () => Promise<void>): Promise<void> {
    this.beating = true;
    const began = this.now();
    try {
      await f();
      this.until = began + this.lease * 1000;
      this.problem = undefined;
    } catch (e) {
      this.problem = e;
      throw e;
    } finally {
      this.beating = false;
      this.changed();
    }
  }
}
