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

  // What hostile text calls, where something runs it.
  globalThis.pwned = () => {
    globalThis.pwned.called = true;
  };

  return { find, roles, text: reads, role, fits, violations };
})();
