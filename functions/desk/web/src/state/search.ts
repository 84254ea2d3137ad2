import type { ClosedSession, Conversation, Item } from '../data/documents.js';
import { type Asked, type Finder, type Part as OpenPart, type Reach, step } from '../data/searchqueries.js';
import { ending, keyOf, wordsOf } from '../data/searchwords.js';
import { Model } from './model.js';

/** How many pages of a list are read before somebody has to ask for more. */
const pages = 3;

/** What somebody looks for; empty is everything. */
export interface Wanted {
  text: string;
  queue: string;
  agent: string;
  tag: string;
  /** from when to when, in milliseconds; 0 is no bound */
  from: number;
  to: number;
}

export const nothingWanted: Wanted = { text: '', queue: '', agent: '', tag: '', from: 0, to: 0 };

/** Hit is a session that was found. */
export interface Hit {
  /** unique */
  key: string;
  conversation: string;
  session: number;
  customer: string;
  channel: string;
  queue: string;
  agent: string;
  /** when it closed, or the customer wrote last */
  at: number;
  open: boolean;
  preview: string;
  kind: string;
  /** the number of the message that one of the words is in, or 0 */
  line: number;
  /** whether its texts may be read without an entry in the record of reading */
  own: boolean;
}

/** Terms are what a text asks for: words, and the digits of what may be a phone number. */
export interface Terms {
  words: string[];
  digits: string;
}

export function terms(text: string): Terms {
  const number = /^\s*\+?[\d\s().\-/]{4,}$/.test(text);
  return { words: wordsOf(text), digits: number ? text.replace(/\D/g, '') : '' };
}

/** matchesNumber is whether a masked number can be the one that somebody typed, or its end: "+33 6 •• •• •• 12". */
export function matchesNumber(shown: string, digits: string): boolean {
  const has = [...shown].filter((c) => /[\d•]/.test(c)).reverse();
  const typed = [...digits.replace(/^0+/, '')].reverse();
  return (
    digits.length >= 2 &&
    has.includes('•') &&
    typed.length <= has.length &&
    typed.every((d, i) => has[i] === '•' || has[i] === d)
  );
}

/** meets is whether a word is the one that is wanted, or begins with it; a short one has to be the same. */
const meets = (has: string, wanted: string): boolean =>
  wanted.length < 3 ? has === wanted : has.startsWith(wanted);

/** matches is whether all words are there, each as the beginning of one. */
export const matches = (has: string[], wanted: string[]): boolean =>
  wanted.every((w) => has.some((h) => meets(h, w)));

/** One list of sessions that are over, page by page. */
interface List {
  reach: Reach;
  asked: Asked;
  fits: (s: ClosedSession) => boolean;
  /** the name of the last document that was read */
  after: string;
  whole: boolean;
}

/** What a search needs to know of who searches. */
export interface Searcher {
  finder: Finder;
  email: string;
  supervises: () => boolean;
  queues: () => string[];
  /** what is open and known already */
  mine: () => Conversation[];
  waiting: () => Item[];
}

/** Search finds sessions, by what somebody wants: those that are open, and those that are over, the newest first. */
export class Search extends Model {
  wanted: Wanted = nothingWanted;
  busy = false;
  problem: unknown;
  /** whether anything was searched for */
  begun = false;
  private open: Hit[] = [];
  private readonly found = new Map<string, Hit>();
  private lists: List[] = [];
  private run = 0;
  private readonly lines = new Map<string, string>();

  constructor(private readonly who: Searcher) {
    super();
  }

