// Cards while an agent composes them: one, or several that stand beside each other.

import type { Draft } from '../data/orders.js';
import { newId } from '../data/orders.js';
import { bounds } from '../data/words.gen.js';
import type { Limits } from '../settings.js';
import { amiss, type Composed, draft, isBlank } from './choice.js';
import { Model } from './model.js';
import { Upload } from './upload.js';

/** A card as it is typed; its picture is a file, which no browser keeps. */
export interface ComposedCard {
  title: string;
  body: string;
  choices: Composed[];
}

export const blankCard: ComposedCard = { title: '', body: '', choices: [] };

/** The largest picture on a card that phones show, in bytes, and its types. */
export const isCardPicture = (file: Pick<File, 'size' | 'type'>, limits: Limits | undefined): boolean =>
  file.type.startsWith('image/') && !!limits?.fileTypes.includes(file.type) && file.size <= limits.fileSize;

/** mostCards is how many a message can have. */
export const mostCards = (limits: Limits | undefined): number =>
  limits?.kinds.includes('card') ? Math.min(limits.cards, bounds.cards) : 0;

/** What is wrong with a card: it is empty, or one of its choices is not finished. */
export interface CardFault {
  at: number;
  field: 'empty' | 'choice';
}

/** faultOf is the first card that cannot be sent as it is. */
export function faultOf(cards: ComposedCard[], pictures: Pictures): CardFault | undefined {
  for (const [at, card] of cards.entries()) {
    if (card.choices.some((c) => !isBlank(c) && amiss(c))) return { at, field: 'choice' };
    if (card.title.trim() === '' && card.body.trim() === '' && !pictures.of(at))
      return { at, field: 'empty' };
  }
  return undefined;
}

/** free is how many choices cards, and what is below them, have room for in all. */
export const free = (cards: ComposedCard[], below: Composed[]): number =>
  bounds.carouselChoices - below.length - cards.reduce((n, c) => n + c.choices.length, 0);

/** written is what is sent of cards, without what is empty. */
export function written(cards: ComposedCard[], pictures: Pictures, zone = ''): Draft['cards'] {
  return cards.map((card, i) => {
    const picture = pictures.of(i);
    const choices = plain(card.choices, zone);
    return {
      title: card.title.trim(),
      ...(card.body.trim() !== '' && { body: card.body.trim() }),
      ...(picture?.stored && {
        media: {
          type: picture.stored.type,
          size: picture.stored.size,
          name: picture.file.name,
          alt: picture.alt.trim(),
        },
      }),
      ...(choices.length > 0 && { choices }),
    };
  }) as Draft['cards'];
}

/** plain are choices as a message with cards has them: each opens the browser. */
export const plain = (choices: Composed[], zone = '') =>
  choices.flatMap((c) => draft({ ...c, view: '' }, zone) ?? []);

/**
 * Pictures are those on the cards of one reply. Each is stored under the reply's name and
 * the card's number, which says whose it is. So when cards move, all are stored again,
 * under a new name.
 */
export class Pictures extends Model {
  /** the reply's id */
  reply = newId();
  private uploads: (Upload | undefined)[] = [];

  constructor(
    private readonly files: ConstructorParameters<typeof Upload>[0],
    private readonly conversation: string,
  ) {
    super();
  }

  of(card: number): Upload | undefined {
    return this.uploads[card];
  }

  get all(): Upload[] {
    return this.uploads.filter((u) => u !== undefined);
  }

  /** put has a card show a picture, or none. */
  put(card: number, file: File | undefined, alt = ''): void {
    const before = this.uploads[card];
    if (before) before.stop();
    this.uploads[card] = undefined;
    // What a name has been used for is not used for anything else.
    if (before && file) this.anew(this.uploads);
    this.uploads[card] = file && this.store(card, file, alt);
    this.changed();
  }

  /** remove takes a card out. */
  remove(card: number): void {
    this.uploads[card]?.stop();
    this.anew(this.uploads.filter((_, i) => i !== card));
  }

  /** swap has two cards change places. */
  swap(a: number, b: number): void {
    const all = [...this.uploads];
    [all[a], all[b]] = [all[b], all[a]];
    this.anew(all);
  }

  /** forget begins the next reply. */
  forget(): void {
    this.reply = newId();
    this.uploads = [];
    this.changed();
  }

  private anew(all: (Upload | undefined)[]): void {
    this.reply = newId();
    for (const u of all) u?.stop();
    this.uploads = all.map((u, i) => u && this.store(i, u.file, u.alt));
    this.changed();
  }

  private store(card: number, file: File, alt: string): Upload {
    const upload = new Upload(this.files, this.conversation, file, `${this.reply}-${card}`);
    upload.alt = alt;
    upload.watch(() => this.changed());
    void upload.start();
    return upload;
  }
}
