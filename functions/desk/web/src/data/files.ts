/** Why a file could not be fetched or stored, by the status of the answer. */
export class FileError extends Error {
  constructor(
    readonly status: number,
    message: string,
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

/**
 * Files is the media bucket, through the function that serves this client. It asks
 * the database with our token whether we may read the conversation.
 */
export class Files {
  private readonly urls = new Map<string, Promise<string>>();

  constructor(private readonly token: () => Promise<string>) {}

  /** url is a local address of an object's content, for an img; the same one for the same object. */
  url(object: string): Promise<string> {
    let url = this.urls.get(object);
    if (!url) {
      url = this.fetch(object).then((blob) => URL.createObjectURL(blob));
      url.catch(() => this.urls.delete(object));
      this.urls.set(object, url);
    }
    return url;
  }

  /** fetch reads an object, inbound/{conversation}/{message} or outbound/{conversation}/{reply}. */
  async fetch(object: string): Promise<Blob> {
    const answer = await fetch(`/files/${object}`, { headers: await this.headers() });
    if (!answer.ok) throw new FileError(answer.status, await answer.text());
    return answer.blob();
  }

  /** store keeps a file for a reply, which is to carry the answer; storing it again is the same. */
  async store(conversation: string, reply: string, file: Blob, name: string): Promise<Stored> {
    const url = `/files/outbound/${conversation}/${reply}?name=${encodeURIComponent(name)}`;
    const answer = await fetch(url, {
      method: 'PUT',
      headers: { ...(await this.headers()), 'content-type': file.type || 'application/octet-stream' },
      body: file,
    });
    if (!answer.ok) throw new FileError(answer.status, await answer.text());
    return (await answer.json()) as Stored;
  }

  /** forget lets go of all contents. */
  forget(): void {
    for (const url of this.urls.values()) url.then(URL.revokeObjectURL, () => {});
    this.urls.clear();
  }

  private async headers(): Promise<{ authorization: string }> {
    return { authorization: `Bearer ${await this.token()}` };
  }
}
