/** Entry is a row of known height, in pixels. */
export interface Entry {
  key: string;
  height: number;
}

export interface Visible<E> {
  entries: { entry: E; top: number }[];
  total: number;
}

/** How far beyond the edges rows are drawn, so that scrolling does not show gaps. */
const margin = 400;

/** visible is which entries a viewport shows, and where; the rest is only height. */
export function visible<E extends Entry>(entries: E[], scrolled: number, viewport: number): Visible<E> {
  const shown: Visible<E>['entries'] = [];
  let top = 0;
  for (const entry of entries) {
    if (top + entry.height > scrolled - margin && top < scrolled + viewport + margin)
      shown.push({ entry, top });
    top += entry.height;
  }
  return { entries: shown, total: top };
}
