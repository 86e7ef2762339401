import { i32, i64, ScriptWriter } from './script-writer.js';

/** @typedef {{ type: 'i32' | 'i64', bits: number }} Width */

/** Types with the bits that are accessed. @type {Width[]} */
const WIDTHS = [
  { type: 'i32', bits: 32 },
  { type: 'i64', bits: 64 },
  { type: 'i32', bits: 8 },
  { type: 'i32', bits: 16 },
  { type: 'i64', bits: 8 },
  { type: 'i64', bits: 16 },
  { type: 'i64', bits: 32 },
];

/** @type {Record<string, (there: bigint, operand: bigint) => bigint>} */
const UPDATES = {
  add: (there, operand) => there + operand,
  sub: (there, operand) => there - operand,
  and: (there, operand) => there & operand,
  or: (there, operand) => there | operand,
  xor: (there, operand) => there ^ operand,
  xchg: (_, operand) => operand,
};

const THERE = 0x80ff7f01c3a590fen;
const OPERANDS = [0n, 1n, -1n, 0x7fn, 0x8000n, 0xdeadbeef80007f81n, 0x123456789abcdef0n];

const low = (/** @type {number} */ bits, /** @type {bigint} */ value) =>
  BigInt.asUintN(bits, value);

/**
 * What is there when the lowest bits were replaced.
 * @param {number} bits
 * @param {bigint} value
 */
const replaced = (bits, value) => (THERE - low(bits, THERE)) | low(bits, value);

/** @param {Width} width */
const isNarrow = ({ type, bits }) => type !== `i${bits}`;

/**
 * @param {Width} width
 * @param {string} name
 */
function opName(width, name) {
  const { type, bits } = width;
  const size = isNarrow(width) ? String(bits) : '';
  if (name === 'store') return `${type}.atomic.store${size}`;
  const tail = size === '' ? '' : '_u';
  if (name === 'load') return `${type}.atomic.load${size}${tail}`;
  return `${type}.atomic.rmw${size}.${name}${tail}`;
}

const constant = (/** @type {string} */ type, /** @type {bigint} */ value) =>
  type === 'i32' ? i32(value) : i64(value);

/** Where operands come from: each is a function's body behind its parameters (address, value, replacement). */
const ADDRESSES = {
  register: { address: '(local.get 0)', offset: 0, index: 8 },
  offset: { address: '(local.get 0)', offset: 5, index: 3 },
  constant: { address: '(i32.const 6)', offset: 2, index: 0 },
  /** Out of what a displacement holds; the index goes round to the other side. */
  computed: { address: '(i32.add (local.get 0) (i32.const 4))', offset: 0, index: 4 },
};

/** @param {number} offset */
const offsetText = (offset) => (offset === 0 ? '' : ` offset=${offset}`);

