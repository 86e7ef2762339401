import { describe, expect, it } from 'vitest';
import { parseScript } from './script.js';

describe('parseScript', () => {
  it('reads the forms of modules', () => {
    const bodies = parseScript(`(module)
(module $A (func))
(module definition $B (func))
(module definition (func))
(module binary "\\00a" "b")
(module $C quote "(func" ")")
(module definition $D binary "")
(module instance $I $B)
(module instance)`).map((command) => command.body);
    expect(bodies).toMatchObject([
      { type: 'module', name: undefined, definition: false, source: { text: '(module)' } },
      { name: '$A', source: { form: 'text', text: '(module $A (func))', line: 2 } },
      { name: '$B', definition: true, source: { text: '(module            $B (func))' } },
      { name: undefined, definition: true },
      { source: { form: 'binary', bytes: Uint8Array.of(0, 97, 98) } },
      { name: '$C', source: { form: 'quote', text: '(func ) ' } },
      { name: '$D', definition: true, source: { form: 'binary', bytes: new Uint8Array(0) } },
      { type: 'instance', name: '$I', definition: '$B' },
      { type: 'instance', name: undefined, definition: undefined },
    ]);
  });

  it('reads actions and assertions', () => {
    const commands = parseScript(`(register "m" $A)
(invoke $A "f \\u{e9}" (i32.const 1) (ref.null extern) (ref.extern 2))
(assert_return (get "g") (f32.const nan:canonical))
(assert_trap (module
  (start 0)) "x")
(assert_invalid_custom (module quote "") "y")
(assert_exception (invoke "f"))`);
    expect(commands.map(({ line }) => line)).toEqual([1, 2, 3, 4, 6, 7]);
    expect(commands.map(({ body }) => body)).toMatchObject([
      { type: 'register', as: 'm', name: '$A' },
      { action: { type: 'invoke', module: '$A', field: 'f é', args: { length: 3 } } },
      { action: { type: 'get', field: 'g' }, results: { length: 1 } },
      { type: 'assert_trap', subject: { form: 'text', line: 4 }, text: 'x' },
      { type: 'assert_invalid', custom: true },
      { type: 'assert_exception' },
    ]);
  });

  it.each([
    '(assert_return)',
    '(assert_return (f "x"))',
    '(assert_trap (invoke "f"))',
    '(assert_invalid "x")',
    '(register $A)',
    '(invoke "\\ff")',
    '(module binary x)',
    '(module quote (func))',
    '(assert_trap)',
  ])('takes %s for malformed, not for the end', (text) => {
    const commands = parseScript(`(module)${text}(invoke "f")`);
    expect(commands.map(({ body }) => body.type)).toEqual(['module', 'malformed', 'action']);
  });
});
