import type { Message } from '../../data/documents.js';
import { type Draft, newId } from '../../data/orders.js';
import type { Desk } from '../../state/desk.js';

/** resend is a message as a new draft, but for its file. */
function resend(m: Message): Draft {
  const { sent } = m;
  const draft: Draft = { text: m.text };
  if (sent?.place) Object.assign(draft, { kind: 'location', place: sent.place });
  if (sent?.markup) draft.markup = true;
  if (sent && sent.choices.length > 0) draft.choices = sent.choices;
  return draft;
}

/**
 * again sends a message that failed as a new one, under a new id: the channel would take
 * the old id for the old message, and the old one stays what it is, failed. A file is
 * stored again, because it is named after the reply.
 */
export async function again(
  desk: Pick<Desk, 'files' | 'outbox'>,
  conversation: string,
  m: Message,
): Promise<void> {
  const id = newId();
  const draft = resend(m);
  const media = m.sent?.media;
  if (media) {
    const stored = await desk.files.store(conversation, id, await desk.files.fetch(media.object), media.name);
    draft.kind = 'file';
    draft.media = { ...stored, name: media.name, alt: media.alt };
  }
  desk.outbox.discard(m.id); // one that the database refused is nowhere else
  desk.outbox.send(conversation, id, draft);
}
