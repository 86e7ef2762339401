import { describe, expect, it } from 'vitest';
import { visible, visibleJson } from './visible.js';

describe('visible text', () => {
  it.each([
    ['plain', 'plain'],
    ['名前 é 👩 \\ "', '名前 é 👩 \\ "'],
    ['\x1b[2J', '\\u{1b}[2J'],
    ['a\nb\r\tc', 'a\\u{a}b\\u{d}\\u{9}c'],
    ['\x7f\x80\x9b31m\x9f', '\\u{7f}\\u{80}\\u{9b}31m\\u{9f}'],
    ['\u202eexe\u2066.\u2069\u061c', '\\u{202e}exe\\u{2066}.\\u{2069}\\u{61c}'],
    ['\u2028\u2029', '\\u{2028}\\u{2029}'],
    ['\ufeff\u200b\u00ad', '\\u{feff}\\u{200b}\\u{ad}'],
    ['\ud800x\udc00', '\\u{d800}x\\u{dc00}'],
    ['\u{e0041}', '\\u{e0041}'],
  ])('%j', (text, shown) => {
    expect(visible(text)).toBe(shown);
    expect(visible(shown)).toBe(shown);
  });

  it('in JSON stands for the same data', () => {
    const data = { 'a\x1b': ['\u202e\u{e0041}\x9b\n', '\ud800', 'é'] };
    const json = visibleJson(JSON.stringify(data, null, 1));
    expect(JSON.parse(json)).toEqual(data);
    expect(json.replaceAll('\n', '')).toMatch(/^[ -~é]*$/);
    expect(json.split('\n').length).toBe(JSON.stringify(data, null, 1).split('\n').length);
  });
});
