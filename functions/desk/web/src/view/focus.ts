// The focus is never lost to the page: what had it may go, because it was accepted, taken
// or closed, or because somebody else was quicker. Then it goes to what is nearest.

/** Where the focus goes within a part of the page, the first that is there. */
const refuges: [part: string, within: string][] = [
  ['desk-thread', '.composer textarea:not([readonly]), h1'],
  ['desk-lists', 'a.row[aria-current], a.row, button'],
  ['main', 'h1'],
];

/** refuge is what gets the focus after something within these elements had it. */
function refuge(path: Element[], page: Document): HTMLElement | null {
  for (const part of path) {
    if (!part.isConnected) continue;
    const found = refuges.find(([name]) => part.matches(name));
    const to = found && part.querySelector<HTMLElement>(found[1]);
    if (to) return to;
  }
  return page.querySelector<HTMLElement>('desk-thread h1, #main');
}

/** keepFocus watches a page for as long as it lives. */
export function keepFocus(page: Document): void {
  let path: Element[] = [];
  page.addEventListener('focusin', (e) => {
    path = e.composedPath().filter((p): p is Element => p instanceof Element);
  });
  const look = () => {
    const [last] = path;
    if (!last || last.isConnected || page.activeElement !== page.body) return;
    refuge(path, page)?.focus({ preventScroll: true });
  };
  new MutationObserver(look).observe(page.body, { childList: true, subtree: true });
  page.addEventListener(
    'close',
    (e) => e.target instanceof HTMLDialogElement && putCaret(page.activeElement),
    true,
  );
}

/**
 * putCaret puts the caret where it was in a text that has the focus again. A dialog that closes
 * gives the focus back and not the caret, and what is typed then goes nowhere.
 */
function putCaret(to: Element | null): void {
  if (!(to instanceof HTMLTextAreaElement || to instanceof HTMLInputElement)) return;
  const { selectionStart: from, selectionEnd: till } = to;
  if (from !== null) to.setSelectionRange(from, till); // null where there is no text
}
