import { type Draft, newId } from '../data/orders.js';
import { bounds } from '../data/words.gen.js';
import type { Limits } from '../settings.js';
import { marked, type Span } from './body.js';
import { type CardFault, type ComposedCard, faultOf, Pictures, plain, written } from './cards.js';
import { amiss, type Composed, draft, isBlank, type Needed } from './choice.js';
import type { Desk } from './desk.js';
import { Model } from './model.js';
import { placeOf } from './place.js';
import { type Unfit, Upload, unfit } from './upload.js';

/** Why what is on the pad cannot be sent as it is. */
export type Fault = '' | 'empty' | 'long' | 'uploading' | 'upload' | 'choices' | 'choice' | 'card' | 'place';

const bytes = (text: string): number => new TextEncoder().encode(text).length;

/** What is stored of a pad apart from its text. */
interface Kept {
  /** whether it is a note; until somebody says so, what is likelier */
  note: boolean | undefined;
  /** whether marks of markup are sent as the signs that they are */
  plain: boolean;
  choices: Composed[];
  cards: ComposedCard[];
  /** a place to send, as it is typed */
  place: { where: string; label: string } | undefined;
  /** addresses by the names that are in the text */
  mentions: Record<string, string>;
}

const nothing: Kept = {
  note: undefined,
  plain: false,
  choices: [],
  cards: [],
  place: undefined,
  mentions: {},
};

/** isStyled is whether markup does something to a stretch of text; other texts every device shows. */
const isStyled = (s: Span): boolean => !!(s.bold || s.italic || (s.href && s.text !== s.href));

type Owner = Pick<Desk, 'keep' | 'outbox' | 'act' | 'files' | 'settings'> & Partial<Pick<Desk, 'config'>>;

/**
 * Pad is what an agent is about to write in one conversation. The browser keeps all of
 * it but the files: also that it is a note, or a reload would make a reply of it.
 */
export class Pad extends Model {
  uploads: Upload[] = [];
  /** the pictures on cards */
  readonly pictures: Pictures;
  /** whether it is likely to become a note */
  inclined = false;
  /** whether the channel shows markup */
  formats = false;
  private kept: Kept;

  constructor(
    private readonly desk: Owner,
    readonly conversation: string,
  ) {
    super();
    this.kept = { ...nothing, ...desk.keep.get<Partial<Kept>>(`pad/${conversation}`, {}) };
    this.pictures = new Pictures(desk.files, conversation);
    this.pictures.watch(() => this.changed());
  }

  get text(): string {
    return this.desk.keep.get(`draft/${this.conversation}`, '');
  }

  set text(text: string) {
    // What was begun as a note is never sent to the customer because of what happens meanwhile.
    if (text !== '') this.kept.note ??= this.note;
    this.desk.keep.set(`draft/${this.conversation}`, text === '' ? undefined : text);
    this.set({});
  }

  get note(): boolean {
    return this.kept.note ?? this.inclined;
  }

  /** anew turns an empty pad into what it is likely to become; one with a text stays what it is. */
  anew(): void {
    if (this.text === '' && this.kept.note !== undefined) this.set({ note: undefined });
  }

  get plain(): boolean {
    return this.kept.plain;
  }

  get cards(): ComposedCard[] {
    return this.kept.cards;
  }

  get choices(): Composed[] {
    return this.kept.choices;
  }

  get place(): Kept['place'] {
    return this.kept.place;
  }

  set(change: Partial<Kept>): void {
    this.kept = { ...this.kept, ...change };
    const plain = JSON.stringify(this.kept) === JSON.stringify(nothing);
    this.desk.keep.set(`pad/${this.conversation}`, plain ? undefined : this.kept);
    this.changed();
  }

  /** mention notes whose address a name in the text stands for. */
  mention(name: string, email: string): void {
    this.set({ mentions: { ...this.kept.mentions, [name]: email } });
  }

  /** Those whose names are in the text. */
  get mentioned(): string[] {
    const { mentions } = this.kept;
    const names = Object.keys(mentions).filter((name) => this.text.includes(`@${name}`));
    return [...new Set(names.map((name) => mentions[name] ?? ''))].slice(0, bounds.mentions);
  }

  // ---- Files

  /** attach takes files that can be sent and says why it does not take the others. */
  attach(files: Iterable<File>, may: boolean): { file: File; why: Unfit }[] {
    const refused = [];
    for (const file of files) {
      const why = unfit(file, this.uploads.length, may, this.desk.settings);
      if (why) {
        refused.push({ file, why });
        continue;
      }
      const upload = new Upload(this.desk.files, this.conversation, file);
      upload.watch(() => this.changed());
      this.uploads = [...this.uploads, upload];
      void upload.start();
    }
    this.changed();
    return refused;
  }

