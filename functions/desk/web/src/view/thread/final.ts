import type { Macro } from '../../data/macros.js';
import type { Desk } from '../../state/desk.js';
import { say, span } from '../../text/language.js';
import { macros as texts } from '../../text/macros.js';

/** finalStep is what becomes of the conversation at last, in words. */
export function finalStep(macro: Macro, desk: Desk): string {
  const t = say(texts);
  if (macro.last === 'end') return t.thenEnd;
  if (macro.last === 'transfer') return t.thenTransfer(desk.queueTitle(macro.to));
  return t.thenAside(macro.aside > 0 ? span(macro.aside * 1000) : '');
}
