import { html, nothing, type TemplateResult } from 'lit';
import { limitsOf, type Settings } from '../settings.js';
import { say } from '../text/language.js';
import { shell } from '../text/shell.js';

/** channelTitle is what people call a channel. */
export function channelTitle(settings: Settings, channel: string): string {
  const c = limitsOf(settings, channel);
  return c?.channel === channel ? c.title : '';
}

/** The channel of a conversation: its picture and its name. */
export function channelMark(settings: Settings, channel: string): TemplateResult | typeof nothing {
  const c = limitsOf(settings, channel);
  if (!c || c.channel !== channel) return nothing;
  return html`<span class="channel" title=${say(shell).channel(c.title)}
    ><svg class="icon-mark" viewBox="0 0 24 24" width="16" height="16" aria-hidden="true"><path d=${c.icon} /></svg
    ><span class="hidden">${say(shell).channel('')}</span><bdi>${c.title}</bdi></span
  >`;
}
