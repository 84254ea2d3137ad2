import { explain } from '../text/problem.js';
import { View } from './view.js';

/**
 * Dialog is a question over the page. It stays until what it asks for was carried out,
 * and says in place why it was not. It says "close" when it is over.
 */
export abstract class Dialog extends View {
  static override properties: Record<string, object> = { busy: { state: true }, problem: { state: true } };
  declare busy: boolean;
  declare problem: string;

  constructor() {
    super();
    this.busy = false;
    this.problem = '';
  }

  protected override firstUpdated(): void {
    this.querySelector('dialog')?.showModal();
    // What is within comes a moment later.
    setTimeout(() => this.querySelector<HTMLElement>('input[type="search"]')?.focus());
  }

  /** attempt does something once at a time, and closes the dialog if that is true. */
  protected async attempt(f: () => Promise<boolean>, words: (e: unknown) => string = explain): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = '';
    try {
      if (await f()) this.close();
    } catch (e) {
      this.problem = words(e);
    } finally {
      this.busy = false;
    }
  }

  protected readonly close = () => this.querySelector('dialog')?.close();

  protected readonly closed = () => this.dispatchEvent(new CustomEvent('close'));
}
