import type { Conversation, Mention } from '../data/documents.js';
import type { Desk } from '../state/desk.js';
import type { Office } from '../state/office.js';
import { isReminder } from '../state/reminder.js';
import { say } from '../text/language.js';
import { mentions as texts } from '../text/mentions.js';
import { shell } from '../text/shell.js';
import { customerName, preview } from '../text/words.js';
import { nearEnd } from './ring.js';

type What = 'offer' | 'message' | 'note' | 'reminder' | 'alert';

type About = Pick<Conversation, 'id' | 'called' | 'preview' | 'previewKind'>;

/** Of a mention the author is known, and not always whose conversation it is in. */
const about = (m: Mention): About => ({ id: m.conversation, called: '', preview: '', previewKind: '' });

/** How each sounds, in hertz. */
const tones: Record<What, number[]> = {
  offer: [660, 880],
  message: [587],
  note: [440, 587],
  reminder: [587, 740],
  alert: [440, 330],
};

/** How long, in milliseconds, it is silent of what has just sounded. */
const pause = 1_000;

/** Bell announces offers, messages and notes that the agent is not looking at: by sound, by a notification, in the title. */
export class Bell {
  private readonly offered = new Set<string>();
  private readonly heard = new Map<string, number>();
  private readonly notes = new Map<string, number>();
  private readonly reminded = new Map<string, number>();
  private readonly mentioned = new Set<string>();
  /** which conversation's note rang last, and when: a mention is a note, too */
  private rung = { id: '', at: 0 };
  private primed = false;
  private listens = false;
  private audio: AudioContext | undefined;
  /** when each sounded last */
  private readonly sounded = new Map<What, number>();

  constructor(
    private readonly office: Office,
    private readonly desk: Desk,
  ) {
    desk.inbox.watch(() => this.look());
    desk.mentions.watch(() => this.hear());
    this.look();
    this.hear();
  }

  /** What the browser's tab says. */
  get title(): string {
    const { alerts, inbox, mentions } = this.desk;
    const noted = new Set([...inbox.noted.map((c) => c.id), ...mentions.unseen.map((m) => m.conversation)]);
    const reminders = inbox.active.filter(isReminder).length;
    const n = inbox.offers.length + inbox.unreadTotal + noted.size + reminders + alerts.news().length;
    const t = say(shell);
    return n > 0 ? `(${n}) ${t.product}` : t.product;
  }

  /** look compares the inbox with its previous state; what was there at the start is not announced. */
  private look(): void {
    const { inbox } = this.desk;
    if (!inbox.ready) return;
    for (const c of inbox.offers) {
      const key = `${c.id}/${c.offeredUntil}`;
      if (this.offered.has(key)) continue;
      this.offered.add(key);
      this.ring('offer', c, true);
      setTimeout(() => this.again(key), c.offeredUntil - this.desk.now() - nearEnd);
    }
    for (const c of inbox.active) {
      const before = this.heard.get(c.id);
      if (before !== undefined && c.lastCustomerAt > before && !this.sees(c.id))
        this.ring('message', c, this.primed);
      this.heard.set(c.id, c.lastCustomerAt);
      if (isReminder(c) && c.remindedAt !== this.reminded.get(c.id)) this.ring('reminder', c, true);
      this.reminded.set(c.id, c.remindedAt);
    }
    for (const c of inbox.noted) {
      if (c.notes > (this.notes.get(c.id) ?? 0) && !this.sees(c.id)) this.ring('note', c, this.primed);
      this.notes.set(c.id, c.notes);
    }
    this.primed = true;
    document.title = this.title;
  }

  /** again rings a second time for an offer that is about to end and was not answered. */
  private again(key: string): void {
    const left = this.desk.inbox.offers.some((c) => `${c.id}/${c.offeredUntil}` === key);
    if (left && this.office.keep.get('sound', true)) this.sound('offer');
  }

  /** hear announces notes that are for this agent, wherever they are. */
  private hear(): void {
    const { mentions } = this.desk;
    if (!mentions.loaded) return;
    for (const m of mentions.unseen) {
      const news = !this.mentioned.has(m.id) && this.listens && !this.sees(m.conversation);
      this.mentioned.add(m.id);
      if (news) this.ring('note', about(m), true, say(texts).by(m.author.name || m.author.email));
    }
    this.listens = true;
    document.title = this.title;
  }

  /** Whether the agent has a conversation before the eyes. */
  private sees(id: string): boolean {
    const { page } = this.office.address;
    return !document.hidden && document.hasFocus() && page.name === 'conversation' && page.id === id;
  }

  private ring(what: Exclude<What, 'alert'>, c: About, news: boolean, title = ''): void {
    if (!news || (what === 'note' && this.rang(c.id))) return;
    const shown = title || say(shell).announced[what](customerName(c.called));
    const body = what === 'note' ? '' : preview(c.preview, c.previewKind);
    this.announce(what, shown, body, c.id, () => this.office.address.go({ name: 'conversation', id: c.id }));
  }

  /** announce sounds and, where nobody looks, shows a notification that leads somewhere. */
  announce(what: What, title: string, body: string, tag: string, go: () => void): void {
    const { keep } = this.office;
    if (keep.get('sound', true)) this.sound(what);
    if (!keep.get('notify', false) || globalThis.Notification?.permission !== 'granted') return;
    if (!document.hidden && document.hasFocus()) return;
    const shown = new Notification(title, { body, tag });
    this.office.shows(shown);
    shown.onclick = () => {
      window.focus();
      go();
      shown.close();
    };
  }

  /** rang is whether a note of a conversation rang a moment ago. */
  private rang(id: string): boolean {
    const at = this.desk.now();
    const again = this.rung.id === id && at - this.rung.at < 3_000;
    this.rung = { id, at };
    return again;
  }

  /**
   * sound plays one or two short notes, which it makes itself so that the page fetches no file. It plays one
   * when several are due at once: together they are too loud. Browsers mute a page until somebody touches it.
   */
  private sound(what: What): void {
    const now = performance.now();
    if (now - (this.sounded.get(what) ?? -Infinity) < pause) return;
    this.sounded.set(what, now);
    try {
      this.audio ??= new AudioContext();
      const { audio } = this;
      const notes = tones[what];
      notes.forEach((frequency, i) => {
        const at = audio.currentTime + i * 0.15;
        const tone = audio.createOscillator();
        const volume = audio.createGain();
        tone.frequency.value = frequency;
        volume.gain.setValueAtTime(0.12, at);
        volume.gain.exponentialRampToValueAtTime(0.001, at + 0.3);
        tone.connect(volume).connect(audio.destination);
        tone.start(at);
        tone.stop(at + 0.3);
      });
    } catch {
      // No sound device.
    }
  }
}
