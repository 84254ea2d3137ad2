import { html, type TemplateResult } from 'lit';
import { say, span } from '../text/language.js';
import { shell } from '../text/shell.js';
import { styled } from './styled.js';

const radius = 15;
const whole = 2 * Math.PI * radius;

/** From when on an offer is about to end, in milliseconds. */
export const nearEnd = 10_000;

/** short is a time that fits into the ring: seconds, minutes and seconds, or minutes. */
export function short(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (seconds < 100) return String(seconds);
  return minutes < 10 ? `${minutes}:${String(seconds % 60).padStart(2, '0')}` : `${minutes}′`;
}

/** ring is the time that is left of an offer, as a number and as a ring that shrinks. */
export function ring(left: number, lasts: number): TemplateResult {
  const share = lasts > 0 ? Math.min(1, Math.max(0, left / lasts)) : 0;
  const seconds = Math.max(0, Math.round(left / 1000));
  return html`<span class="ring ${left < nearEnd ? 'is-ending' : ''}" role="timer" aria-label=${say(shell).endsIn(span(left))}
    ><svg viewBox="0 0 36 36" width="34" height="34" aria-hidden="true"
      ><circle class="track" cx="18" cy="18" r=${radius} /><circle class="left" cx="18" cy="18" r=${radius}
        ${styled({ 'stroke-dasharray': `${share * whole} ${whole}` })} /></svg
    ><span class="seconds">${short(seconds)}</span><span class="hidden"> ${say(shell).endsIn(span(left))}</span></span>`;
}
