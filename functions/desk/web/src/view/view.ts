import { LitElement, type PropertyValues } from 'lit';
import type { Model } from '../state/model.js';
import { language } from '../text/language.js';

/**
 * View is an element that shows models. It draws itself again when one that it
 * watches changes, and when the language does. It has no shadow: one style sheet,
 * labels that may be anywhere, and a page that a screen reader sees as one.
 */
export abstract class View extends LitElement {
  private readonly watched = new Map<Model, () => void>();

  /** The models that it shows now; models that it no longer names are released. */
  protected models(): (Model | undefined)[] {
    return [];
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(_: PropertyValues): void {
    this.rewatch();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Before its first update, an element whose code came later than itself has no properties yet.
    if (this.hasUpdated) this.rewatch();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.watched.values()) stop();
    this.watched.clear();
  }

  private rewatch(): void {
    const wanted = new Set<Model>([language, ...this.models().filter((m) => m !== undefined)]);
    for (const [model, stop] of this.watched) {
      if (!wanted.has(model)) {
        stop();
        this.watched.delete(model);
      }
    }
    for (const model of wanted) {
      if (!this.watched.has(model))
        this.watched.set(
          model,
          model.watch(() => this.requestUpdate()),
        );
    }
  }
}

/** Ticker draws a view again every so many milliseconds, while it is on the page. */
export class Ticker {
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly host: LitElement,
    private readonly every: number,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.timer = setInterval(() => this.host.requestUpdate(), this.every);
  }

  hostDisconnected(): void {
    clearInterval(this.timer);
  }
}
