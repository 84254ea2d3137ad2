// What the tests look at a page with. It runs in every document before the page's own
// scripts, so what happens from the first moment on is seen.

globalThis.ui = (() => {
  /** Where to look for a role; the browser then says what each one's is. */
  const places = {
    button: 'button, [role=button], input[type=button], input[type=submit]',
    disclosure: 'summary',
    link: 'a[href], [role=link]',
    textbox: 'input, textarea, [role=textbox], [contenteditable]',
    combobox: 'select, [role=combobox]',
    checkbox: 'input[type=checkbox], [role=checkbox]',
    heading: 'h1, h2, h3, h4, h5, h6, [role=heading]',
    dialog: 'dialog, [role=dialog], [role=alertdialog]',
    option: 'option, [role=option]',
    list: 'ul, ol, [role=list]',
    listitem: 'li, [role=listitem]',
    table: 'table, [role=table]',
    row: 'tr, [role=row]',
    navigation: 'nav, [role=navigation]',
    main: 'main, [role=main]',
    image: 'img, [role=img]',
    region: 'section, [role=region]',
    complementary: 'aside, [role=complementary]',
    article: 'article, [role=article]',
    radio: 'input[type=radio], [role=radio]',
    spinbutton: 'input[type=number], [role=spinbutton]',
    searchbox: 'input[type=search], [role=searchbox]',
    time: 'time, [role=time]',
  };

  const shown = (e) => e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  const squeeze = (text) => text.replace(/\s+/g, ' ').trim();

  /** A summary has no role of ARIA; here it is a disclosure. */
  const role = (e) => e.computedRole || (e.localName === 'summary' ? 'disclosure' : '');

  /** fits compares a name with one that is wanted: exactly, or as /pattern/. */
  function fits(name, wanted) {
    if (wanted === '') return true;
    const pattern = /^\/(.*)\/$/s.exec(wanted);
    return pattern ? new RegExp(pattern[1], 'u').test(name) : name === wanted;
  }

  /** reads is what can be read of something. */
  const reads = (e) => squeeze(e?.innerText ?? '');

  /** find is what has a role and a name, and a text in it, within what the steps before have found. */
  function find(...steps) {
    return steps.reduce(
      (within, [wanted, name, text]) => [
        ...new Set(
          within.flatMap((e) =>
            [...e.querySelectorAll(places[wanted] ?? `[role=${wanted}]`)].filter(
              (x) =>
                role(x) === wanted && shown(x) && fits(squeeze(x.computedName), name) && reads(x).includes(text ?? ''),
            ),
          ),
        ),
      ],
      [document],
    );
  }

  /** roles is what there is, for the message of a test that does not find something. */
  function roles() {
    const all = [...document.querySelectorAll(Object.values(places).join())].filter(shown);
    return all.map((e) => `${role(e)} ${JSON.stringify(squeeze(e.computedName))}`).join('\n');
  }

  const violations = [];
  addEventListener('securitypolicyviolation', (e) => {
    violations.push(`${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber} ${e.sample}`);
  });

  // How many documents the database has sent, whatever the page says of it.
  const came = { documents: 0 };
  const { fetch } = globalThis;
  globalThis.fetch = async (...args) => {
    const answer = await fetch(...args);
    if (answer.body && answer.url.includes('.Firestore/Listen/')) void tally(answer.clone().body.pipeThrough(new TextDecoderStream()));
    return answer;
  };

  async function tally(stream) {
    const word = '"documentChange"';
    let rest = '';
    try {
      for await (const piece of stream) {
        const text = rest + piece;
        came.documents += text.split(word).length - 1;
        rest = text.slice(1 - word.length);
      }
    } catch {
      // The line was cut.
    }
  }

  // How long, in milliseconds, the page could do nothing else, whenever that was longer than fifty.
  const stalls = [];
  new PerformanceObserver((list) => stalls.push(...list.getEntries().map((e) => e.duration))).observe({ type: 'longtask' });

  // How long, in milliseconds, each key waited for the page to hear of it, and until what it did was on the screen.
  const keys = [];
  addEventListener(
    'keydown',
    async (e) => {
      const heard = performance.now() - e.timeStamp;
      await painted();
      keys.push({ heard, painted: performance.now() - e.timeStamp });
    },
    { capture: true },
  );

  /** floor is how long a plain page of 2,000 lines takes this machine now, with all that it has to do besides. */
  function floor() {
    const tries = Array.from({ length: 5 }, () => {
      const began = performance.now();
      const list = document.createElement('ul');
      for (let i = 0; i < 2000; i++) list.append(Object.assign(document.createElement('li'), { textContent: `Line ${i} of a plain page` }));
      document.body.append(list);
      list.getBoundingClientRect();
      list.remove();
      return performance.now() - began;
    });
    return Math.max(...tries);
  }

  /** painted waits until what was changed is on the screen. */
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

  /**
   * climb goes up in a history for some seconds, to the very top of what is there again and again, and tells how often
   * there was more, by how many pixels the line moved that was looked at, and whether this is the beginning.
   */
  async function climb(pane, seconds, beginning) {
    const lines = () => [...pane.querySelectorAll('li')];
    const till = performance.now() + seconds * 1000;
    const seen = { steps: 0, moved: 0, elements: 0, done: false };
    while (performance.now() < till && !seen.done) {
      pane.scrollTop = 0;
      const [first] = lines();
      const edge = pane.getBoundingClientRect().top;
      const looked = lines().find((l) => l.getBoundingClientRect().bottom > edge);
      if (!looked) {
        await painted(); // what is up there is not drawn yet
        continue;
      }
      const before = looked.getBoundingClientRect().top;
      while (lines()[0] === first && performance.now() < till && !reads(pane).startsWith(beginning)) await painted();
      await painted();
      seen.done = lines()[0] === first && reads(pane).startsWith(beginning);
      if (looked.isConnected) seen.moved = Math.max(seen.moved, Math.abs(looked.getBoundingClientRect().top - before));
      seen.elements = Math.max(seen.elements, document.querySelectorAll('*').length);
      seen.steps++;
    }
    return seen;
  }

  let waiting = { id: 0 };

  /** jolt is what a laptop gets that changes networks: the database's library then connects anew. */
  const jolt = () => dispatchEvent(new Event('online'));

  /**
   * waits is whether something holds that is waited for, under an id. The emulator's listeners now and then miss a
   * commit, and nothing tells them of it. So a page that waits for long gets a jolt.
   */
  function waits(id, holds) {
    if (waiting.id !== id) waiting = { id, till: performance.now() + 20_000 };
    if (performance.now() > waiting.till && navigator.onLine) {
      waiting.till = Infinity;
      jolt();
    }
    return holds();
  }

  // What hostile text calls, where something runs it.
  globalThis.pwned = () => {
    globalThis.pwned.called = true;
  };

  // How many tones the page has made.
  const sound = { tones: 0 };
  const made = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () {
    sound.tones++;
    return made.call(this);
  };

  return { sound, find, roles, text: reads, role, fits, violations, came, stalls, keys, floor, painted, climb, jolt, waits };
})();
