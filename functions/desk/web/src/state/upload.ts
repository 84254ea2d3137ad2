import type { Files, Stored } from '../data/files.js';
import { newId } from '../data/orders.js';
import type { Limits, Settings } from '../settings.js';
import { Model } from './model.js';

/** Why a file is not taken at all. */
export type Unfit = 'off' | 'empty' | 'large' | 'many' | 'program';

/** How many files may be waiting to be sent. */
const most = 5;

/** unfit is why a file cannot be sent. */
export function unfit(
  file: Pick<File, 'size' | 'name'>,
  there: number,
  may: boolean,
  { maxFile, refused }: Pick<Settings, 'maxFile' | 'refused'>,
): Unfit | undefined {
  if (!may) return 'off';
  const end = /\.([^.]*)$/.exec(file.name.trim().replace(/[. ]+$/, ''))?.[1] ?? '';
  if (refused.includes(end.toLowerCase())) return 'program';
  if (file.size === 0) return 'empty';
  if (file.size > maxFile) return 'large';
  return there >= most ? 'many' : undefined;
}

/** Whether the customer sees a file in place; any other goes out as a link. The server knows its type better. */
export const inPlace = (file: Pick<File, 'size' | 'type'>, limits: Limits | undefined): boolean =>
  !!limits && limits.fileTypes.includes(file.type) && file.size <= limits.fileSize;

/** Upload is one file that is stored for a reply before the reply is written. */
export class Upload extends Model {
  /** from 0 to 1 */
  share = 0;
  stored: Stored | undefined;
  problem: unknown;
  /** what the picture shows, for those who cannot see it */
  alt = '';
  private abort = new AbortController();

  /** id is the reply's: the file is stored under its name */
  constructor(
    private readonly files: Pick<Files, 'store'>,
    private readonly conversation: string,
    readonly file: File,
    readonly id = newId(),
  ) {
    super();
  }

  /** start stores the file, again if need be: storing the same twice is the same. */
  async start(): Promise<void> {
    this.problem = undefined;
    this.share = 0;
    this.abort = new AbortController();
    this.changed();
    const progress = (share: number) => {
      this.share = share;
      this.changed();
    };
    const watch = { progress, signal: this.abort.signal };
    try {
      this.stored = await this.files.store(this.conversation, this.id, this.file, this.file.name, watch);
    } catch (e) {
      this.problem = e;
    }
    this.changed();
  }

  stop(): void {
    this.abort.abort();
  }
}