/** @param {string} memory */
function operatorScript(memory) {
  const out = new ScriptWriter(
    'generate-atomics.js',
    `Atomic accesses of a memory that is ${memory}: every operator, with what it finds and leaves.`,
  );
  out.line();
  out.line('(module');
  out.line(`  (memory 1 ${memory === 'shared' ? '2 shared' : '2'})`);
  out.line('  (func (export "set") (param i64) (i64.store (i32.const 8) (local.get 0)))');
  out.line('  (func (export "get") (result i64) (i64.load (i32.const 8)))');
  /** @type {(() => void)[]} */
  const checks = [];
  const before = () => out.line(`(invoke "set" ${i64(THERE)})`);
  const after = (/** @type {bigint} */ value) => out.returns('get', [], [i64(value)]);
  for (const width of WIDTHS) {
    const { type, bits } = width;
    for (const [how, { address, offset, index }] of Object.entries(ADDRESSES)) {
      const at = offsetText(offset);
      const load = opName(width, 'load');
      const store = opName(width, 'store');
      out.line(`  (func (export "${load} ${how}") (param i32) (result ${type})`);
      out.line(`    (${load}${at} ${address}))`);
      out.line(`  (func (export "${store} ${how}") (param i32 ${type})`);
      out.line(`    (${store}${at} ${address} (local.get 1)))`);
      checks.push(() => {
        before();
        out.returns(`${load} ${how}`, [i32(index)], [constant(type, low(bits, THERE))]);
        const value = OPERANDS[5];
        out.line(`(invoke "${store} ${how}" ${i32(index)} ${constant(type, value)})`);
        after(replaced(bits, value));
      });
      for (const [name, update] of Object.entries(UPDATES)) {
        const op = opName(width, name);
        // The result beside the operand, which the operator must not have destroyed; and dropped.
        out.line(`  (func (export "${op} ${how}") (param i32 ${type}) (result ${type} ${type})`);
        out.line(`    (${op}${at} ${address} (local.get 1)) (local.get 1))`);
        checks.push(() => {
          for (const operand of how === 'register' ? OPERANDS : OPERANDS.slice(5, 6)) {
            before();
            const results = [constant(type, low(bits, THERE)), constant(type, operand)];
            out.returns(`${op} ${how}`, [i32(index), constant(type, operand)], results);
            after(replaced(bits, update(THERE, operand)));
          }
        });
        if (how !== 'register') continue;
        out.line(`  (func (export "${op} dropped") (param i32)`);
        out.line(`    (drop (${op} (local.get 0) ${constant(type, OPERANDS[6])})))`);
        if (type === 'i32') {
          // Address and operand are one value.
          out.line(`  (func (export "${op} same") (param i32) (result i32 i32)`);
          out.line(`    (${op} (local.get 0) (local.get 0)) (local.get 0))`);
        }
        checks.push(() => {
          before();
          out.line(`(invoke "${op} dropped" ${i32(index)})`);
          after(replaced(bits, update(THERE, OPERANDS[6])));
          if (type !== 'i32') return;
          before();
          out.returns(`${op} same`, [i32(index)], [i32(low(bits, THERE)), i32(index)]);
          after(replaced(bits, update(THERE, BigInt(index))));
        });
      }
      const op = opName(width, 'cmpxchg');
      out.line(`  (func (export "${op} ${how}") (param i32 ${type} ${type})`);
      out.line(`    (result ${type} ${type} ${type})`);
      out.line(
        `    (${op}${at} ${address} (local.get 1) (local.get 2)) (local.get 1) (local.get 2))`,
      );
      checks.push(() => {
        // Of what is expected as many bits are compared as there are in memory.
        for (const [expected, isEqual] of /** @type {const} */ ([
          [low(bits, THERE), true],
          [low(bits, THERE) ^ (0x5aa5n << BigInt(bits)), true],
          [THERE ^ 0x10n, false],
        ])) {
          before();
          const args = [i32(index), constant(type, expected), constant(type, OPERANDS[6])];
          const results = [constant(type, low(bits, THERE)), ...args.slice(1)];
          out.returns(`${op} ${how}`, args, results);
          after(isEqual ? replaced(bits, OPERANDS[6]) : THERE);
        }
      });
    }
  }
  out.line(')');
  out.line();
  for (const check of checks) check();
  return out.toString();
}

