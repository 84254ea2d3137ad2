import { html, nothing, type TemplateResult } from 'lit';
import type { Media } from '../../data/documents.js';
import { pictureTypes } from '../../data/words.gen.js';
import { fileName, safe } from '../../state/body.js';
import type { Desk } from '../../state/desk.js';
import { say } from '../../text/language.js';
import { explain } from '../../text/problem.js';
import { because } from '../../text/reason.js';
import { thread } from '../../text/thread.js';
import { icons } from '../icon.js';
import { styled } from '../styled.js';
import { View } from '../view.js';
import { about, isPlayable, save } from './player.js';
import { link } from './rich.js';

/** What the browser opens itself. The server says that a file is one only if it begins so. */
const pdf = 'application/pdf';

/** What only some browsers show; in the others it is a download. */
const somewhere = new Set(['image/avif', 'image/heic', 'image/heif']);

export const isPicture = (type: string): boolean => pictureTypes.includes(type);

/** A file of a message: a picture in a box of its size from the beginning, or a download. */
class MediaView extends View {
  static override properties = {
    desk: { attribute: false },
    media: { attribute: false },
    url: { state: true },
    problem: { state: true },
    zoomed: { state: true },
    near: { state: true },
    unshown: { state: true },
  };
  declare desk: Desk;
  declare media: Media;
  declare url: string;
  declare problem: string;
  declare zoomed: boolean;
  declare near: boolean;
  /** whether this browser cannot show the picture */
  declare unshown: boolean;
  private asked = '';
  private readonly sight = new IntersectionObserver(
    (all) => {
      if (all.some((e) => e.isIntersecting)) this.near = true;
    },
    { rootMargin: '600px' },
  );

  constructor() {
    super();
    this.url = this.problem = '';
    this.zoomed = this.near = this.unshown = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.sight.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sight.disconnect();
  }

  protected override updated(): void {
    const { media } = this;
    if (this.near && isPicture(media.type) && media.object !== '' && media.object !== this.asked)
      void this.load();
    const dialog = this.querySelector('dialog');
    if (dialog && !dialog.open) dialog.showModal();
  }

  private async load(): Promise<void> {
    const { object } = this.media;
    this.asked = object;
    this.url = this.problem = '';
    try {
      const url = await this.desk.files.url(object);
      if (this.media.object === object) this.url = url;
    } catch (e) {
      this.problem = explain(e);
    }
  }

  protected override render(): TemplateResult {
    const t = say(thread);
    const { media } = this;
    if (media.status === 'copying') return html`<p class="state">${t.copying}</p>`;
    if (media.status === 'failed' || media.status === 'refused')
      return html`<p class="state">${media.name ? html`<bdi>${fileName(media.name)}</bdi>: ` : nothing}${t.fileStates[media.status]}${media.reason ? ` (${because(media.reason)})` : nothing}</p>`;
    if (media.object === '') return this.elsewhere();
    if (isPicture(media.type) && !this.unshown) return this.picture();
    if (isPlayable(media.type)) return html`<desk-player .desk=${this.desk} .media=${media}></desk-player>`;
    return this.file();
  }

  /** A file outside our bucket is not shown: fetching it would notify its owner. */
  private elsewhere(): TemplateResult {
    const t = say(thread);
    const href = safe(this.media.url);
    const name = this.media.alt || fileName(this.media.name) || t.picture;
    return html`<p class="state">${href ? link(href, html`<bdi>${name}</bdi>`) : name}</p>`;
  }

  private picture(): TemplateResult {
    const t = say(thread);
    const { media, url } = this;
    if (this.problem)
      return html`<div class="state" role="group">
        <p>${t.noPicture} ${this.problem}</p>
        <button @click=${this.load}>${t.retry}</button>
      </div>`;
    const most = { width: 300, height: 260 };
    const known = media.width > 0 && media.height > 0;
    const scale = Math.min(1, most.width / media.width, most.height / media.height);
    const width = known ? Math.max(48, media.width * scale) : 240;
    const shape = known ? `${media.width} / ${media.height}` : '4 / 3';
    const alt = media.alt || t.picture;
    return html`<button
        class="picture"
        aria-label=${t.enlarge(alt)}
        ?disabled=${url === ''}
        @click=${this.zoom}
        ${styled({ 'inline-size': `${width}px`, 'aspect-ratio': shape })}
      >
        ${url ? html`<img src=${url} alt=${alt} decoding="async" @error=${this.broken} />` : html`<span class="dim">${t.loading}</span>`}
      </button>
      ${media.alt ? html`<p class="alt" dir="auto">${media.alt}</p>` : nothing}
      ${this.zoomed ? this.enlarged(url, alt) : nothing}`;
  }

  private enlarged(url: string, alt: string): TemplateResult {
    const t = say(thread);
    return html`<dialog class="lightbox" aria-label=${alt} @close=${this.shrink} @click=${this.shrink}>
      <img src=${url} alt=${alt} />
      <div class="buttons">
        <button @click=${this.download}>${t.download}</button>
        <button @click=${this.shrink}>${t.close}</button>
      </div>
    </dialog>`;
  }

  private readonly broken = () => {
    if (somewhere.has(this.media.type)) this.unshown = true;
    else this.problem = say(thread).brokenPicture;
  };

  private readonly zoom = () => {
    this.zoomed = true;
  };

  private readonly shrink = () => {
    this.querySelector('dialog')?.close(); // which gives the focus back
    this.zoomed = false;
  };

  private file(): TemplateResult {
    const t = say(thread);
    const { media } = this;
    const name = fileName(media.name) || t.file;
    return html`<button class="file" @click=${this.download}>
        ${icons.download}
        <span><bdi>${name}</bdi><small>${about(media)}</small></span>
        <span class="hidden">${t.download}</span>
      </button>
      ${media.type === pdf ? html`<button class="link" @click=${this.open}>${t.open}</button>` : nothing}
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}`;
  }

  private readonly download = async (e: globalThis.Event) => {
    e.stopPropagation();
    this.problem = '';
    try {
      await save(this.desk, this.media);
    } catch (e) {
      this.problem = explain(e);
    }
  };

  /** The tab is opened before the file is there: later the browser would take it for an unwanted one. */
  private readonly open = async () => {
    this.problem = '';
    const tab = window.open('', '_blank');
    if (tab) tab.opener = null;
    try {
      const url = await this.desk.files.url(this.media.object);
      if (tab) tab.location.replace(url);
      else this.problem = say(thread).noTab;
    } catch (e) {
      tab?.close();
      this.problem = explain(e);
    }
  };
}

customElements.define('desk-media', MediaView);
