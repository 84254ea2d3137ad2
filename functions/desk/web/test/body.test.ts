import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clip, fileName, linked, marked, type Span, safe } from '../src/state/body.js';

const links = (text: string) =>
  linked(text)
    .filter((s) => s.href)
    .map((s) => s.href);
const whole = (spans: Span[]) => spans.map((s) => s.text).join('');

test('addresses become links, and what belongs to the sentence does not', () => {
  const cases: [string, string[]][] = [
    ['see https://shop.example/blue', ['https://shop.example/blue']],
    ['(see https://shop.example/blue).', ['https://shop.example/blue']],
    ['https://shop.example/a_(b), and', ['https://shop.example/a_(b)']],
    ['https://shop.example/?q=1&r=2!', ['https://shop.example/?q=1&r=2']],
    ['HTTPS://SHOP.EXAMPLE', ['https://shop.example/']],
    ['write to dana.s+x@shop.example.', ['mailto:dana.s+x@shop.example']],
    ['“https://shop.example”…', ['https://shop.example/']],
    ['https://a.example/https://b.example', ['https://a.example/https://b.example']],
    ['two: http://a.example http://b.example', ['http://a.example/', 'http://b.example/']],
    ['http://', []],
    ['xhttps://a.example', []],
    ['a@b', []],
    ['nothing here', []],
  ];
  for (const [text, want] of cases) assert.deepEqual(links(text), want, text);
});

test('nothing but the web, mail and telephones is a link', () => {
  for (const href of [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://desk.example/1',
    '//shop.example',
    'https:shop.example',
    'intent://x#Intent;end',
    'https://shop.example@evil.example/',
    'https://user:secret@evil.example/',
    'tel:1"onclick=',
    'http://[',
    `https://shop.example/${'a'.repeat(5000)}`,
  ]) {
    assert.equal(safe(href), undefined, href);
  }
  assert.equal(safe('tel:+33123456789'), 'tel:+33123456789');
  assert.equal(safe('mailto:a@b.example'), 'mailto:a@b.example');
});

test('an address shows what it leads to: letters that look alike are spelled out', () => {
  assert.deepEqual(links('https://gооgle.example/'), ['https://xn--ggle-55da.example/']);
});

test('what turns a text around ends an address', () => {
  for (const c of ['\u202e', '\u2066', '\u200f', '\u200b', '\ufeff', '\u00a0', '\u2028', '\u061c']) {
    const [first] = linked(`https://a.example/${c}moc.elgoog`);
    assert.equal(first?.text, 'https://a.example/', `U+${c.charCodeAt(0).toString(16)}`);
  }
});

test('no text is lost or changed, whatever it is', () => {
  for (const text of [
    '',
    '<script>alert(1)</script>',
    '&lt;b&gt;',
    'a https://b.example, c@d.example! e',
    '\u202eabc\u0000',
    'Z̸̡̢a̷l̶g̵o̴',
    '))))https://a.example))))',
    'https://a.example/(((',
    '👩‍👩‍👧 https://a.example/👩',
  ]) {
    assert.equal(whole(linked(text)), text);
  }
});

test('a hundred thousand characters take no time, whatever they are', () => {
  const hostile = [
    'a',
    '(',
    ')',
    '[',
    '*',
    '@',
    'a@',
    'a.',
    'http://',
    'https://a)',
    '\\',
    '[a](',
    'a@a.',
    '٪',
    '\u202e',
  ];
  for (const part of hostile) {
    const text = part.repeat(Math.ceil(100_000 / part.length));
    const began = performance.now();
    linked(text);
    marked(text);
    const took = performance.now() - began;
    // Tens of milliseconds on a machine with nothing else to do; what is quadratic takes minutes.
    assert.ok(took < 5_000, `${JSON.stringify(part)} took ${took} ms`);
  }
});

test('markup is shown as the channel shows it', () => {
  const cases: [string, Span[]][] = [
    ['plain', [{ text: 'plain' }]],
    ['**a** *b*', [{ text: 'a', bold: true }, { text: ' ' }, { text: 'b', italic: true }]],
    [
      '**a *b* c**',
      [
        { text: 'a ', bold: true },
        { text: 'b', bold: true, italic: true },
        { text: ' c', bold: true },
      ],
    ],
    ['***a***', [{ text: 'a', bold: true, italic: true }]],
    ['[here](https://a.example/x) now', [{ text: 'here', href: 'https://a.example/x' }, { text: ' now' }]],
    ['**[here](https://a.example/)**', [{ text: 'here', href: 'https://a.example/', bold: true }]],
    ['2 \\* 3', [{ text: '2 * 3' }]],
    [
      '**see https://a.example/**',
      [
        { text: 'see ', bold: true },
        { text: 'https://a.example/', href: 'https://a.example/', bold: true },
      ],
    ],
    ['<b>x</b>', [{ text: '<b>x</b>' }]],
  ];
  for (const [text, want] of cases) assert.deepEqual(marked(text), want, text);
});

test('markup that the channel would refuse is none', () => {
  for (const text of [
    '**a',
    '*a',
    '2 * 3',
    '** a**',
    '**a **',
    '****',
    '**a *b** c*',
    '**a\n\nb**',
    '[a]',
    '[a](b)',
    '[](https://a.example)',
    '[a](javascript:alert(1))',
    '[a](https://x@evil.example)',
    '[a](mailto:b@c.example)',
    '[a](https://a.example',
  ]) {
    assert.equal(marked(text), undefined, text);
  }
});

test('a long text is cut, and no character in half', () => {
  assert.equal(clip('abc', 3), 'abc');
  assert.equal(clip('abcd', 3), 'abc');
  assert.equal(clip('ab😀', 3), 'ab');
  assert.equal(clip('ab😀', 4), 'ab😀');
  assert.equal(clip('x\n'.repeat(5000)).split('\n').length, 40);
});

test('the name of a file looks like what it is', () => {
  assert.equal(fileName('photo\u202egpj.exe'), 'photo gpj.exe');
  assert.equal(fileName('../../etc/passwd'), '.. .. etc passwd');
  assert.equal(fileName('Angebot März.pdf'), 'Angebot März.pdf');
});
