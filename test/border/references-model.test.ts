import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODEL, NODE, OWNER } from '../support/border-model.js';
import { type BorderPrograms, borderPrograms, EMULATED } from '../support/border-programs.js';

let programs: BorderPrograms;
beforeAll(async () => {
  programs = await borderPrograms({ node: NODE, owner: OWNER });
}, 300_000);
afterAll(() => programs.remove());

describe('random operations on tables and globals of several instances', () => {
  const steps = EMULATED ? 500 : 5000;
  it.each(EMULATED ? [1] : [1, 2, 3, 4])('give what arrays of numbers give (seed %d)', (seed) => {
    const script = `${MODEL} print(await model(${seed}, ${steps}));`;
    expect(programs.run(`model-${seed}`, script)).toEqual({ value: [] });
  });
});
