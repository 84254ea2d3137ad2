// What is shown of figures: how each measure is called, compared and written.

import { html, nothing, type TemplateResult } from 'lit';
import { type Counts, counted, type Lengths, type Measures, percentile } from '../../data/measures.js';
import { figures } from '../../text/figures.js';
import { number, percent, say, span } from '../../text/language.js';

/** Shown is one measure of something. */
export interface Shown {
  key: string;
  title: string;
  /** the number that is compared and sorted by; undefined where there is none */
  of: (m: Measures) => number | undefined;
  text: (n: number) => string;
  /** what else is said of it */
  more?: (m: Measures) => string | undefined;
  /** what a file has, by the title of each of its columns; the number itself without it */
  file?: [string, (m: Measures) => number | undefined][];
}

const share = (of: number, all: number): number | undefined => (all > 0 ? of / all : undefined);
const length = (seconds: number): string => span(seconds * 1000);

function count(key: 'opened' | 'answered' | 'started' | 'reopened' | 'closed' | 'transfers'): Shown {
  return { key, title: say(figures)[key], of: (m) => m[key], text: (n) => number(n) };
}

/** lasting is a length of time: how long it is for half of all, and for nine in ten. */
function lasting(key: Lengths): Shown {
  const t = say(figures);
  const of = (part: number) => (m: Measures) => percentile(m[key] as Counts, part);
  return {
    key,
    title: t.halfOf(t.lengths[key]),
    of: of(0.5),
    text: length,
    more: (m) => {
      const nine = of(0.9)(m);
      return nine === undefined ? undefined : `${t.most} ${length(nine)}`;
    },
    file: [
      [`${t.halfOf(t.lengths[key])} (${t.seconds})`, of(0.5)],
      [`${t.mostOf(t.lengths[key])} (${t.seconds})`, of(0.9)],
    ],
  };
}

/** inTime is how many of the responses kept their promise. */
function inTime(key: 'firstInTime' | 'nextInTime', of: Lengths): Shown {
  const t = say(figures);
  return {
    key,
    title: t[key],
    of: (m) => share(m[key], counted(m[of])),
    text: percent,
    more: (m) => {
      const all = counted(m[of]);
      return all > 0 ? t.kept(m[key], all) : undefined;
    },
  };
}

const present = (m: Measures): number | undefined => m.available + m.busy + m.away || undefined;

/** shown is the measures in their order; agents have presences, and nobody who gives up on them. */
export function shown(byAgent: boolean): Shown[] {
  const t = say(figures);
  const abandoned: Shown = {
    key: 'abandoned',
    title: t.abandoned,
    of: (m) => m.abandoned,
    text: (n) => number(n),
    more: (m) => {
      const of = share(m.abandoned, m.opened);
      return of === undefined || of === 0 ? undefined : percent(of);
    },
  };
  return [
    ...(byAgent ? [] : [count('opened')]),
    count('answered'),
    ...(byAgent ? [] : [abandoned]),
    { key: 'within', title: t.within, of: (m) => share(m.within, m.answered), text: percent },
    lasting('firstWaits'),
    lasting('firstResponses'),
    inTime('firstInTime', 'firstResponses'),
    lasting('nextResponses'),
    inTime('nextInTime', 'nextResponses'),
    lasting('handles'),
    count('closed'),
    count('transfers'),
    {
      key: 'passed',
      title: t.passed,
      of: (m) => m.missed + m.declined,
      text: (n) => number(n),
      more: (m) => (m.missed + m.declined > 0 ? t.passedHow(m.missed, m.declined) : undefined),
    },
    count('reopened'),
    count('started'),
    {
      key: 'satisfaction',
      title: t.satisfaction,
      of: (m) => share(m.ratings, m.rated),
      text: (n) => t.outOf(number(n, 1)),
      more: (m) => (m.rated > 0 ? t.ratings(m.rated) : undefined),
    },
    ...(byAgent ? [presences()] : []),
  ];
}

function presences(): Shown {
  const t = say(figures);
  return {
    key: 'presence',
    title: t.presence,
    of: present,
    text: length,
    more: (m) => {
      const all = (['available', 'busy', 'away'] as const).filter((p) => m[p] > 0);
      return all.map((p) => t[p](length(m[p]))).join(', ') || undefined;
    },
    file: (['available', 'busy', 'away'] as const).map((p) => [`${t[p](t.seconds)}`, (m) => m[p]]),
  };
}

/** drawn is a measure, with what else is said of it and how it was before, in words and with a sign. */
export function drawn(what: Shown, now: Measures, before: Measures): TemplateResult {
  const n = what.of(now);
  const more = what.more?.(now);
  const some = before.opened + before.answered + before.closed + before.started > 0;
  const compared = some ? compare(what, n, what.of(before)) : '';
  return html`${n === undefined ? '–' : what.text(n)}
    ${more ? html`<small class="dim">${more}</small>` : nothing}
    ${compared ? html`<small class="dim">${compared}</small>` : nothing}`;
}

/** compare says how a number differs from the one before; nothing where neither says anything. */
function compare(what: Shown, now: number | undefined, before: number | undefined): string {
  const t = say(figures);
  if (before === undefined || (before === 0 && !now)) return '';
  const was = what.text(before);
  if (now === undefined || before === 0) return t.earlier(was);
  const share = now / before - 1;
  return Math.abs(share) < 0.005 ? t.same(was) : t.change(share, was);
}
