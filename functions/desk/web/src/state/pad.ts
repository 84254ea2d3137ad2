import { type Draft, newId } from '../data/orders.js';
import { bounds } from '../data/words.gen.js';
import type { Limits } from '../settings.js';
import { marked } from './body.js';
import type { Desk } from './desk.js';
import { Model } from './model.js';
import { type Unfit, Upload, unfit } from './upload.js';

/** Why what is on the pad cannot be sent as it is. */
export type Fault = '' | 'empty' | 'long' | 'markup' | 'uploading' | 'upload' | 'choices';

const bytes = (text: string): number => new TextEncoder().encode(text).length;

/** What is stored of a pad apart from its text. */
interface Kept {
  /** whether it is a note; until somebody says so, what is likelier */
  note: boolean | undefined;
  markup: boolean;
  choices: string[];
  /** addresses by the names that are in the text */
  mentions: Record<string, string>;
}

const nothing: Kept = { note: undefined, markup: false, choices: [], mentions: {} };

type Owner = Pick<Desk, 'keep' | 'outbox' | 'act' | 'files' | 'settings'>;

/**
 * Pad is what an agent is about to write in one conversation. The browser keeps all of
 * it but the files: also that it is a note, or a reload would make a reply of it.
 */
export class Pad extends Model {
  uploads: Upload[] = [];
  /** whether it is likely to become a note */
  inclined = false;
  private kept: Kept;

  constructor(
    private readonly desk: Owner,
    readonly conversation: string,
  ) {
    super();
    this.kept = { ...nothing, ...desk.keep.get<Partial<Kept>>(`pad/${conversation}`, {}) };
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

  get markup(): boolean {
    return this.kept.markup;
  }

  get choices(): string[] {
    return this.kept.choices;
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
      const why = unfit(file, this.uploads.length, may, this.desk.settings.maxFile);
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
    if (this.uploads.some((u) => u.problem)) return 'upload';
    if (this.uploads.some((u) => !u.stored)) return 'uploading';
    if (text === '') return this.labels.length > 0 ? 'choices' : this.uploads.length > 0 ? '' : 'empty';
    return this.markup && !marked(text) ? 'markup' : '';
  }

  /** Whether the reply has markup: what is marked up cannot be divided. */
  get marksUp(): boolean {
    // What has no markup in it needs none, and every device shows it.
    return (
      this.markup &&
      !!marked(this.text.trim())?.some((s) => s.bold || s.italic || (s.href && s.text !== s.href))
    );
  }

  /** pieces is how many of the channel's messages the reply will be divided into, at least. */
  pieces(limits: Limits | undefined): number {
    const { length } = this.text.trim();
    return this.marksUp ? 1 : Math.max(1, Math.ceil(length / (limits?.text ?? Infinity)));
  }

  private get labels(): string[] {
    return this.choices.map((c) => c.trim()).filter((c) => c !== '');
  }

  /** send sends the files, each by itself, and then the text; a note goes to colleagues only. */
  async send(): Promise<void> {
    const { text } = this;
    if (this.note) {
      const agents = this.mentioned;
      const ask = { kind: 'note' as const, text: text.trim(), ...(agents.length > 0 && { agents }) };
      await this.desk.act(this.conversation, ask);
    } else {
      for (const u of this.uploads) this.sendFile(u);
      if (text.trim() !== '') this.desk.outbox.send(this.conversation, newId(), this.reply());
      this.uploads = [];
    }
    if (this.text === text) this.text = ''; // and not what was written meanwhile
    // It stays a pad for notes: a second note must not go to the customer.
    this.set({ note: this.note || undefined, choices: [], mentions: {} });
  }

  private sendFile({ id, stored, file, alt }: Upload): void {
    if (!stored) return;
    const media = { ...stored, name: file.name, alt: alt.trim() };
    this.desk.outbox.send(this.conversation, id, { kind: 'file', text: '', media });
  }

  private reply(): Draft {
    const text = this.text.trim();
    const draft: Draft = { text };
    if (this.marksUp) draft.markup = true;
    if (this.labels.length > 0) draft.choices = this.labels.map((label) => ({ label, postback: label }));
    return draft;
  }
}
