import type { Message } from '../data/documents.js';
import { bounds } from '../data/words.gen.js';

/** isEditable is whether somebody may still change a note: who wrote it, for a quarter of an hour by the server's clock. */
export const isEditable = (m: Message, me: string, now: number): boolean =>
  m.direction === 'note' &&
  m.author.email === me &&
  m.deletedAt === 0 &&
  m.committedAt > 0 &&
  now < m.committedAt + bounds.noteEditable * 1000;
