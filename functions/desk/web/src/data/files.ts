import { pictureTypes, shownTypes } from './words.gen.js';

/** Why a file could not be fetched or stored, by the status of the answer. */
export class FileError extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** when to try again, if the status says so */
    readonly retryMs: number = busyMs,
  ) {
    super(message);
  }
}

/** Stored is what a reply says of its file. */
export interface Stored {
  object: string;
  type: string;
  size: number;
}

/** How many files are sent at a time: more than the server takes of one person would only wait there. */
const atATime = 2;

/** How long a server that is busy is left alone if it does not say. */
const busyMs = 2000;

/** isBusy is whether the server has no place for a file at the moment. */
export const isBusy = (e: unknown): boolean => e instanceof FileError && e.status === 503;

/** patiently tries again once, after a while, what a busy server did not take. */
export async function patiently<T>(attempt: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await attempt();
  } catch (e) {
    if (!isBusy(e)) throw e;
    await new Promise((resolve) => setTimeout(resolve, (e as FileError).retryMs));
    signal?.throwIfAborted();
    return attempt();
  }
}

/** How many bytes are fetched at a time: a function's answer cannot be as large as a file. */
const part = 16 << 20;

/** whole fetches a file part by part; a server that does not know parts gives all of it. */
export async function whole(
  get: (range: string) => Promise<Pick<Response, 'status' | 'headers' | 'blob'>>,
): Promise<Blob> {
  const parts: Blob[] = [];
  let [from, size] = [0, 1];
  while (from < size) {
    const answer = await get(`bytes=${from}-${from + part - 1}`);
    const got = await answer.blob();
    if (answer.status !== 206) return got;
    if (got.size === 0) throw new FileError(416, 'the file ended early');
    parts.push(got);
    from += got.size;
    size = Number(answer.headers.get('content-range')?.split('/')[1] ?? 0);
  }
  return new Blob(parts, { type: parts[0]?.type ?? '' });
}

/** How many contents are kept: more than one history shows at a time. */
const most = 300;

/** The types that a browser may open, as the server has it of what it serves. */
const shown = new Set([...pictureTypes, ...shownTypes]);

const opaque = 'application/octet-stream';

/** How an upload is followed, from 0 to 1, and stopped. */
export interface Watch {
  progress?: (share: number) => void;
  signal?: AbortSignal;
}

/**
 * Files is the media bucket, through the function that serves this client. It asks
 * the database with our token whether we may read the conversation.
 */
export class Files {
  private readonly urls = new Map<string, Promise<string>>();

  /** the uploads under way, and who waits for one of them to end */
  private sending = 0;
  private readonly waiting: (() => void)[] = [];

  /** named is a file's name as it may be stored */
  constructor(
    private readonly token: () => Promise<string>,
    private readonly named: (name: string) => string = (name) => name,
  ) {}

  /** url is a local address of an object's content, for an img; the same one for the same object. */
  url(object: string): Promise<string> {
    const known = this.urls.get(object);
    const url = known ?? this.fetch(object).then((blob) => URL.createObjectURL(blob));
    if (!known) url.catch(() => this.urls.delete(object));
    this.keep(object, url);
    return url;
  }

  private keep(object: string, url: Promise<string>): void {
    this.urls.delete(object); // to the end: the first is what was looked at longest ago
    this.urls.set(object, url);
    for (const [old, its] of this.urls) {
      if (this.urls.size <= most) break;
      this.urls.delete(old);
      its.then(URL.revokeObjectURL, () => {});
    }
  }

  /** fetch reads an object, inbound/{conversation}/{message} or outbound/{conversation}/{reply}. */
  fetch(object: string): Promise<Blob> {
    return patiently(() => this.read(object));
  }

  /** exported reads the archive that a request of our own for an export has led to. */
  exported(request: string): Promise<Blob> {
    return patiently(() => this.get(`/exports/${request}`));
  }

  private read(object: string): Promise<Blob> {
    return this.get(`/files/${object}`);
  }

  private async get(address: string): Promise<Blob> {
    return whole(async (range) => {
      const headers = { authorization: await this.authorization(), range };
      const answer = await fetch(address, { headers });
      if (!answer.ok) throw new FileError(answer.status, (await answer.text()).trim());
      return answer;
    });
  }

  /**
   * store keeps a file for a reply, which is to carry the answer; storing it again is the same. The server serves
   * a file only once it knows the reply. This page shows the reply at once, so it shows the file that it sent.
   */
  async store(
    conversation: string,
    reply: string,
    file: Blob,
    name: string,
    watch: Watch = {},
  ): Promise<Stored> {
    while (this.sending >= atATime) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.sending++;
    try {
      const stored = await patiently(() => this.send(conversation, reply, file, name, watch), watch.signal);
      const ours = new Blob([file], { type: shown.has(stored.type) ? stored.type : opaque });
      if (!this.urls.has(stored.object)) this.keep(stored.object, Promise.resolve(URL.createObjectURL(ours)));
      return stored;
    } finally {
      this.sending--;
      this.waiting.shift()?.();
    }
  }

  private async send(
    conversation: string,
    reply: string,
    file: Blob,
    name: string,
    watch: Watch,
  ): Promise<Stored> {
    const authorization = await this.authorization();
    watch.signal?.throwIfAborted();
    const url = `/files/outbound/${conversation}/${reply}`;
    return new Promise((resolve, reject) => {
      // fetch does not tell how much of the body is sent.
      const request = new XMLHttpRequest();
      request.open('PUT', url);
      request.setRequestHeader('authorization', authorization);
      request.setRequestHeader('content-type', file.type || 'application/octet-stream');
      request.setRequestHeader('x-file-name', encodeURIComponent(this.named(name))); // addresses are logged
      request.upload.onprogress = (e) => watch.progress?.(e.loaded / e.total);
      request.onerror = () => reject(new TypeError('no connection'));
      request.onabort = () => reject(new DOMException('stopped', 'AbortError'));
      request.onload = () => {
        if (request.status === 200) resolve(JSON.parse(request.responseText) as Stored);
        else reject(new FileError(request.status, request.responseText.trim()));
      };
      watch.signal?.addEventListener('abort', () => request.abort());
      request.send(file);
    });
  }

  /** forget releases all contents. */
  forget(): void {
    for (const url of this.urls.values()) url.then(URL.revokeObjectURL, () => {});
    this.urls.clear();
  }

  private async authorization(): Promise<string> {
    return `Bearer ${await this.token()}`;
  }
}