/** Addresses that are not aligned, or outside: bounds come first. */
function trapScript() {
  const out = new ScriptWriter(
    'generate-atomics.js',
    'Atomic accesses that trap: not aligned, out of bounds, waiting where nobody could notify.',
  );
  for (const memory of ['1 1', '1 1 shared']) {
    out.line();
    out.line('(module');
    out.line(`  (memory ${memory})`);
    /** @type {[name: string, bits: number][]} */
    const functions = [];
    for (const width of WIDTHS) {
      const { type, bits } = width;
      const value = `(${type}.const 1)`;
      for (const name of ['load', 'store', 'add', 'xor', 'xchg', 'cmpxchg']) {
        const op = opName(width, name);
        const operands = name === 'load' ? '' : name === 'cmpxchg' ? `${value} ${value}` : value;
        for (const offset of [0, 4, 0x8000_0000, 0xffff_fff8]) {
          const access = `(${op}${offsetText(offset)} (local.get 0) ${operands})`;
          const body = name === 'store' ? access : `(drop ${access})`;
          out.line(`  (func (export "${op} ${offset}") (param i32) ${body})`);
        }
        functions.push([op, bits]);
      }
    }
    for (const [op, bits, type] of /** @type {const} */ ([
      ['memory.atomic.wait32', 32, 'i32'],
      ['memory.atomic.wait64', 64, 'i64'],
      ['memory.atomic.notify', 32, ''],
    ])) {
      const operands = type === '' ? '(i32.const 1)' : `(${type}.const 1) (i64.const 0)`;
      for (const offset of [0, 4, 0x8000_0000, 0xffff_fff8]) {
        const access = `(${op}${offsetText(offset)} (local.get 0) ${operands})`;
        out.line(`  (func (export "${op} ${offset}") (param i32) (drop ${access}))`);
      }
      functions.push([op, bits]);
    }
    out.line('  (func (export "fence") (atomic.fence))');
    out.line('  (func (export "all zero") (result i64)');
    out.line('    (i64.or (i64.load (i32.const 0)) (i64.load (i32.const 65528))))');
    out.line(')');
    out.line('(assert_return (invoke "fence"))');
    for (const [op, bits] of functions) {
      const bytes = bits / 8;
      const outside = 'out of bounds memory access';
      if (bytes > 1) {
        out.traps(`${op} 0`, [i32(1)], 'unaligned atomic');
        out.traps(`${op} 0`, [i32(bytes - 1)], 'unaligned atomic');
        out.traps(`${op} 4`, [i32(bytes === 8 ? 8 : bytes / 2)], 'unaligned atomic');
        // Not aligned, and one byte too far.
        out.traps(`${op} 0`, [i32(65537 - bytes)], outside);
        out.traps(`${op} 2147483648`, [i32(1)], outside);
      }
      out.traps(`${op} 0`, [i32(65536)], outside);
      out.traps(`${op} 4`, [i32(65532)], outside);
      out.traps(`${op} 0`, [i32(-8)], outside);
      out.traps(`${op} 4`, [i32(-4)], outside);
      out.traps(`${op} 2147483648`, [i32(0x8000_0000)], outside);
      out.traps(`${op} 4294967288`, [i32(8)], outside);
    }
    out.returns('all zero', [], [i64(0)]);
    if (memory === '1 1') {
      for (const op of ['memory.atomic.wait32', 'memory.atomic.wait64']) {
        out.traps(`${op} 0`, [i32(8)], 'expected shared memory');
      }
    }
  }
  out.line();
  out.line('(module');
  out.line('  (memory 1 2 shared)');
  out.line('  (func (export "wait32") (param i32 i64) (result i32)');
  out.line('    (memory.atomic.wait32 offset=8 (i32.const 0) (local.get 0) (local.get 1)))');
  out.line('  (func (export "wait64") (param i64 i64) (result i32)');
  out.line('    (memory.atomic.wait64 offset=8 (i32.const 0) (local.get 0) (local.get 1)))');
  out.line('  (func (export "notify") (param i32) (result i32)');
  out.line('    (memory.atomic.notify offset=8 (i32.const 0) (local.get 0)))');
  out.line('  (func (export "set") (param i64) (i64.atomic.store (i32.const 8) (local.get 0)))');
  out.line(')');
  // Another value: nobody waits, whatever the timeout.
  out.line(`(invoke "set" ${i64(-2)})`);
  out.returns('wait32', [i32(0), i64(-1)], [i32(1)]);
  out.returns('wait64', [i64(0xfffffffen), i64(-1)], [i32(1)]);
  out.returns('wait32', [i32(-2), i64(0)], [i32(2)]);
  out.returns('wait32', [i32(-2), i64(1000)], [i32(2)]);
  out.returns('wait64', [i64(-2), i64(999_999)], [i32(2)]);
  out.returns('notify', [i32(-1)], [i32(0)]);
  out.returns('notify', [i32(0)], [i32(0)]);
  return out.toString();
}