  /** What was found, as far as no list that is not read to its end can have something newer. */
  get hits(): Hit[] {
    const bound = this.lists.filter((l) => !l.whole && l.after !== '').map((l) => l.after);
    const until = bound.length > 0 ? bound.reduce((a, b) => (a < b ? a : b)) : '';
    const over = [...this.found.entries()].filter(([name]) => until === '' || name <= until);
    return [...this.open, ...over.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, hit]) => hit)];
  }

  get whole(): boolean {
    return this.lists.every((l) => l.whole);
  }

  get terms(): Terms {
    return terms(this.wanted.text);
  }

  /** find begins a search; one that is under way is given up. */
  async find(wanted: Wanted): Promise<void> {
    this.wanted = wanted;
    this.run++;
    this.found.clear();
    this.open = [];
    this.problem = undefined;
    const { words, digits } = this.terms;
    this.begun = words.length > 0 || digits !== '' || Object.values({ ...wanted, text: '' }).some(Boolean);
    this.lists = this.begun ? this.listsFor(words, digits) : [];
    this.busy = false;
    this.changed();
    if (this.begun) await this.read(() => Promise.all([this.findOpen(words), this.next()]));
  }

  /** more reads on where the lists ended. */
  async more(): Promise<void> {
    if (!this.busy && !this.whole) await this.read(() => this.next());
  }

  private async read(f: () => Promise<unknown>): Promise<void> {
    const { run } = this;
    this.busy = true;
    this.changed();
    try {
      await f();
    } catch (e) {
      if (run === this.run) this.problem = e;
    } finally {
      if (run === this.run) this.busy = false;
      this.changed();
    }
  }

  // ---- What is over

  private listsFor(words: string[], digits: string): List[] {
    const { queue, agent, tag, from, to } = this.wanted;
    const longest = words.reduce((a, b) => (b.length > a.length ? b : a), '');
    const base = { queue, agent, from, to };
    const list = (reach: Reach, key: string, fits: List['fits']): List => ({
      reach,
      asked: { ...base, key },
      fits,
      after: '',
      whole: false,
    });
    const reaches = this.reaches(queue);
    const tagged = (s: ClosedSession) => tag === '' || hasTag(s, tag);
    const key = keyOf(longest) || (tag ? `tag:${tag}` : '');
    const byWords = reaches.map((r) => list(r, key, (s) => tagged(s) && matches(s.words, words)));
    if (digits === '') return byWords;
    const byNumber = reaches.map((r) =>
      list(r, ending(digits), (s) => tagged(s) && matchesNumber(s.customer, digits)),
    );
    return [...byNumber, ...byWords];
  }

  /** What this agent may find: everything, or the own and what ended in the own queues. */
  private reaches(queue: string): Reach[] {
    if (this.who.supervises()) return [{ all: true }];
    const mine = this.who.queues().filter((q) => queue === '' || q === queue);
    const some: Reach[] = [{ worked: this.who.email }];
    for (let i = 0; i < mine.length; i += step.queues) some.push({ queues: mine.slice(i, i + step.queues) });
    return some;
  }

  /** next reads each list until it has a page of hits more, or for so many pages. */
  private async next(): Promise<void> {
    const { run } = this;
    await Promise.all(
      this.lists.map(async (l) => {
        let hits = 0;
        for (let n = 0; n < pages && hits < step.page && !l.whole; n++) {
          const page = await this.who.finder.closed(l.reach, l.asked, l.after);
          if (run !== this.run) return;
          for (const s of page.filter(l.fits)) {
            this.found.set(s.id, this.over(s));
            hits++;
          }
          l.after = page.at(-1)?.id ?? l.after;
          l.whole = page.length < step.page;
        }
      }),
    );
  }

  private over(s: ClosedSession): Hit {
    return {
      key: s.id,
      conversation: s.conversation,
      session: s.session,
      customer: s.customer,
      channel: s.channel,
      queue: s.queue,
      agent: s.ownerName || s.owner,
      at: s.closedAt,
      open: false,
      preview: s.preview,
      kind: s.previewKind,
      line: lineOf(s.words, s.lines, this.terms.words),
      own: s.agents[this.who.email] === true,
    };
  }

  // ---- What is open

  private async findOpen(words: string[]): Promise<void> {
    const { run } = this;
    const { queue, agent, tag, to } = this.wanted;
    const { digits } = this.terms;
    const all = words.length === 0 && digits === ''; // whatever was written
    if (to > 0 || (all && tag === '')) return; // it is not over yet
    const has = (c: Conversation) =>
      (words.length > 0 && matches([...c.index.words, ...wordsOf(c.called)], words)) ||
      matchesNumber(c.called, digits);
    const known = this.who.mine().filter((c) => c.state !== 'closed');
    const found = new Map(known.map((c) => [c.id, c]));
    const [longest] = [...words].sort((a, b) => b.length - a.length);
    const part = longest ? { word: longest } : tag ? { tag } : undefined;
    for (const c of part ? await this.asked(part) : []) found.set(c.id, c);
    if (run !== this.run) return;
    const fits = (c: Conversation) =>
      (all || has(c)) &&
      (queue === '' || c.queue === queue) &&
      (agent === '' || c.owner === agent) &&
      (tag === '' || hasTag(c, tag));
    const hits = [...found.values()].filter(fits).map((c) => this.under(c));
    const waits = agent === '' ? this.waiting(words, found) : [];
    this.open = [...hits, ...waits].sort((a, b) => b.at - a.at);
    this.changed();
  }

  /** What the database has that is open and not known here. */
  private async asked(part: OpenPart): Promise<Conversation[]> {
    const all = this.who.supervises();
    const queues = this.who.queues().slice(0, step.queues);
    if (!all && queues.length === 0) return [];
    const found = await this.who.finder.open(part, all ? undefined : queues);
    return found.filter((c) => c.state !== 'closed');
  }

  /** What waits in the own queues, by what its row shows. */
  private waiting(words: string[], known: Map<string, Conversation>): Hit[] {
    const { queue, tag } = this.wanted;
    const { digits } = this.terms;
    const fits = (i: Item) =>
      !known.has(i.conversation) &&
      (queue === '' || i.queue === queue) &&
      (tag === '' || hasTag(i, tag)) &&
      ((words.length === 0 && digits === '') ||
        (words.length > 0 && matches(wordsOf(`${i.customer} ${i.preview}`), words)) ||
        matchesNumber(i.customer, digits));
    return this.who
      .waiting()
      .filter(fits)
      .map((i) => ({
        key: i.conversation,
        conversation: i.conversation,
        session: 0,
        customer: i.customer,
        channel: i.channel,
        queue: i.queue,
        agent: '',
        at: i.enqueuedAt,
        open: true,
        preview: i.preview,
        kind: i.kind,
        line: 0,
        own: false,
      }));
  }

  private under(c: Conversation): Hit {
    const { email } = this.who;
    return {
      key: c.id,
      conversation: c.id,
      session: c.session,
      customer: c.called,
      channel: c.channel,
      queue: c.queue,
      agent: c.ownerName || c.owner,
      at: c.lastCustomerAt,
      open: true,
      preview: c.preview,
      kind: c.previewKind,
      line: lineOf(c.index.words, c.index.lines, this.terms.words),
      own: c.owner === email || email in c.guests || c.agents.includes(email),
    };
  }

  // ---- The lines that the words are in

  /** lineOf is the text of the message that a word is in: read once, when it is shown, if one may. */
  lineOf(hit: Hit): string {
    const key = `${hit.key}/${hit.line}`;
    const known = this.lines.get(key);
    if (known !== undefined || hit.line === 0 || !hit.own) return known ?? '';
    this.lines.set(key, '');
    void this.who.finder
      .line(hit.conversation, hit.session, hit.line)
      .then((text) => {
        if (!text) return;
        this.lines.set(key, text);
        this.changed();
      })
      .catch(() => {}); // somebody else has the conversation by now: the preview is shown
    return '';
  }
}

