import { html, render } from 'lit';
import type { Conversation } from '../data/documents.js';
import type { Desk } from '../state/desk.js';
import { shownIn } from '../state/labels.js';
import { language, say } from '../text/language.js';
import { tags as texts } from '../text/tags.js';

/**
 * declineReason lets an agent choose why an offer is declined, in a small menu at the button
 * that was pressed. It resolves with the reason's name, empty for none, or with undefined if the
 * agent thought better of it. Without reasons it does not ask.
 */
export function declineReason(
  desk: Desk,
  c: Conversation,
  anchor: Element | null,
): Promise<string | undefined> {
  const reasons = desk.config?.workstreams[c.workstream]?.declineReasons ?? [];
  if (reasons.length === 0) return Promise.resolve('');
  const t = say(texts);
  const none = { name: '', text: t.noReason };
  const all = [...reasons.map((r) => shownIn(r, language.code)), none];
  return new Promise((resolve) => {
    const back = document.activeElement as HTMLElement | null;
    const menu = document.createElement('div');
    let chosen: string | undefined;
    const choose = (name: string) => {
      chosen = name;
      menu.hidePopover();
    };
    menu.className = 'declines';
    menu.popover = 'auto'; // Escape and a press elsewhere close it; nothing clips it
    menu.setAttribute('role', 'menu');
    menu.setAttribute('aria-label', t.whyDecline);
    menu.addEventListener('keydown', step);
    menu.addEventListener('toggle', (e) => {
      if ((e as ToggleEvent).newState !== 'closed') return;
      menu.remove();
      if (document.activeElement === document.body) back?.focus();
      resolve(chosen);
    });
    render(
      html`<p class="dim" role="presentation">${t.whyDecline}</p>
        ${all.map((r) => html`<button role="menuitem" tabindex="-1" @click=${() => choose(r.name)}>${r.text}</button>`)}`,
      menu,
    );
    document.body.append(menu);
    menu.showPopover();
    place(menu, anchor);
    menu.querySelector('button')?.focus();
  });
}

/** step goes from item to item with the arrows, Home and End. */
function step(e: KeyboardEvent): void {
  const items = [...(e.currentTarget as HTMLElement).querySelectorAll('button')];
  const at = items.indexOf(document.activeElement as HTMLButtonElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[e.key];
  if (e.key === 'Tab') (e.currentTarget as HTMLElement).hidePopover();
  if (to === undefined) return;
  e.preventDefault();
  e.stopPropagation();
  items[(to + items.length) % items.length]?.focus();
}

/** How far a menu stays from the window's edge, in pixels. */
const margin = 8;

/** place puts a menu below what opened it, or above where there is no room. */
function place(menu: HTMLElement, anchor: Element | null): void {
  const at = anchor?.getBoundingClientRect() ?? new DOMRect(innerWidth / 2, innerHeight / 3);
  const { width, height } = menu.getBoundingClientRect();
  const below = at.bottom + height + margin <= innerHeight;
  const left = Math.max(margin, Math.min(at.left, innerWidth - width - margin));
  const top = below ? at.bottom + 4 : Math.max(margin, at.top - height - 4);
  menu.style.setProperty('left', `${left}px`);
  menu.style.setProperty('top', `${top}px`);
}