/** What is not valid, live and dead; and types of memories. */
function validationScript() {
  const out = new ScriptWriter(
    'generate-atomics.js',
    'Atomic operators: alignment is the natural one, types of operands; shared memories and their limits.',
  );
  out.line();
  const invalid = (
    /** @type {string} */ memory,
    /** @type {string} */ body,
    /** @type {string} */ why,
  ) => {
    for (const dead of ['', 'unreachable ']) {
      out.line(`(assert_invalid (module ${memory} (func ${dead}${body})) "${why}")`);
    }
  };
  for (const width of WIDTHS) {
    const { type, bits } = width;
    const other = type === 'i32' ? 'i64' : 'i32';
    for (const name of ['load', 'store', 'add', 'cmpxchg']) {
      const op = opName(width, name);
      const count = name === 'load' ? 0 : name === 'cmpxchg' ? 2 : 1;
      const drop = name === 'store' ? '' : ' drop';
      const operands = (/** @type {string} */ t) => ` ${t}.const 0`.repeat(count);
      for (const align of [1, 2, 4, 8]) {
        if (align * 8 === bits) continue;
        const code = `i32.const 0${operands(type)} ${op} align=${align}${drop}`;
        const why =
          align * 8 > bits
            ? 'alignment must not be larger than natural'
            : 'atomic alignment must be natural';
        invalid('(memory 1 1 shared)', code, why);
      }
      invalid('(memory 1)', `i64.const 0${operands(type)} ${op}${drop}`, 'type mismatch');
      if (count > 0)
        invalid('(memory 1)', `i32.const 0${operands(other)} ${op}${drop}`, 'type mismatch');
      invalid('', `i32.const 0${operands(type)} ${op}${drop}`, 'unknown memory');
    }
  }
  invalid(
    '(memory 1)',
    'i32.const 0 i32.const 0 i32.const 0 memory.atomic.wait32 drop',
    'type mismatch',
  );
  invalid(
    '(memory 1)',
    'i32.const 0 i32.const 0 i64.const 0 memory.atomic.wait64 drop',
    'type mismatch',
  );
  invalid('(memory 1)', 'i32.const 0 i64.const 0 memory.atomic.notify drop', 'type mismatch');
  const valid = 'i32.const 0 i32.const 0 i64.const 0 memory.atomic.wait32 drop atomic.fence';
  out.line(`(module (memory 1) (func unreachable ${valid}))`);
  // A reserved byte that is not zero; a shared memory without a maximum.
  const header = '\\00asm\\01\\00\\00\\00';
  const types = '\\01\\04\\01\\60\\00\\00\\03\\02\\01\\00';
  out.line(`(module binary "${header}${types}\\0a\\07\\01\\05\\00\\fe\\03\\00\\0b")`);
  out.line(
    `(assert_malformed (module binary "${header}${types}\\0a\\07\\01\\05\\00\\fe\\03\\01\\0b") "zero byte expected")`,
  );
  out.line(
    `(assert_malformed (module binary "${header}\\05\\03\\01\\02\\01") "shared memory must have maximum")`,
  );
  out.line(
    `(assert_malformed (module binary "${header}\\05\\04\\01\\04\\01\\01") "malformed limits flags")`,
  );
  out.line(
    `(assert_malformed (module binary "${header}${types}\\0a\\07\\01\\05\\00\\fe\\04\\00\\0b") "illegal opcode")`,
  );
  out.line('(module $shared (memory (export "memory") 1 3 shared))');
  out.line('(register "shared" $shared)');
  out.line('(module $plain (memory (export "memory") 1 3))');
  out.line('(register "plain" $plain)');
  out.line('(module (memory (import "shared" "memory") 1 3 shared))');
  out.line('(module (memory (import "shared" "memory") 0 5 shared))');
  for (const [from, type] of [
    ['shared', '1 3'],
    ['shared', '1'],
    ['plain', '1 3 shared'],
    ['shared', '2 3 shared'],
    ['shared', '1 2 shared'],
  ]) {
    out.line(
      `(assert_unlinkable (module (memory (import "${from}" "memory") ${type})) "incompatible import type")`,
    );
  }
  // Growth, as seen by all who have it.
  out.line('(module $grower (memory (import "shared" "memory") 1 3 shared)');
  out.line('  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))');
  out.line(
    '  (func (export "fill") (memory.fill (i32.const 131000) (i32.const 7) (i32.const 72))))',
  );
  out.line('(register "grower" $grower)');
  out.line('(module $seer (memory (import "shared" "memory") 1 3 shared)');
  out.line('  (func $grow (import "grower" "grow") (param i32) (result i32))');
  out.line('  (func (export "size") (result i32) (memory.size))');
  out.line('  (func (export "beyond") (result i32) (drop (call $grow (i32.const 1)))');
  out.line(
    '    (memory.copy (i32.const 0) (i32.const 131068) (i32.const 4)) (i32.load (i32.const 0)))',
  );
  out.line('  (func (export "at") (param i32) (result i32) (i32.load (local.get 0))))');
  out.line('(assert_return (invoke "size") (i32.const 1))');
  out.line('(assert_trap (invoke "at" (i32.const 65536)) "out of bounds memory access")');
  out.line('(assert_return (invoke "beyond") (i32.const 0))');
  out.line('(assert_return (invoke "size") (i32.const 2))');
  out.line('(assert_return (invoke "at" (i32.const 65536)) (i32.const 0))');
  out.line('(assert_return (invoke $grower "fill"))');
  out.line('(assert_return (invoke "at" (i32.const 131068)) (i32.const 0x07070707))');
  out.line('(assert_return (invoke $grower "grow" (i32.const 2)) (i32.const -1))');
  out.line('(assert_return (invoke $grower "grow" (i32.const 1)) (i32.const 2))');
  out.line('(assert_return (invoke $grower "grow" (i32.const 0)) (i32.const 3))');
  out.line('(assert_return (invoke "size") (i32.const 3))');
  return out.toString();
}

