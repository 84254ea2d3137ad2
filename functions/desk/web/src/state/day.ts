import type { Firestore } from 'firebase/firestore';
import type { ClosedSession, Rating } from '../data/documents.js';
import * as documents from '../data/documents.js';
import * as listen from '../data/listen.js';
import * as queries from '../data/queries.js';
import { closedSessions, step } from '../data/searchqueries.js';
import { stamp } from '../data/values.js';
import { Model } from './model.js';

const week = 7 * 86_400_000;

/** Figures are what an agent did on a day. */
export interface OwnFigures {
  closed: number;
  /** how many the agent was the first to take, and how many seconds those customers waited on average */
  answered: number;
  firstWait: number;
  within: number;
  /** how many seconds agents worked on a session on average */
  handled: number;
  rated: number;
  rating: number;
}

/** figuresOf adds up what somebody did. Sessions that the agent began are answered by the customer, not by the agent. */
export function figuresOf(me: string, sessions: ClosedSession[], ratings: Rating[]): OwnFigures {
  const answered = sessions.filter((s) => s.answeredBy === me && !s.started);
  const mean = (all: number[]) => (all.length > 0 ? all.reduce((a, b) => a + b, 0) / all.length : 0);
  return {
    closed: sessions.length,
    answered: answered.length,
    firstWait: mean(answered.map((s) => s.firstWait)),
    within: answered.filter((s) => s.within).length,
    handled: mean(sessions.map((s) => s.handled)),
    rated: ratings.length,
    rating: mean(ratings.map((r) => r.rating)),
  };
}

/**
 * Day is what this agent worked on and is over, of the last seven days, and what
 * customers said of it. It is followed from when somebody looks: each is billed.
 */
export class Day extends Model {
  loaded = false;
  private sessions: ClosedSession[] = [];
  private ratings: Rating[] = [];
  private stops: listen.Stop[] | undefined;

  constructor(
    private readonly db: Firestore,
    private readonly me: string,
    private readonly now: () => number,
    private readonly dayOf: (ms: number) => string,
  ) {
    super();
  }

  follow(): void {
    if (this.stops) return;
    const since = this.now() - week;
    const asked = { key: '', queue: '', agent: '', from: since, to: 0 };
    this.stops = [
      listen.all(
        closedSessions(this.db, { worked: this.me }, asked, '', step.own),
        documents.closedSession,
        (all) => this.heard(() => (this.sessions = all)),
      ),
      listen.all(queries.ownRatings(this.db, this.me, stamp(since)), documents.rating, (all) =>
        this.heard(() => (this.ratings = all)),
      ),
    ];
  }

  private heard(f: () => unknown): void {
    f();
    this.loaded = true;
    this.changed();
  }

  stop(): void {
    for (const stop of this.stops ?? []) stop();
    this.stops = undefined;
  }

  private get isToday(): (ms: number) => boolean {
    const today = this.dayOf(this.now());
    return (ms) => this.dayOf(ms) === today;
  }

  /** What is over since the day began, the newest first. */
  get today(): ClosedSession[] {
    const { isToday } = this;
    return this.sessions.filter((s) => isToday(s.closedAt));
  }

  /** What was over before, within seven days. */
  get earlier(): ClosedSession[] {
    const { isToday } = this;
    return this.sessions.filter((s) => !isToday(s.closedAt));
  }

  /** Whether there are as many as are read, so that there may be more. */
  get full(): boolean {
    return this.sessions.length >= step.own;
  }

  get figures(): OwnFigures {
    const { isToday } = this;
    return figuresOf(
      this.me,
      this.today,
      this.ratings.filter((r) => isToday(r.ratedAt)),
    );
  }
}
