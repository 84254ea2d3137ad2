// What keys and buttons do to a text: marks for bold and italic, and lists.

/** Edited is a text after that, with what is selected in it. */
export interface Edited {
  text: string;
  from: number;
  to: number;
}

/** mark puts a mark around what is selected, or takes it away again. With nothing selected it opens one to write in. */
export function mark(text: string, from: number, to: number, sign: '**' | '*'): Edited {
  const n = sign.length;
  const bare = (at: number) => text.slice(at - n, at) === sign && text.charAt(at - n - 1) !== '*';
  if (bare(from) && text.slice(to, to + n) === sign)
    return {
      text: text.slice(0, from - n) + text.slice(from, to) + text.slice(to + n),
      from: from - n,
      to: to - n,
    };
  // A mark has no space inside it.
  while (from < to && /\s/.test(text.charAt(from))) from++;
  while (to > from && /\s/.test(text.charAt(to - 1))) to--;
  return {
    text: text.slice(0, from) + sign + text.slice(from, to) + sign + text.slice(to),
    from: from + n,
    to: to + n,
  };
}

/** What an item of a list begins with. */
const bullet = '• ';
const item = /^(\s*)(• |- |(\d{1,3})([.)]) )/;

/** list makes items of the lines that are selected, or plain lines of items. */
export function list(text: string, from: number, to: number): Edited {
  const begin = text.lastIndexOf('\n', from - 1) + 1;
  const end = text.indexOf('\n', to) < 0 ? text.length : text.indexOf('\n', to);
  const lines = text.slice(begin, end).split('\n');
  const listed = lines.every((l) => l.startsWith(bullet));
  const made = lines
    .map((l) => (listed ? l.slice(bullet.length) : bullet + l.replace(item, '$1')))
    .join('\n');
  const whole = text.slice(0, begin) + made + text.slice(end);
  return { text: whole, from: from === to ? begin + made.length : begin, to: begin + made.length };
}

/** nextItem goes on with a list in a new line; an item without words ends the list. It is undefined outside of lists. */
export function nextItem(text: string, caret: number): Edited | undefined {
  const begin = text.lastIndexOf('\n', caret - 1) + 1;
  const found = item.exec(text.slice(begin, caret));
  if (!found) return undefined;
  const [whole, space = '', sign = '', n, dot] = found;
  if (text.slice(begin + whole.length, caret).trim() === '') {
    return { text: text.slice(0, begin) + text.slice(caret), from: begin, to: begin };
  }
  const next = `\n${space}${n ? `${Number(n) + 1}${dot} ` : sign}`;
  const at = caret + next.length;
  return { text: text.slice(0, caret) + next + text.slice(caret), from: at, to: at };
}
