// Every icon of the desk, of one family. The build takes in only those that are named here.

import { html, type SVGTemplateResult, type TemplateResult } from 'lit';
import park from 'lucide-static/icons/alarm-clock.svg';
import sort from 'lucide-static/icons/arrow-down-wide-narrow.svg';
import back from 'lucide-static/icons/arrow-left.svg';
import transfer from 'lucide-static/icons/arrow-right-left.svg';
import mentions from 'lucide-static/icons/at-sign.svg';
import alerts from 'lucide-static/icons/bell.svg';
import bold from 'lucide-static/icons/bold.svg';
import calendar from 'lucide-static/icons/calendar.svg';
import figures from 'lucide-static/icons/chart-column.svg';
import accept from 'lucide-static/icons/check.svg';
import fold from 'lucide-static/icons/chevron-down.svg';
import end from 'lucide-static/icons/circle-check.svg';
import help from 'lucide-static/icons/circle-question-mark.svg';
import wait from 'lucide-static/icons/clock.svg';
import copy from 'lucide-static/icons/copy.svg';
import send from 'lucide-static/icons/corner-down-left.svg';
import download from 'lucide-static/icons/download.svg';
import more from 'lucide-static/icons/ellipsis.svg';
import link from 'lucide-static/icons/external-link.svg';
import file from 'lucide-static/icons/file-text.svg';
import cards from 'lucide-static/icons/gallery-horizontal-end.svg';
import picture from 'lucide-static/icons/image.svg';
import desk from 'lucide-static/icons/inbox.svg';
import info from 'lucide-static/icons/info.svg';
import signIn from 'lucide-static/icons/key-round.svg';
import queues from 'lucide-static/icons/layers.svg';
import list from 'lucide-static/icons/list.svg';
import choices from 'lucide-static/icons/list-checks.svg';
import lock from 'lucide-static/icons/lock.svg';
import place from 'lucide-static/icons/map-pin.svg';
import sessions from 'lucide-static/icons/messages-square.svg';
import attach from 'lucide-static/icons/paperclip.svg';
import dial from 'lucide-static/icons/phone.svg';
import add from 'lucide-static/icons/plus.svg';
import search from 'lucide-static/icons/search.svg';
import settings from 'lucide-static/icons/settings.svg';
import customers from 'lucide-static/icons/shield-user.svg';
import daily from 'lucide-static/icons/sliders-horizontal.svg';
import smile from 'lucide-static/icons/smile.svg';
import begin from 'lucide-static/icons/square-pen.svg';
import ratings from 'lucide-static/icons/star.svg';
import palette from 'lucide-static/icons/terminal.svg';
import late from 'lucide-static/icons/triangle-alert.svg';
import person from 'lucide-static/icons/user.svg';
import agents from 'lucide-static/icons/users.svg';
import close from 'lucide-static/icons/x.svg';
import quick from 'lucide-static/icons/zap.svg';

/** An icon says nothing to a screen reader: what it stands beside, or in, has the name. */
const icon = (drawing: SVGTemplateResult): TemplateResult =>
  html`<svg class="icon-mark" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">${drawing}</svg>`;

export const icons = {
  accept: icon(accept),
  add: icon(add),
  agents: icon(agents),
  alerts: icon(alerts),
  attach: icon(attach),
  back: icon(back),
  begin: icon(begin),
  bold: icon(bold),
  calendar: icon(calendar),
  cards: icon(cards),
  choices: icon(choices),
  close: icon(close),
  copy: icon(copy),
  customers: icon(customers),
  desk: icon(desk),
  dial: icon(dial),
  download: icon(download),
  end: icon(end),
  figures: icon(figures),
  daily: icon(daily),
  file: icon(file),
  fold: icon(fold),
  help: icon(help),
  info: icon(info),
  late: icon(late),
  link: icon(link),
  list: icon(list),
  lock: icon(lock),
  mentions: icon(mentions),
  more: icon(more),
  palette: icon(palette),
  park: icon(park),
  person: icon(person),
  picture: icon(picture),
  place: icon(place),
  queues: icon(queues),
  quick: icon(quick),
  ratings: icon(ratings),
  search: icon(search),
  send: icon(send),
  sessions: icon(sessions),
  settings: icon(settings),
  signIn: icon(signIn),
  smile: icon(smile),
  sort: icon(sort),
  transfer: icon(transfer),
  wait: icon(wait),
};

/** stars are as many as a customer gave, of five. */
export const stars = (rating: number): TemplateResult[] =>
  [1, 2, 3, 4, 5].map(
    (n) => html`<span class=${n <= rating ? 'star is-full' : 'star'}>${icons.ratings}</span>`,
  );
