// The keys of the desk. Single keys count only while nobody writes; what cannot easily be
// put right takes Shift as well. None takes Alt, with which people write é, ł or ².

/** Shortcuts are the keys of the commands, by the commands' ids, as aria-keyshortcuts names them. */
export const shortcuts = {
  accept: 'A',
  unread: 'U',
  next: 'J',
  previous: 'K',
  undo: 'Z',
  begin: 'B',
  search: 'S',
  write: 'W',
  'thread/note': 'N',
  'thread/pick': 'G',
  'thread/revive': 'R',
  'thread/transfer': 'T',
  'thread/panel': 'I',
  'thread/why': 'Y',
  'thread/park': 'Shift+P',
  'thread/end': 'Shift+E',
  'thread/done': 'Shift+E',
  'thread/decline': 'Shift+D',
  'thread/release': 'Shift+Q',
  keys: '?',
} as const;

export type Shortcut = keyof typeof shortcuts;

/** The list of all commands, which is open to whoever writes, too. */
export const listKey = 'Control+K';

/** shortcutOf is the keys of a command, if it has any. */
export const shortcutOf = (id: string): string | undefined =>
  id in shortcuts ? shortcuts[id as Shortcut] : undefined;

/** Stroke is what is read of a KeyboardEvent. */
export type Stroke = Pick<
  KeyboardEvent,
  'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'repeat' | 'isComposing'
> & { getModifierState?: (key: string) => boolean };

/** letter is what the key has printed on it. Keyboards of other scripts have our letters in their usual places. */
function letter({ key, code }: Stroke): string {
  if ([...key].length !== 1) return '';
  if (/\p{Letter}/u.test(key) && !/\p{Script=Latin}/u.test(key)) return code.replace(/^Key/, '');
  return key.toUpperCase();
}

/**
 * struck is the shortcut that a stroke is, as aria-keyshortcuts names it, or nothing. It
 * goes by what is printed on the key, not by its place. A key that is held counts once.
 */
export function struck(e: Stroke, writes: boolean): string {
  if (e.repeat || e.isComposing || e.altKey || e.getModifierState?.('AltGraph')) return '';
  const is = letter(e);
  if (e.ctrlKey || e.metaKey) return is === 'K' && !e.shiftKey ? listKey : '';
  if (writes || is === '') return '';
  // Where a sign is, and whether it takes Shift, differs from keyboard to keyboard.
  return e.shiftKey && /\p{Letter}/u.test(is) ? `Shift+${is}` : is;
}

/** Field is what is read of an element that has the focus. */
export interface Field {
  tagName: string;
  type?: string;
  isContentEditable?: boolean;
  role?: string | null;
}

/** Fields in which letters have no effect. */
const mute = new Set(['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit']);

const roles = new Set(['textbox', 'searchbox', 'combobox', 'listbox', 'spinbutton', 'menu', 'grid', 'tree']);

/** writesIn is whether letters that are typed there go into it, or choose in it. */
export function writesIn(field: Field | null | undefined): boolean {
  if (!field) return false;
  if (field.isContentEditable || roles.has(field.role ?? '')) return true;
  const name = field.tagName.toLowerCase();
  return name === 'textarea' || name === 'select' || (name === 'input' && !mute.has(field.type ?? 'text'));
}