/** hasTag is whether a session has a tag. */
const hasTag = (s: { tags: string[] }, tag: string): boolean => s.tags.includes(tag);

/** lineOf is the number of the message that the first word is in that was written, and not the name. */
function lineOf(has: string[], runs: string, wanted: string[]): number {
  const lines = numbers(runs);
  for (const w of wanted) {
    const at = has.findIndex((h, i) => h.startsWith(w) && (lines[i] ?? 0) > 0);
    if (at >= 0) return lines[at] ?? 0;
  }
  return 0;
}

/** numbers are those that the functions write in runs: "0*1 1*17" is one 0 and 17 times 1. */
const numbers = (runs: string): number[] =>
  runs.split(' ').flatMap((run) => {
    const [number, times] = run.split('*').map(Number);
    return Array<number>(times || 0).fill(number || 0);
  });

/** A part of a line: whether it is one of the words. */
export interface Part {
  text: string;
  is: boolean;
}

/** How many characters of a line are shown, and how many of them before the first word. */
const shownLine = { most: 140, before: 40 };

/** marked is a line in parts, cut to where the first word is. */
export function marked(text: string, words: string[]): Part[] {
  const whole = text.replace(/\s+/g, ' ').trim();
  const parts: Part[] = [];
  for (const piece of whole.split(/([\p{L}\p{N}\p{M}]+)/u)) {
    const is = wordsOf(piece).some((has) => words.some((w) => meets(has, w)));
    const last = parts.at(-1);
    if (last && last.is === is && !is) last.text += piece;
    else if (piece) parts.push({ text: piece, is });
  }
  const first = parts.findIndex((p) => p.is);
  const lead = parts[first - 1];
  if (first === 1 && lead && lead.text.length > shownLine.before)
    lead.text = `…${lead.text.slice(-shownLine.before).replace(/^[\udc00-\udfff]/, '')}`;
  return cut(parts);
}

function cut(parts: Part[]): Part[] {
  let left = shownLine.most;
  const some: Part[] = [];
  for (const p of parts) {
    if (left <= 0) break;
    some.push(p.text.length <= left ? p : { ...p, text: `${[...p.text].slice(0, left).join('')}…` });
    left -= p.text.length;
  }
  return some;
}
