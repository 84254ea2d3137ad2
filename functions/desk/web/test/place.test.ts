import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeOf } from '../src/state/place.js';

test('a place is read as people write and paste it', () => {
  const paris = { latitude: 48.85, longitude: 2.35 };
  for (const text of [
    '48.85, 2.35',
    ' 48.85,2.35 ',
    '48.85 2.35',
    '48.85; 2.35',
    '48,85 ; 2,35',
    '48,85 2,35',
    'geo:48.85,2.35',
    'https://www.google.com/maps/search/?api=1&query=48.85,2.35',
    'https://www.google.com/maps/search/?api=1&query=48.85%2C2.35',
    'https://www.google.com/maps/place/Paris/@48.1,2.1,15z/data=!3m1!4b1!4m6!3m5!1s0x0!8m2!3d48.85!4d2.35',
    'https://www.google.com/maps/@48.85,2.35,12z',
    'https://maps.google.com/?q=48.85,2.35',
    'https://maps.apple.com/?ll=48.85,2.35&z=12',
    'https://www.openstreetmap.org/?mlat=48.85&mlon=2.35#map=12/48.1/2.1',
    'https://www.openstreetmap.org/#map=12/48.85/2.35',
  ])
    assert.deepEqual(placeOf(text), paris, text);
  assert.deepEqual(placeOf('-33.9, -151'), { latitude: -33.9, longitude: -151 });
});

test('what is no place is none', () => {
  for (const text of [
    '',
    'Paris',
    '48.85',
    '91, 2',
    '48.85, 181',
    'https://maps.app.goo.gl/abc',
    '48.85, 2.35, 3',
    '12 rue de Rivoli',
  ])
    assert.equal(placeOf(text), undefined, text);
});
