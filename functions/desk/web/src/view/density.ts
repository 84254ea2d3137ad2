import type { Keep } from '../state/model.js';

export type Density = 'comfortable' | 'compact';
export const densities: Density[] = ['comfortable', 'compact'];

export const density = (keep: Keep): Density => keep.get<Density>('density', 'comfortable');

/** applyDensity gives the lists the room that this browser's agents chose. */
export function applyDensity(keep: Keep): void {
  document.documentElement.dataset.density = density(keep);
}

export function chooseDensity(keep: Keep, to: Density): void {
  keep.set('density', to);
  applyDensity(keep);
  dispatchEvent(new Event('density'));
}
