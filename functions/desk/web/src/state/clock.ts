/** How far two clocks may differ before one of them is wrong, in milliseconds: a server tells whole seconds. */
const tolerance = 2_000;

/** A machine's two clocks: the one that people set, and one that nobody can set, which may stand still in sleep. */
export interface Machine {
  wall(): number;
  steady(): number;
}

/**
 * Clock tells the server's time. It was compared with the server's once, and is doubtful
 * as soon as the machine's two clocks have moved apart: then somebody set the clock, or the
 * machine slept.
 */
export class Clock {
  /** how far the server is ahead of this machine; in milliseconds, as all is here */
  private skew = 0;
  private apart: number;
  private compared = false;
  private ahead = 0;

  constructor(
    private readonly ask: () => Promise<number>,
    private readonly machine: Machine = { wall: () => Date.now(), steady: () => performance.now() },
  ) {
    this.apart = this.difference;
  }

  readonly now = (): number => this.machine.wall() + this.skew;

  /** product is the time by which the product does things: that of the server, unless somebody moved an emulator's clock. */
  readonly product = (): number => this.now() + this.ahead;

  /** moved says how far an emulator's clock is ahead, in milliseconds. */
  moved(ahead: number): void {
    this.ahead = ahead;
  }

  get doubtful(): boolean {
    return !this.compared || Math.abs(this.difference - this.apart) > tolerance;
  }

  private get difference(): number {
    return this.machine.wall() - this.machine.steady();
  }

  /** compare asks the server for its time, and says whether this clock has told another one. */
  async compare(): Promise<boolean> {
    const { difference, skew: before } = this;
    const began = this.machine.wall();
    let server: number;
    try {
      server = await this.ask();
    } catch {
      return false; // and it stays as doubtful as it was
    }
    // Somewhere between the question and the answer, and for want of better halfway.
    const way = (this.machine.wall() - began) / 2;
    const skew = server - (began + way);
    this.skew = Math.abs(skew) > tolerance + way ? skew : 0;
    this.apart = difference;
    this.compared = true;
    return Math.abs(this.skew - before) > tolerance;
  }
}
