import { expect, it } from 'vitest';
import { NATIVE_TARGET_NAMES, TARGET_NAMES } from '../targets/index.js';
import { MACOS, OBJECT_TARGETS, TARGET_CHOICES } from './choices.js';

it('choices of targets are all that there are', () => {
  expect(TARGET_CHOICES).toEqual([...TARGET_NAMES, 'host']);
  expect(OBJECT_TARGETS).toEqual(NATIVE_TARGET_NAMES.map((name) => name + MACOS));
});
