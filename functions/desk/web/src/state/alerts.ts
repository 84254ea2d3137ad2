import type { Firestore } from 'firebase/firestore';
import type { Alert, Conversation } from '../data/documents.js';
import * as documents from '../data/documents.js';
import * as listen from '../data/listen.js';
import * as queries from '../data/queries.js';
import { Model } from './model.js';

/** urgency is the order of alerts that began at the same time: what customers suffer from first. */
const urgency: Alert['kind'][] = [
  'help',
  'unattended',
  'waiting',
  'unanswered',
  'failed-replies',
  'set-away',
];

/** isPutOff is whether supervisors do not want to hear of an alert now, by the real time. */
export const isPutOff = (a: Pick<Alert, 'snoozedUntil'>, now: number): boolean => a.snoozedUntil > now;

/** inOrder has what was put off last, and otherwise what is worst first, and of that the oldest. */
export const inOrder = (all: Alert[], now: number): Alert[] =>
  [...all].sort(
    (a, b) =>
      Number(isPutOff(a, now)) - Number(isPutOff(b, now)) ||
      urgency.indexOf(a.kind) - urgency.indexOf(b.kind) ||
      a.since - b.since,
  );

/** isNews is whether a supervisor has not seen an alert that nobody has put off. */
export const isNews = (a: Alert, me: string, now: number): boolean => !(me in a.seen) && !isPutOff(a, now);

/** mayAskForHelp is whether an agent can ask supervisors for help with a conversation, as the rules have it. */
export const mayAskForHelp = (c: Pick<Conversation, 'owner' | 'state'>, me: string): boolean =>
  c.owner === me && (c.state === 'active' || c.state === 'wrap-up');

/** Alerts is what supervisors have to hear of, for as long as the desk is open. */
export class Alerts extends Model {
  /** undefined until they are known */
  list: Alert[] | undefined;
  problem: unknown;
  private end: listen.Stop | undefined;

  constructor(
    private readonly db: Firestore,
    private readonly me: string,
  ) {
    super();
  }

  /** listen begins to, or stops, as somebody supervises or not. */
  listen(on: boolean): void {
    if (on === (this.end !== undefined)) return;
    if (!on) {
      this.stop();
      return;
    }
    this.end = listen.all(
      queries.alerts(this.db),
      documents.alert,
      (all, live) => {
        if (!live) return; // an alert of yesterday is none
        this.list = all;
        this.changed();
      },
      (e) => {
        this.problem = e;
        this.changed();
      },
    );
  }

  /** What this supervisor has not seen. */
  news(now = Date.now()): Alert[] {
    return (this.list ?? []).filter((a) => isNews(a, this.me, now));
  }

  stop(): void {
    this.end?.();
    this.end = undefined;
    this.list = this.problem = undefined;
  }
}
