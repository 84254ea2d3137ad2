import type { Firestore } from 'firebase/firestore';
import type { Week } from '../data/documents.js';
import * as documents from '../data/documents.js';
import * as listen from '../data/listen.js';
import { add, type Measures, none, unpacked } from '../data/measures.js';
import * as queries from '../data/queries.js';
import { before, mondayOf, rangeOf } from './span.js';

/** Own is an agent's own figures of some days up to today, and of the days before. */
export interface Own {
  now: Measures;
  earlier: Measures;
}

/** The days that are shown. */
const rangeTo = (today: string) => rangeOf({ days: 30, by: 'agent' }, today);

/** ownFigures reads them, as the weeks have them: a document for each. */
export async function ownFigures(db: Firestore, me: string, today: string): Promise<Own> {
  const range = rangeTo(today);
  const q = queries.ownWeeks(db, me, mondayOf(before(range).from), mondayOf(range.to));
  return sumOwn(await listen.once(q, (snap) => documents.week(snap.data())), today);
}

/** sumOwn adds up the days that are shown. */
export function sumOwn(weeks: Week[], today: string): Own {
  const range = rangeTo(today);
  const was = before(range);
  const own = { now: none(), earlier: none() };
  for (const { days } of weeks) {
    for (const [day, text] of Object.entries(days)) {
      if (day < was.from || day > range.to) continue;
      for (const m of unpacked(text).values()) add(day < range.from ? own.earlier : own.now, m);
    }
  }
  return own;
}
