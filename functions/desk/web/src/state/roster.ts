import { doc, type Firestore } from 'firebase/firestore';
import type { Agent } from '../data/documents.js';
import * as documents from '../data/documents.js';
import * as listen from '../data/listen.js';
import * as queries from '../data/queries.js';
import type { Presence } from '../data/words.gen.js';
import { Model } from './model.js';
import { effective } from './presence.js';

/**
 * Roster is everybody who works here. It is followed only while somebody looks:
 * every agent's heartbeat is a document that each who listens is billed for.
 */
export class Roster extends Model {
  /** those who may work, and with them those who are suspended */
  agents: Agent[] = [];
  everybody: Agent[] = [];
  loaded = false;
  problem: unknown;
  private leases = new Map<string, number>();
  private users = 0;
  private stops: listen.Stop[] = [];

  constructor(
    private readonly db: Firestore,
    private readonly now: () => number,
  ) {
    super();
  }

  /** use follows the roster until what it returns is called. */
  use(): () => void {
    if (this.users++ === 0) this.start();
    let used = true;
    return () => {
      if (used && --this.users === 0) this.stop();
      used = false;
    };
  }

  private start(): void {
    this.problem = undefined;
    const failed = (e: unknown) => {
      this.problem = e;
      this.changed();
    };
    this.stops = [
      listen.all(
        queries.agents(this.db),
        documents.agent,
        (agents) => {
          this.everybody = agents.filter((a) => a.role !== '').sort((a, b) => name(a).localeCompare(name(b)));
          this.agents = this.everybody.filter((a) => a.role !== 'none');
          this.loaded = true;
          this.changed();
        },
        failed,
      ),
      listen.all(
        queries.leases(this.db),
        documents.lease,
        (leases) => {
          this.leases = new Map(leases.map((l) => [l.email, l.until]));
          this.changed();
        },
        failed,
      ),
    ];
  }

  private stop(): void {
    for (const stop of this.stops) stop();
    this.stops = [];
  }

  presence(a: Agent): Presence {
    if (a.role === 'none') return 'offline';
    return effective(a, this.leases.get(a.email) ?? 0, this.now());
  }

  /**
   * Since when others see that presence: as the functions have it, which outlasts a page that
   * is loaded again, or as it follows while they have yet to look. Of who is full it is since
   * when they are available.
   */
  since(a: Agent): number {
    const seen = this.presence(a);
    const chosen = seen === 'busy' && a.presence === 'available' ? a.presence : seen;
    if (chosen === a.shown && a.shownAt > 0) return a.shownAt;
    if (chosen === a.presence) return a.presenceAt;
    return chosen === 'offline' ? (this.leases.get(a.email) ?? 0) : 0;
  }

  find(email: string): Agent | undefined {
    return this.everybody.find((a) => a.email === email);
  }

  private readonly names = new Map<string, string>();
  private read: Promise<void> | undefined;

  /** know reads everybody's names, once: whoever shows no more does not follow the roster. */
  know(): Promise<void> {
    this.read ??= listen
      .once(queries.agents(this.db), documents.agent)
      .then((all) => {
        for (const a of all) this.names.set(a.email, name(a));
        this.changed();
      })
      .catch(() => {
        this.read = undefined; // the address is a name, too
      });
    return this.read;
  }

  /** called is the name of somebody whom know read, or the address. */
  called(email: string): string {
    const known = this.find(email);
    return known ? name(known) : (this.names.get(email) ?? email);
  }

  /** named is the name of one colleague, of whose entry it is read once, or the address until it is there. */
  named(email: string): string {
    const known = this.find(email);
    if (known) return name(known);
    if (!this.names.has(email)) {
      this.names.set(email, email);
      listen
        .document(doc(this.db, 'agents', email), documents.agent)
        .then((a) => {
          if (!a) return;
          this.names.set(email, name(a));
          this.changed();
        })
        .catch(() => {}); // the address is a name, too
    }
    return this.names.get(email) ?? email;
  }
}

/** choices are agents to choose from: whose name others have too is told apart by the address. */
export function choices(all: Pick<Agent, 'displayName' | 'email'>[]): [email: string, text: string][] {
  const names = all.map(name);
  return all.map((a, i) => {
    const text = names[i] ?? '';
    return [a.email, names.indexOf(text) === names.lastIndexOf(text) ? text : `${text} (${a.email})`];
  });
}

/** name is what others see of an agent. */
export const name = (a: { displayName: string; email: string }): string => a.displayName || a.email;
