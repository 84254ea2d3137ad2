import type { Alert } from '../data/documents.js';
import type { Desk } from '../state/desk.js';
import type { Office } from '../state/office.js';
import { alertTexts } from '../text/alerts.js';
import { say } from '../text/language.js';
import type { Bell } from './bell.js';

/** told is what an alert says, in a sentence. */
export const told = (a: Alert, desk: Desk): string =>
  say(alertTexts).what[a.kind]({
    where: a.queue ? desk.queueTitle(a.queue) : '',
    who: a.author?.name || (a.agent ? desk.roster.named(a.agent) : ''),
    count: a.count,
  });

/** Alarm tells a supervisor of an alert when it is raised: by a notice that a screen reader says, by sound, by a notification. */
export class Alarm {
  private readonly heard = new Set<string>();
  private primed = false;

  constructor(
    private readonly office: Office,
    private readonly desk: Desk,
    private readonly bell: Bell,
  ) {
    desk.alerts.watch(() => this.look());
    this.look();
  }

  /** look tells of what is new since the last look; what was there at the start has its badge. */
  private look(): void {
    const { list } = this.desk.alerts;
    if (!list) return;
    for (const a of this.desk.alerts.news()) {
      const key = `${a.id} ${a.raisedAt}`;
      if (this.heard.has(key)) continue;
      this.heard.add(key);
      if (this.primed) this.tell(a);
    }
    this.primed = true;
    document.title = this.bell.title;
  }

  private tell(a: Alert): void {
    const sentence = say(alertTexts).raised(told(a, this.desk));
    this.office.notices.done(sentence);
    this.bell.announce('alert', sentence, '', a.id, () =>
      this.office.address.go({ name: 'supervise', view: 'alerts' }),
    );
  }
}
