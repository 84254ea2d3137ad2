import type { Conversation, Message } from '../../../data/documents.js';
import { type Action, leavesUnanswered } from '../../../state/actions.js';

/** The actions that need to know more before they can be carried out. */
export type Asked = 'transfer' | 'consult' | 'assign' | 'close' | 'priority' | 'end';

const isAsked: Record<Exclude<Asked, 'end'>, true> = {
  transfer: true,
  consult: true,
  assign: true,
  close: true,
  priority: true,
};

/** Whether an action needs a dialog: a customer who waits for an answer is not ended without a question. */
export const needsMore = (action: Action, about: Conversation, history: Message[]): action is Asked =>
  action in isAsked || leavesUnanswered(action, about, history);
