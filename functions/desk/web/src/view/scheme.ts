import type { Keep } from '../state/model.js';

export type Scheme = 'auto' | 'light' | 'dark';
export const schemes: Scheme[] = ['auto', 'light', 'dark'];

export const scheme = (keep: Keep): Scheme => keep.get<Scheme>('scheme', 'auto');

/** applyScheme shows the page in the colours that this browser's agents chose. */
export function applyScheme(keep: Keep): void {
  document.documentElement.dataset.scheme = scheme(keep);
}

export function chooseScheme(keep: Keep, to: Scheme): void {
  keep.set('scheme', to);
  applyScheme(keep);
}
