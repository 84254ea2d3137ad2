import { html, nothing, type TemplateResult } from 'lit';
import { limitsOf, type Settings } from '../settings.js';
import { initials, tint } from '../state/initials.js';
import { icons } from './icon.js';

/**
 * avatar stands for a person: initials in a tint that the name picks, and on the corner the mark of
 * the channel, if one is given. What it says stands beside it in words.
 */
export function avatar(name: string, settings?: Settings, channel = ''): TemplateResult {
  const letters = initials(name);
  return html`<span class="avatar tint-${tint(name)}" aria-hidden="true"
    >${letters || icons.person}${settings ? mark(settings, channel) : nothing}</span
  >`;
}

function mark(settings: Settings, channel: string): TemplateResult | typeof nothing {
  const c = limitsOf(settings, channel);
  if (!c || c.channel !== channel) return nothing;
  return html`<span class="mark"><svg class="icon-mark" viewBox="0 0 24 24" width="12" height="12"><path d=${c.icon} /></svg></span>`;
}
