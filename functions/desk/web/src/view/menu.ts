// A menu is a details element: these close it where a menu closes.

/** closeOnEscape closes a menu and gives the focus back to what opened it. */
export function closeOnEscape(e: KeyboardEvent): void {
  const menu = e.currentTarget as HTMLDetailsElement;
  if (e.key !== 'Escape' || !menu.open) return;
  menu.open = false;
  menu.querySelector('summary')?.focus();
}

/** closeOnLeave closes a menu when the focus goes elsewhere. */
export function closeOnLeave(e: FocusEvent): void {
  const menu = e.currentTarget as HTMLDetailsElement;
  if (e.relatedTarget && !menu.contains(e.relatedTarget as Node)) menu.open = false;
}