  remove(upload: Upload): void {
    upload.stop();
    this.uploads = this.uploads.filter((u) => u !== upload);
    this.changed();
  }

  // ---- Sending

  fault(limits: Limits | undefined): Fault {
    const text = this.text.trim();
    if (this.note) {
      if (text === '') return 'empty';
      return bytes(text) > bounds.note ? 'long' : '';
    }
    if (this.marksUp ? text.length > (limits?.text ?? Infinity) : bytes(text) > bounds.reply) return 'long';
    const files = [...this.uploads, ...this.pictures.all];
    if (files.some((u) => u.problem)) return 'upload';
    if (files.some((u) => !u.stored)) return 'uploading';
    if (this.place && !placeOf(this.place.where)) return 'place';
    if (this.cardFault) return 'card';
    if (this.amiss) return 'choice';
    if (text !== '' || this.cards.length > 0) return '';
    return this.composed.length > 0 ? 'choices' : this.uploads.length > 0 || this.place ? '' : 'empty';
  }

  get cardFault(): CardFault | undefined {
    return faultOf(this.cards, this.pictures);
  }

  /** Whether the text has marks that the channel shows as what they mean, or would. */
  get isMarked(): boolean {
    return this.formats && !this.note && !!marked(this.text.trim())?.some(isStyled);
  }

  /** Whether the reply has markup: what is marked up cannot be divided. */
  get marksUp(): boolean {
    return !this.plain && this.isMarked;
  }

  /** pieces is how many of the channel's messages the reply will be divided into, at least. */
  pieces(limits: Limits | undefined): number {
    const { length } = this.text.trim();
    return this.marksUp ? 1 : Math.max(1, Math.ceil(length / (limits?.text ?? Infinity)));
  }

  /** The first choice with something missing or wrong, and whether that is only missing. */
  get amiss(): { at: number; field: Needed; missing: boolean } | undefined {
    for (const [at, c] of this.choices.entries()) {
      const field = isBlank(c) ? undefined : amiss(c);
      if (field) return { at, field, missing: c[field].trim() === '' };
    }
    return undefined;
  }

  private get composed(): Composed[] {
    return this.choices.filter((c) => !isBlank(c));
  }

  /** send sends the files and the place, each by itself, and then the text; a note goes to colleagues only. */
  async send(): Promise<void> {
    const { text } = this;
    if (this.note) {
      const agents = this.mentioned;
      const ask = { kind: 'note' as const, text: text.trim(), ...(agents.length > 0 && { agents }) };
      await this.desk.act(this.conversation, ask);
    } else {
      for (const u of this.uploads) this.sendFile(u);
      this.sendPlace();
      if (text.trim() !== '') this.desk.outbox.send(this.conversation, newId(), this.reply());
      this.sendCards();
      this.uploads = [];
    }
    if (this.text === text) this.text = ''; // and not what was written meanwhile
    // It stays a pad for notes: a second note must not go to the customer.
    this.set({
      note: this.note || undefined,
      plain: false,
      choices: [],
      ...(!this.note && { place: undefined, cards: [] }),
      mentions: {},
    });
  }

  private sendFile({ id, stored, file, alt }: Upload): void {
    if (!stored) return;
    const media = { ...stored, name: file.name, alt: alt.trim() };
    this.desk.outbox.send(this.conversation, id, { kind: 'file', text: '', media });
  }

  private sendPlace(): void {
    const point = this.place && placeOf(this.place.where);
    if (!this.place || !point) return;
    const place = { ...point, label: this.place.label.trim() };
    this.desk.outbox.send(this.conversation, newId(), { kind: 'location', text: '', place });
  }

  /** sendCards sends the cards after the text, and the choices below them. */
  private sendCards(): void {
    if (this.cards.length === 0) return;
    const zone = this.desk.config?.zone;
    const choices = plain(this.composed, zone);
    this.desk.outbox.send(this.conversation, this.pictures.reply, {
      kind: 'card',
      text: '',
      cards: written(this.cards, this.pictures, zone) ?? [],
      ...(choices.length > 0 && { choices }),
    });
    this.pictures.forget();
  }

  private reply(): Draft {
    const reply: Draft = { text: this.text.trim() };
    if (this.marksUp) reply.markup = true;
    if (this.cards.length > 0) return reply;
    const choices = this.composed.flatMap((c) => draft(c, this.desk.config?.zone) ?? []);
    if (choices.length > 0) reply.choices = choices;
    return reply;
  }
}
