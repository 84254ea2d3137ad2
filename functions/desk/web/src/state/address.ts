import { Model } from './model.js';

/** The pages of the desk. A name that a path cannot carry goes into the query. */
export type Page =
  | { name: 'desk' }
  | { name: 'conversation'; id: string }
  | { name: 'search' }
  | { name: 'mentions' }
  /** for a screen on the wall, where it stays */
  | { name: 'wall' }
  /** of is the conversation that the page begins with, or what figures are of */
  | { name: 'supervise'; view: View; of?: string };

export type View =
  | 'alerts'
  | 'queues'
  | 'agents'
  | 'sessions'
  | 'figures'
  | 'ratings'
  | 'daily'
  | 'customers';
export const views: View[] = [
  'alerts',
  'queues',
  'agents',
  'sessions',
  'figures',
  'ratings',
  'daily',
  'customers',
];

/** viewsFor are the supervisors' pages that somebody has: customers' data is for admins. */
export const viewsFor = (desk: { supervises: boolean; administers: boolean }): View[] =>
  desk.supervises ? views.filter((v) => v !== 'customers' || desk.administers) : [];

/** signInPath is the page where agents sign in, see Office. */
export const signInPath = '/sign-in';

/** A path that somebody typed need not be well-formed. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

export function parse(path: string): Page {
  const [, first = '', second = '', third = ''] = path.split('/').map(decode);
  if (first === 'conversations' && second !== '') return { name: 'conversation', id: second };
  if (first === 'search' || first === 'mentions' || first === 'wall') return { name: first };
  if (first === 'supervise') {
    const view = views.find((v) => v === second) ?? 'queues';
    return {
      name: 'supervise',
      view,
      ...((view === 'customers' || view === 'figures') && third !== '' && { of: third }),
    };
  }
  return { name: 'desk' };
}

export function format(page: Page): string {
  switch (page.name) {
    case 'conversation':
      return `/conversations/${encodeURIComponent(page.id)}`;
    case 'search': // what is searched for is in no address: servers and browsers keep those
      return '/search';
    case 'mentions':
      return '/mentions';
    case 'wall':
      return '/wall';
    case 'supervise':
      return `/supervise/${page.view}${page.of ? `/${encodeURIComponent(page.of)}` : ''}`;
    default:
      return '/';
  }
}

/** Address is which page is open: the browser's address bar. */
export class Address extends Model {
  page: Page;

  constructor(private readonly window: Window) {
    super();
    this.page = parse(window.location.pathname);
    // What leads nowhere leads to the desk, and says so.
    if (this.page.name === 'desk' && !['/', signInPath].includes(window.location.pathname))
      window.history.replaceState(null, '', '/');
    window.addEventListener('popstate', () => {
      this.page = parse(window.location.pathname);
      this.changed();
    });
  }

  go(page: Page): void {
    if (format(page) === format(this.page)) return;
    this.window.history.pushState(null, '', format(page));
    this.page = page;
    this.changed();
  }
}
