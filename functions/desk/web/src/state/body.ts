// What somebody wrote, taken apart into what is shown. Nothing here makes markup: the
// page is built from the pieces, as text.

/** Span is a stretch of text in one style. */
export interface Span {
  text: string;
  href?: string;
  bold?: boolean;
  italic?: boolean;
}

/** How much of a text is shown at first, in UTF-16 code units and in lines. */
export const enough = 3200;
const enoughLines = 40;

/** clip is the beginning of a text that is too long, without half a character. */
export function clip(text: string, most = enough): string {
  let end = Math.min(text.length, most);
  for (let at = -1, line = 0; line < enoughLines; line++) {
    at = text.indexOf('\n', at + 1);
    if (at < 0 || at >= end) break;
    if (line === enoughLines - 1) end = at;
  }
  const last = text.charCodeAt(end - 1);
  return text.slice(0, end < text.length && last >= 0xd800 && last < 0xdc00 ? end - 1 : end);
}

// What turns the direction of a text around or cannot be seen is in no address: with it
// one address would look like another.
const unseen =
  '\\u0000-\\u0020\\u007f-\\u00a0\\u061c\\u180e\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\ufeff';
const address = new RegExp(
  `\\bhttps?:\\/\\/[^${unseen}<>"\`{}|\\\\^]+|[\\w.%+-]{1,64}@[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){1,8}`,
  'gi',
);

/** The characters of a sentence that an address does not end with. */
const closing = new Set('.,;:!?)]}\'"*_~»”’…');
const pairs: Record<string, string> = { ')': '(', ']': '[' };

/** trimmed is an address without the punctuation of the sentence around it. */
function trimmed(found: string): string {
  const open = { ')': 0, ']': 0 } as Record<string, number>;
  for (const c of found) {
    for (const [close, begin] of Object.entries(pairs)) {
      if (c === begin || c === close) open[close] = (open[close] ?? 0) + (c === begin ? 1 : -1);
    }
  }
  let end = found.length;
  for (; end > 0; end--) {
    const c = found.charAt(end - 1);
    if (!closing.has(c)) break;
    if (c in pairs) {
      if ((open[c] ?? 0) >= 0) break; // it closes what the address opened
      open[c] = (open[c] ?? 0) + 1;
    }
  }
  return found.slice(0, end);
}

/** How long an address can be that is taken for one. */
const longest = 4000;

/**
 * safe is an address that may be opened, as the browser understands it: what it really
 * leads to. Everything but the web, mail and telephones is undefined, and so is one
 * with a name before the host, which looks like another host.
 */
export function safe(href: string): string | undefined {
  if (href.length > longest || !/^(https?:\/\/|mailto:|tel:[\d+() .-]+$)/i.test(href)) return undefined;
  try {
    const url = new URL(href);
    return url.username || url.password ? undefined : url.href;
  } catch {
    return undefined;
  }
}

/** linked finds the addresses in a text. */
export function linked(text: string): Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    const found = trimmed(match[0]);
    const href = safe(/^https?:/i.test(found) ? found : `mailto:${found}`);
    if (!href) continue;
    if (match.index > from) spans.push({ text: text.slice(from, match.index) });
    spans.push({ text: found, href });
    from = match.index + found.length;
  }
  if (from < text.length) spans.push({ text: text.slice(from) });
  return spans;
}

/**
 * marked takes **bold**, *italic* and [label](https://address) apart, as the channel
 * does. It is undefined where the channel would refuse the text: what is opened must be
 * closed, in order, within a paragraph, without a space inside the markers.
 */
export function marked(text: string): Span[] | undefined {
  const open: string[] = [];
  const spans: Span[] = [];
  let run = '';
  let before = ' ';
  const style = (span: Span): Span => ({
    ...span,
    ...(open.includes('**') && { bold: true }),
    ...(open.includes('*') && { italic: true }),
  });
  const flush = () => {
    spans.push(...linked(run).map(style));
    run = '';
  };
  let at = 0;
  while (at < text.length) {
    const c = text.charAt(at);
    if (c === '\\' && '\\*[]()_'.includes(text.charAt(at + 1) || 'x')) {
      run += before = text.charAt(at + 1);
      at += 2;
    } else if (c === '*') {
      const marker =
        text.startsWith('**', at) && (open.at(-1) !== '*' || text.charAt(at + 2) !== '*') ? '**' : '*';
      at += marker.length;
      if (open.at(-1) === marker) {
        if (/\s/.test(before) || (run === '' && before === '*')) return undefined;
        flush();
        open.pop();
        before = '.';
      } else {
        if (open.includes(marker) || at >= text.length || /\s/.test(text.charAt(at))) return undefined;
        flush();
        open.push(marker);
        before = '*';
      }
    } else if (c === '[') {
      const link = labelled(text, at);
      if (!link) return undefined;
      flush();
      spans.push(style({ text: link.label, href: link.href }));
      at = link.end;
      before = ')';
    } else if (open.length > 0 && /^\r?\n\r?\n/.test(text.slice(at, at + 4))) {
      return undefined;
    } else {
      run += before = c;
      at++;
    }
  }
  if (open.length > 0) return undefined;
  flush();
  return spans;
}

/** labelled reads [label](address). */
function labelled(text: string, at: number): { label: string; href: string; end: number } | undefined {
  const label = upTo(text, at + 1, ']');
  if (!label || label.text === '' || label.text.includes('\n') || text.charAt(label.end) !== '(')
    return undefined;
  const target = upTo(text, label.end + 1, ')');
  if (!target || /\s/.test(target.text) || !/^https?:/i.test(target.text)) return undefined;
  const href = safe(target.text);
  return href === undefined ? undefined : { label: label.text, href, end: target.end };
}

/** upTo reads to the first end that no backslash precedes. */
function upTo(text: string, from: number, end: string): { text: string; end: number } | undefined {
  let read = '';
  for (let at = from; at < text.length; at++) {
    const c = text.charAt(at);
    if (c === end) return { text: read, end: at + 1 };
    read += c === '\\' ? text.charAt(++at) : c;
  }
  return undefined;
}

/** fileName is a name that cannot mislead: without characters that reverse text, and without a path. */
export const fileName = (name: string): string =>
  name.replace(new RegExp(`[${unseen}/\\\\]+`, 'g'), ' ').trim();
