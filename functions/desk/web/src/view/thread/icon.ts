import { html, type TemplateResult } from 'lit';

const icon = (path: string): TemplateResult =>
  html`<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d=${path} /></svg>`;

// Drawn, because a font may have them as colourful pictures or not at all.
export const icons = {
  attach: icon('M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.5 3.5 0 0 1 5 5l-8.5 8.5a2 2 0 0 1-3-3l8-8'),
  download: icon('M12 4v11m-5-5 5 5 5-5M5 20h14'),
  smile: icon('M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M8.5 14.5a4 4 0 0 0 7 0M9 9.5v.1M15 9.5v.1'),
  place: icon(
    'M12 21s7-6.5 7-12a7 7 0 1 0-14 0c0 5.5 7 12 7 12zM12 11.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 1 0 0 5',
  ),
  calendar: icon('M4 6h16v14H4zM4 10h16M8 3v4M16 3v4'),
  choices: icon('M4 6h9v4H4zM4 14h16v4H4z'),
};
