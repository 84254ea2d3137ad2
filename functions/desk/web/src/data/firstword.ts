import type { StartPurpose } from './words.gen.js';

/** What an agent wants to begin a conversation with. */
export interface FirstWord {
  account: string;
  brandAgent: string;
  queue: string;
  number: string;
  text: string;
  purpose: StartPurpose;
}
