import type { Handover } from '../data/documents.js';
import { say } from '../text/language.js';
import { thread } from '../text/thread.js';

/** handed is by whom a session was passed on, why, and who has refused it since; empty if nobody did. */
export function handed(h: Handover): string {
  const t = say(thread);
  if (h.by === '') return '';
  const from = t.handedOver(h.name || h.by, h.why);
  return h.refused ? `${from} · ${t.refusedBy(h.refused)}` : from;
}
