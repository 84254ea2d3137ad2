// The routing configuration, as much of it as the client needs.

import type { DocumentData, DocumentSnapshot } from 'firebase/firestore';
import { type Label, label, labels } from './labels.js';
import { type Macro, macros } from './macros.js';
import { Mask } from './mask.js';
import { overlaid, type Setting } from './settings.js';
import { data, type Fields, fields, list, mapOf, text, texts, whole, yes } from './values.js';
import { defaults } from './words.gen.js';

export interface QuickReply {
  name: string;
  texts: Record<string, string>;
  tags: string[];
  /** none: for every queue */
  queues: string[];
}

/** Hours are when something is open: spans such as 09:00-12:30 by weekday, and by date. */
export interface Hours {
  zone: string;
  week: Record<string, string[]>;
  exceptions: Record<string, string[]>;
}

export interface QueueConfig {
  name: string;
  displayName: string;
  /** the promise: answered within so many seconds, for so many per cent */
  within: number;
  percent: number;
  /** undefined: it is always open */
  hours: Hours | undefined;
}

export interface WorkstreamConfig {
  language: string;
  survey: boolean;
  zone: string;
  /** whether an agent who closes a session is asked for its outcome, or has to say it */
  outcome: 'none' | 'asked' | 'required';
  /** what agents who decline an offer can give as the reason */
  declineReasons: Label[];
  /** whether there is a wrap-up after the end */
  wrapsUp: boolean;
  /** how many seconds an offer lasts */
  offer: number;
}

export interface Account {
  displayName: string;
  /** whether agents may write to customers first */
  outbound: boolean;
  /** where numbers are from that have no country's code; empty if they have to have one */
  country: string;
  /** whether it is about to be removed: its sessions end, and no other opens */
  closing: boolean;
  brandAgents: string[];
  /** the brand agents' names here, by their ids in the channel */
  brands: Record<string, string>;
}

/** config/current, as much of it as the client needs */
export interface Configuration {
  version: string;
  queues: QueueConfig[];
  quickReplies: QuickReply[];
  macros: Macro[];
  tags: Label[];
  outcomes: Label[];
  workstreams: Record<string, WorkstreamConfig>;
  /** the time zone of most workstreams, in which times are shown and days begin */
  zone: string;
  accounts: Record<string, Account>;
  skills: string[];
  /** the domains that agents' addresses may be in; none means any */
  agentDomains: string[];
  /** what is replaced in what agents write */
  mask: Mask;
}

const units: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** seconds of a duration as an admin writes it: 90s, 5m, 1h30m, 2d */
export function seconds(duration: unknown): number {
  let sum = 0;
  for (const [, n, unit] of text(duration).matchAll(/(\d+\.?\d*|\.\d+)(ms|[smhd])/g)) {
    sum += Number(n) * (units[unit ?? ''] ?? 0);
  }
  return sum;
}

export function configuration(
  snap: DocumentSnapshot<DocumentData>,
  settings: Setting[] = [],
  now = 0,
): Configuration {
  const d = data(snap);
  let routing: Fields = {};
  try {
    routing = overlaid(fields(JSON.parse(text(d.routing))), settings, now);
  } catch {
    // A configuration that nobody can read is the functions' to complain about.
  }
  const queues = Object.entries(fields(routing.queues)).map(([name, v]) => {
    const promise = fields(fields(v).service_level);
    return {
      name,
      displayName: text(fields(v).display_name) || name,
      within: seconds(promise.within) || defaults.within,
      percent: whole(promise.percent) || defaults.percent,
      hours: hoursOf(routing, text(fields(v).hours)),
    };
  });
  const quickReplies = Object.entries(fields(routing.quick_replies)).map(([name, v]) => ({
    name,
    texts: mapOf(fields(v).texts, text),
    tags: texts(fields(v).tags),
    queues: texts(fields(v).queues),
  }));
  const workstreams = mapOf(routing.workstreams, (v) => ({
    language: text(fields(v).language),
    survey: yes(fields(v).survey),
    zone: text(fields(v).time_zone) || 'UTC',
    offer: seconds(fields(fields(v).offer).timeout) || defaults.offer,
    outcome: (text(fields(v).outcome) || 'none') as WorkstreamConfig['outcome'],
    declineReasons: list(fields(fields(v).offer).decline_reasons).map((r) => label(text(fields(r).name), r)),
    wrapsUp: text(fields(fields(v).wrap_up).blocks) !== 'never',
  }));
  return {
    version: text(d.version),
    queues: queues.sort((a, b) => a.displayName.localeCompare(b.displayName)),
    quickReplies,
    macros: macros(routing.macros, seconds),
    tags: labels(routing.tags),
    outcomes: labels(routing.outcomes),
    workstreams,
    zone: mostly(Object.values(workstreams).map((w) => w.zone)),
    accounts: mapOf(routing.accounts, (v) => ({
      displayName: text(fields(v).display_name),
      outbound: yes(fields(v).outbound),
      country: text(fields(v).country),
      closing: text(fields(v).closing) !== '',
      brandAgents: Object.keys(fields(fields(v).brand_agents)).sort(),
      brands: Object.fromEntries(
        Object.entries(fields(fields(v).brand_agents)).map(([name, b]) => [text(fields(b).agent_id), name]),
      ),
    })),
    skills: skillsOf(routing),
    agentDomains: texts(routing.agent_domains),
    mask: new Mask(routing.masking),
  };
}

/** hoursOf are the opening hours of a name. */
function hoursOf(routing: Fields, name: string): Hours | undefined {
  const h = fields(fields(routing.hours)[name]);
  const zone = text(h.time_zone);
  return zone === ''
    ? undefined
    : { zone, week: mapOf(h.week, texts), exceptions: mapOf(h.exceptions, texts) };
}

/** mostly is the text that is there most often, the first of several; without any it is UTC. */
function mostly(all: string[]): string {
  const times = (s: string) => all.filter((other) => other === s).length;
  return all.sort().reduce((best, s) => (times(s) > times(best) ? s : best), all[0] ?? 'UTC');
}

/** every skill that a rule asks for */
function skillsOf(routing: Fields): string[] {
  const found = new Set<string>();
  for (const w of Object.values(fields(routing.workstreams))) {
    for (const set of list(fields(w).classification)) {
      for (const rule of list(fields(set).rules)) {
        for (const skill of Object.keys(fields(fields(fields(rule).set).skills))) found.add(skill);
      }
    }
  }
  return [...found].sort();
}
