import { type Keep, Model } from './model.js';

/** What shows that somebody is there. */
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'];

/** When a page looks whether somebody is there, besides every second: timers rest while a machine sleeps. */
const wakings = ['pageshow', 'visibilitychange', 'focus'];

/** How long before the end the agent is warned, in milliseconds. */
const warning = 60_000;

/** How often the browser stores that somebody is there, in milliseconds. */
const often = 5_000;

type Page = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;

/**
 * Idle is how long nobody has used the desk, in any tab of this browser, also while there
 * was none: a machine that was away for longer than the time-out starts empty. By the
 * machine's own clock, because a page has no other before it has shown something.
 */
export class Idle extends Model {
  private last = 0;
  private told = 0;
  private warned = false;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    /** in milliseconds */
    readonly timeout: number,
    private readonly keep: Pick<Keep, 'get' | 'set'>,
    private readonly page: Page,
    private readonly over: () => void,
    private readonly now: () => number = () => Date.now(),
  ) {
    super();
  }

  /** Whether somebody used the desk in this browser, and that is too long ago: a time to come is a wrong one. */
  get away(): boolean {
    const at = this.keep.get<number | undefined>('active', undefined);
    return at !== undefined && (this.now() - at >= this.timeout || at > this.now() + warning);
  }

  private held = false;

  /**
   * hold keeps the page for as long as it is of those that stay, such as the one for a wall.
   * It is no sign that somebody is there: once that is over, so is what was out of time.
   */
  hold(on: boolean): void {
    if (on === this.held) return;
    this.held = on;
    if (!on && this.timer !== undefined) this.look();
  }

  /** start begins to look: somebody has just come in, or a page that stays was loaded again. */
  start(): void {
    this.stop();
    this.last = this.told = 0;
    if (!this.held || !this.away) this.touch();
    else this.last = this.keep.get('active', 0);
    this.timer = setInterval(this.look, 1000);
    for (const sign of signs) this.page.addEventListener(sign, this.touch, { capture: true, passive: true });
    for (const waking of wakings) this.page.addEventListener(waking, this.look);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    for (const sign of signs) this.page.removeEventListener(sign, this.touch, { capture: true });
    for (const waking of wakings) this.page.removeEventListener(waking, this.look);
  }

  /** How many milliseconds are left. */
  get left(): number {
    const elsewhere = this.keep.get('active', 0);
    // Another tab's time cannot be later than now.
    if (elsewhere <= this.now()) this.last = Math.max(this.last, elsewhere);
    return this.last + this.timeout - this.now();
  }

  /** Whether the agent is about to be signed out. */
  get warns(): boolean {
    return !this.held && this.left <= Math.min(warning, this.timeout / 2);
  }

  /** touch says that somebody is there. Whoever comes back too late is not: the screen may be somebody else's by now. */
  readonly touch = (): void => {
    const now = this.now();
    if (this.last > 0 && this.left <= 0) {
      this.look();
      return;
    }
    const warned = this.last > 0 && this.warns;
    this.last = now;
    if (Math.abs(now - this.told) >= often || warned) {
      this.told = now;
      this.keep.set('active', now);
    }
    if (warned) this.changed();
  };

  private readonly look = (): void => {
    if (this.held) return;
    if (this.left <= 0) {
      this.stop();
      this.over();
      return;
    }
    const before = this.warned;
    this.warned = this.warns; // no longer, if somebody used another tab
    if (this.warned || before) this.changed();
  };
}
