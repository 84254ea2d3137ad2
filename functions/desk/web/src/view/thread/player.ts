// Sound and films of a message, played in place.

import { html, nothing, type TemplateResult } from 'lit';
import type { Media } from '../../data/documents.js';
import { fileName } from '../../state/body.js';
import type { Desk } from '../../state/desk.js';
import { bytes, say } from '../../text/language.js';
import { explain } from '../../text/problem.js';
import { thread } from '../../text/thread.js';
import { icons } from '../icon.js';
import { View } from '../view.js';

/** Up to how many bytes a file is fetched before anybody wants to hear or see it. */
const atOnce = 3 << 20;

const isFilm = (type: string): boolean => type.startsWith('video/');

/** isPlayable is whether this browser says that it may be able to play a type. */
export const isPlayable = (type: string): boolean =>
  /^(audio|video)\//.test(type) &&
  document.createElement(isFilm(type) ? 'video' : 'audio').canPlayType(type) !== '';

/** about is what is known of a file: its type, unless nobody knows it, and its size. */
export const about = (media: Media): string =>
  [media.type === 'application/octet-stream' ? '' : media.type, media.size > 0 ? bytes(media.size) : '']
    .filter(Boolean)
    .join(', ');

/** save has the browser keep a file, under the name that it came with. */
export async function save(desk: Desk, media: Media): Promise<void> {
  const saved = document.createElement('a');
  saved.href = await desk.files.url(media.object);
  saved.download = fileName(media.name) || media.object.split('/').at(-1) || 'file';
  saved.click();
}

/** A player of the browser's own. A large file is only fetched when somebody wants to play it. */
class Player extends View {
  static override properties = {
    desk: { attribute: false },
    media: { attribute: false },
    url: { state: true },
    problem: { state: true },
    fetching: { state: true },
    broken: { state: true },
  };
  declare desk: Desk;
  declare media: Media;
  declare url: string;
  declare problem: string;
  declare fetching: boolean;
  /** whether the browser cannot play it after all */
  declare broken: boolean;
  private wanted = false;
  private readonly sight = new IntersectionObserver((all) => {
    if (all.some((e) => e.isIntersecting) && this.media.size <= atOnce) void this.load();
  });

  constructor() {
    super();
    this.url = this.problem = '';
    this.fetching = this.broken = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.sight.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sight.disconnect();
  }

  private async load(): Promise<void> {
    if (this.url || this.fetching) return;
    this.fetching = true;
    this.problem = '';
    try {
      this.url = await this.desk.files.url(this.media.object);
      await this.updateComplete;
      if (this.wanted) this.start();
    } catch (e) {
      this.problem = explain(e);
    }
    this.fetching = false;
  }

  private start(): void {
    const player = this.querySelector<HTMLMediaElement>('audio, video');
    player?.focus();
    player?.play().catch(() => {}); // its own button is there
  }

  protected override render(): TemplateResult {
    const t = say(thread);
    const { media, url } = this;
    const film = isFilm(media.type);
    const name = fileName(media.name) || (film ? t.film : t.sound);
    return html`<div class="player ${film ? 'is-film' : ''}">
      ${url && !this.broken ? this.player(film, url, name) : this.placeholder(name)}
      <p class="about">
        <span><bdi>${name}</bdi><small>${about(media)}</small></span>
        <button class="icon" aria-label=${t.downloadThis(name)} title=${t.download} @click=${this.download}>${icons.download}</button>
      </p>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
    </div>`;
  }

  private player(film: boolean, url: string, name: string): TemplateResult {
    return film
      ? html`<video controls preload="metadata" src=${url} aria-label=${name} @error=${this.fails}></video>`
      : html`<audio controls preload="metadata" src=${url} aria-label=${name} @error=${this.fails}></audio>`;
  }

  private placeholder(name: string): TemplateResult {
    const t = say(thread);
    if (this.broken) return html`<p class="blank dim">${t.notPlayed}</p>`;
    return html`<button class="blank" ?disabled=${this.fetching} aria-label=${t.play(name)} @click=${this.play}>
      ${this.fetching ? t.loading : html`<span aria-hidden="true">▶</span>`}
    </button>`;
  }

  private readonly play = () => {
    this.wanted = true;
    void this.load();
  };

  private readonly fails = () => {
    this.broken = true;
  };

  private readonly download = async () => {
    this.problem = '';
    try {
      await save(this.desk, this.media);
    } catch (e) {
      this.problem = explain(e);
    }
  };
}

customElements.define('desk-player', Player);