/** Register pressure: all registers hold values that the operators must not lose. */
function pressureScript() {
  const out = new ScriptWriter(
    'generate-atomics.js',
    'Atomic operators while all registers are taken: fixed registers move values away and keep them.',
  );
  const COUNT = 14;
  out.line();
  out.line('(module');
  out.line('  (memory 1 1 shared)');
  /** @type {(() => void)[]} */
  const checks = [];
  const sumOfSquares = (/** @type {bigint} */ x) => {
    let sum = 0n;
    for (let i = 0n; i < COUNT; i++) sum += (x + i) * (x + i);
    return sum;
  };
  for (const name of [...Object.keys(UPDATES), 'cmpxchg', 'load']) {
    for (const width of WIDTHS.filter(({ type }) => type === 'i64')) {
      const { bits } = width;
      const op = opName(width, name);
      const operands =
        name === 'load'
          ? ''
          : name === 'cmpxchg'
            ? '(local.get 1) (i64.add (local.get 1) (i64.const 3))'
            : '(local.get 1)';
      out.line(`  (func (export "${op}") (param i32 i64) (result i64 i64)`);
      out.line('    (local $a i64) (local $s i64)');
      for (let i = 0; i < COUNT; i++) out.line(`    (i64.add (local.get 1) (i64.const ${i}))`);
      out.line(`    (${op} offset=8 (local.get 0) ${operands})`);
      out.line('    (local.set 1)');
      // Sum of the squares of what was on the stack.
      out.line('    (local.set $a)');
      out.line('    (i64.mul (local.get $a) (local.get $a)) (local.set $s)');
      for (let i = 1; i < COUNT; i++) {
        out.line(
          '    (local.set $a) (local.set $s (i64.add (local.get $s) (i64.mul (local.get $a) (local.get $a))))',
        );
      }
      out.line('    (local.get $s) (local.get 1))');
      checks.push(() => {
        const x = 0x1122334455667788n;
        out.line(`(invoke "set" ${i64(THERE)})`);
        out.returns(op, [i32(8), i64(x)], [i64(sumOfSquares(x)), i64(low(bits, THERE))]);
      });
    }
  }
  out.line('  (func (export "set") (param i64) (i64.store (i32.const 16) (local.get 0)))');
  out.line(')');
  for (const check of checks) check();
  return out.toString();
}

/** @returns {[name: string, text: string][]} */
export function atomicScripts() {
  return [
    ['atomics-shared.wast', operatorScript('shared')],
    ['atomics-unshared.wast', operatorScript('not shared')],
    ['atomics-traps.wast', trapScript()],
    ['atomics-validation.wast', validationScript()],
    ['atomics-pressure.wast', pressureScript()],
  ];
}
