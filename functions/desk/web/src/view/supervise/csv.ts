// Tables as files for spreadsheets: RFC 4180, in UTF-8 with the mark by which spreadsheets
// know it.

/** Value is what a cell of a file holds. An instant is in milliseconds. */
export type Value = string | number | undefined | { at: number };

/**
 * cell is a value as a file has it. A spreadsheet takes a text that begins like a formula
 * for one, and carries it out; an apostrophe before it makes it a text.
 */
function cell(value: Value, zone: string): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(Math.round(value * 1000) / 1000);
  if (typeof value === 'object') return value.at > 0 ? instant(value.at, zone) : '';
  const safe = /^\s*[=+\-@\t\r\uFF0B\uFF0D\uFF1D\uFF20]/.test(value) ? `'${value}` : value;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** instant is a time as spreadsheets read it, in a time zone. */
function instant(ms: number, timeZone: string): string {
  const two = '2-digit';
  const how = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const;
  return new Intl.DateTimeFormat('sv-SE', { ...how, timeZone }).format(ms);
}

/** csv is a table as a file. A column of times says in which zone they are. */
export function csv(heads: string[], rows: Value[][], zone: string): string {
  const timed = (i: number) => rows.some((row) => typeof row[i] === 'object');
  const head = heads.map((h, i) => cell(timed(i) ? `${h} (${zone})` : h, zone));
  const lines = [head, ...rows.map((row) => row.map((value) => cell(value, zone)))];
  return `\uFEFF${lines.map((line) => `${line.join(',')}\r\n`).join('')}`;
}

/** fileName is what a table's file is called: what it is, when it was made and by which clock. */
export function fileName(caption: string, now: number, zone: string): string {
  const plain = (text: string) =>
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/[^\w]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .toLowerCase();
  return `${plain(caption)}-${instant(now, zone).slice(0, 16).replace(/[: ]/g, '')}-${plain(zone)}.csv`;
}

/** save hands a file to the browser. */
export function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
