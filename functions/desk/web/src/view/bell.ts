import type { Conversation } from '../data/documents.js';
import type { Desk } from '../state/desk.js';
import type { Office } from '../state/office.js';
import { say } from '../text/language.js';
import { shell } from '../text/shell.js';
import { customerName, preview } from '../text/words.js';

/** Bell announces offers and messages that the agent is not looking at: by sound, by a notification, in the title. */
export class Bell {
  private readonly offered = new Set<string>();
  private readonly heard = new Map<string, number>();
  private primed = false;
  private audio: AudioContext | undefined;

  constructor(
    private readonly office: Office,
    private readonly desk: Desk,
  ) {
    desk.inbox.watch(() => this.look());
    this.look();
  }

  /** What the browser's tab says. */
  get title(): string {
    const { inbox } = this.desk;
    const n = inbox.offers.length + inbox.unreadTotal;
    const t = say(shell);
    return n > 0 ? `(${n}) ${t.product}` : t.product;
  }

  /** look compares the inbox with its previous state; what was there at the start is not announced. */
  private look(): void {
    const { inbox } = this.desk;
    if (!inbox.ready) return;
    for (const c of inbox.offers) {
      const key = `${c.id}/${c.offeredUntil}`;
      if (!this.offered.has(key)) this.ring('offer', c, true);
      this.offered.add(key);
    }
    for (const c of inbox.active) {
      const before = this.heard.get(c.id);
      if (before !== undefined && c.lastCustomerAt > before && document.hidden)
        this.ring('message', c, this.primed);
      this.heard.set(c.id, c.lastCustomerAt);
    }
    this.primed = true;
    document.title = this.title;
  }

  private ring(what: 'offer' | 'message', c: Conversation, news: boolean): void {
    if (!news) return;
    const { keep } = this.office;
    if (keep.get('sound', true)) this.sound(what);
    if (!keep.get('notify', false) || globalThis.Notification?.permission !== 'granted') return;
    if (what === 'offer' && !document.hidden && document.hasFocus()) return;
    const t = say(shell);
    const who = customerName(c.called);
    const shown = new Notification(what === 'offer' ? t.newOffer(who) : t.newMessage(who), {
      body: preview(c.preview, c.previewKind),
      tag: c.id,
    });
    shown.onclick = () => {
      window.focus();
      this.office.address.go({ name: 'conversation', id: c.id });
      shown.close();
    };
  }

  /** sound is two short notes, made here: no file to fetch. A page that nobody touched may not make any. */
  private sound(what: 'offer' | 'message'): void {
    try {
      this.audio ??= new AudioContext();
      const { audio } = this;
      const notes = what === 'offer' ? [660, 880] : [587];
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
