import { f32Bits, f64Bits, i32, i64, ScriptWriter } from './script-writer.js';

const GENERATOR = 'generate-memory.js';
const PAGE = 65536;
const TRAP = 'out of bounds memory access';

/** @type {[string, 'i32' | 'i64' | 'f32' | 'f64', number, boolean][]} name, type, bytes, sign extends */
const LOADS = [
  ['i32.load', 'i32', 4, false],
  ['i32.load8_s', 'i32', 1, true],
  ['i32.load8_u', 'i32', 1, false],
  ['i32.load16_s', 'i32', 2, true],
  ['i32.load16_u', 'i32', 2, false],
  ['i64.load', 'i64', 8, false],
  ['i64.load8_s', 'i64', 1, true],
  ['i64.load8_u', 'i64', 1, false],
  ['i64.load16_s', 'i64', 2, true],
  ['i64.load16_u', 'i64', 2, false],
  ['i64.load32_s', 'i64', 4, true],
  ['i64.load32_u', 'i64', 4, false],
  ['f32.load', 'f32', 4, false],
  ['f64.load', 'f64', 8, false],
];

/** @type {[string, 'i32' | 'i64' | 'f32' | 'f64', number][]} */
const STORES = [
  ['i32.store', 'i32', 4],
  ['i32.store8', 'i32', 1],
  ['i32.store16', 'i32', 2],
  ['i64.store', 'i64', 8],
  ['i64.store8', 'i64', 1],
  ['i64.store16', 'i64', 2],
  ['i64.store32', 'i64', 4],
  ['f32.store', 'f32', 4],
  ['f64.store', 'f64', 8],
];

/** Static offsets: none, small, around 16 bits, the page, the sign bit, the largest. */
const OFFSETS = [0, 1, 255, 32768, 65535, 65536, 0x7fffffff, 0x80000000, 0xfffffff8, 0xffffffff];

/** The byte that memory starts with at an address. @param {number} at */
function initial(at) {
  if (at < 64) return (at * 37 + 0x85) & 255;
  if (at >= PAGE - 64) return (at * 91 + 0x13) & 255;
  return 0;
}

/** @param {number} from */
function dataString(from) {
  let text = '';
  for (let at = from; at < from + 64; at++) {
    text += `\\${initial(at).toString(16).padStart(2, '0')}`;
  }
  return text;
}

/** @param {number} at @param {number} bytes */
function bitsAt(at, bytes) {
  let bits = 0n;
  for (let i = 0; i < bytes; i++) bits |= BigInt(initial(at + i)) << BigInt(8 * i);
  return bits;
}

/** @param {string} type @param {bigint} bits */
function constant(type, bits) {
  if (type === 'i32') return i32(bits);
  if (type === 'i64') return i64(bits);
  return type === 'f32' ? f32Bits(Number(bits)) : f64Bits(bits);
}

/**
 * Addresses that put an access at the edges, for one static offset.
 * @param {number} offset @param {number} bytes
 */
function edgeAddresses(offset, bytes) {
  const last = PAGE - bytes - offset;
  const list = [last - 1, last, last + 1, PAGE - offset, PAGE - 1, PAGE, 0, 3];
  const wide = [
    0x7fffffff,
    0x80000000,
    0xfffffffe,
    0xffffffff,
    0xffffffff - offset + 1,
    0xffff0000,
  ];
  return [...new Set([...list, ...wide])].filter((a) => a >= 0 && a <= 0xffffffff);
}

/** @returns {string} */
function loadScript() {
  const out = new ScriptWriter(
    GENERATOR,
    'Every load at every edge: in the middle, last valid, first invalid, with offsets up to 2^32-1.',
  );
  out.line();
  out.line('(module');
  out.line(`  (memory 1 1) (data (i32.const 0) "${dataString(0)}")`);
  out.line(`  (data (i32.const ${PAGE - 64}) "${dataString(PAGE - 64)}")`);
  for (const [name, type] of LOADS) {
    for (const offset of OFFSETS) {
      const at = offset === 0 ? '' : ` offset=${offset}`;
      out.line(
        `  (func (export "${name}${at}") (param i32) (result ${type}) (${name}${at} (local.get 0)))`,
      );
    }
    out.line(
      `  (func (export "${name} added") (param i32) (result ${type}) (${name} offset=4 (i32.add (local.get 0) (i32.const 12))))`,
    );
    out.line(
      `  (func (export "${name} constant") (result ${type}) (${name} offset=5 (i32.const 6)))`,
    );
    out.line(
      `  (func (export "${name} constant end") (result ${type}) (${name} offset=65530 (i32.const 6)))`,
    );
    out.line(
      `  (func (export "${name} constant wrap") (result ${type}) (${name} offset=16 (i32.const -16)))`,
    );
    out.line(
      `  (func (export "${name} scaled") (param i32 i32) (result ${type}) (${name} offset=1 (i32.add (local.get 0) (i32.shl (local.get 1) (i32.const 2)))))`,
    );
    out.line(`  (func (export "${name} dropped") (param i32) (drop (${name} (local.get 0))))`);
  }
  out.line(')');
  for (const [name, type, bytes, signed] of LOADS) {
    const value = (/** @type {number} */ at) => {
      const bits = bitsAt(at, bytes);
      return constant(type, signed ? BigInt.asIntN(bytes * 8, bits) : bits);
    };
    for (const offset of OFFSETS) {
      const at = offset === 0 ? '' : ` offset=${offset}`;
      for (const address of edgeAddresses(offset, bytes)) {
        const effective = address + offset;
        if (effective + bytes > PAGE) out.traps(`${name}${at}`, [i32(address)], TRAP);
        else out.returns(`${name}${at}`, [i32(address)], [value(effective)]);
      }
    }
    // The addition wraps at 32 bits, the static offset does not.
    out.returns(`${name} added`, [i32(-12)], [value(4)]);
    out.returns(`${name} added`, [i32(1)], [value(17)]);
    out.traps(`${name} added`, [i32(-13)], TRAP);
    out.returns(`${name} constant`, [], [value(11)]);
    out.traps(`${name} constant end`, [], TRAP);
    out.traps(`${name} constant wrap`, [], TRAP);
    out.returns(`${name} scaled`, [i32(5), i32(3)], [value(18)]);
    out.returns(`${name} scaled`, [i32(4), i32(0x40000000)], [value(5)]);
    out.traps(`${name} scaled`, [i32(0), i32(-1)], TRAP);
    out.traps(`${name} dropped`, [i32(PAGE)], TRAP);
    out.traps(`${name} dropped`, [i32(-1)], TRAP);
  }
  return out.toString();
}

/** @returns {string} */
function storeScript() {
  const out = new ScriptWriter(
    GENERATOR,
    'Every store at every edge; a store that traps has written nothing.',
  );
  out.line();
  out.line('(module');
  out.line('  (memory 1 1)');
  out.line('  (func (export "peek") (param i32) (result i64) (i64.load (local.get 0)))');
  out.line('  (func (export "poke") (param i32 i64) (i64.store (local.get 0) (local.get 1)))');
  for (const [name, type] of STORES) {
    for (const offset of OFFSETS) {
      const at = offset === 0 ? '' : ` offset=${offset}`;
      out.line(
        `  (func (export "${name}${at}") (param i32 ${type}) (${name}${at} (local.get 0) (local.get 1)))`,
      );
    }
    out.line(
      `  (func (export "${name} constant value") (param i32) (${name} (local.get 0) ${constant(type, 0x1122334455667788n & (type.endsWith('32') ? 0x3fffffffn : -1n))}))`,
    );
    out.line(
      `  (func (export "${name} constant minus") (param i32) (${name} (local.get 0) ${type[0] === 'i' ? `(${type}.const -3)` : `(${type}.const -0)`}))`,
    );
    out.line(
      `  (func (export "${name} constant address") (param ${type}) (${name} offset=7 (i32.const 9) (local.get 0)))`,
    );
  }
  out.line(')');
  const EMPTY = 0x5a5a5a5a5a5a5a5an;
  for (const [name, type, bytes] of STORES) {
    const width = type.endsWith('32') ? 32 : 64;
    const bits = BigInt.asUintN(width, 0x8192a3b4c5d6e7f8n);
    const stored = (/** @type {bigint} */ value) => {
      const mask = (1n << BigInt(bytes * 8)) - 1n;
      return i64((EMPTY & ~mask) | (value & mask));
    };
    for (const offset of OFFSETS) {
      const at = offset === 0 ? '' : ` offset=${offset}`;
      for (const address of edgeAddresses(offset, bytes)) {
        const effective = address + offset;
        if (effective + bytes > PAGE) {
          out.traps(`${name}${at}`, [i32(address), constant(type, bits)], TRAP);
          continue;
        }
        const seen = Math.min(effective, PAGE - 8);
        out.returns('poke', [i32(seen), i64(EMPTY)], []);
        out.returns(`${name}${at}`, [i32(address), constant(type, bits)], []);
        const shift = BigInt(8 * (effective - seen));
        const mask = ((1n << BigInt(bytes * 8)) - 1n) << shift;
        out.returns('peek', [i32(seen)], [i64((EMPTY & ~mask) | ((bits << shift) & mask))]);
      }
      const across = PAGE - bytes - offset + 1;
      if (across >= 0) {
        out.returns('poke', [i32(PAGE - 8), i64(EMPTY)], []);
        out.traps(`${name}${at}`, [i32(across), constant(type, bits)], TRAP);
        out.returns('peek', [i32(PAGE - 8)], [i64(EMPTY)]);
      }
    }
    out.returns('poke', [i32(16), i64(EMPTY)], []);
    out.returns(`${name} constant address`, [constant(type, bits)], []);
    out.returns('peek', [i32(16)], [stored(bits)]);
    out.returns('poke', [i32(40), i64(EMPTY)], []);
    out.returns(`${name} constant value`, [i32(40)], []);
    out.returns(
      'peek',
      [i32(40)],
      [stored(0x1122334455667788n & (width === 32 ? 0x3fffffffn : -1n))],
    );
    out.returns('poke', [i32(40), i64(EMPTY)], []);
    out.returns(`${name} constant minus`, [i32(40)], []);
    out.returns('peek', [i32(40)], [stored(type[0] === 'i' ? -3n : 1n << BigInt(width - 1))]);
  }
  return out.toString();
}

/**
 * 32-bit values whose register or slot may hold garbage above bit 31, from every producer, used as
 * addresses, table indices, lengths, branch indices and in 64-bit arithmetic.
 * @returns {string}
 */
function dirtyUpperScript() {
  const out = new ScriptWriter(
    GENERATOR,
    'Nothing trusts the upper half of an i32: each producer of one, each consumer that widens.',
  );
  /** From $dirty: i64 with the wanted index in its lower half and ones above. */
  const wrapped = '(i32.wrap_i64 (local.get $dirty))';
  /** @type {Record<string, string>} an expression of type i32 that equals the lower half */
  const PRODUCERS = {
    wrap: wrapped,
    local: `(local.set $i ${wrapped}) (local.get $i)`,
    tee: `(local.tee $i ${wrapped})`,
    call: '(call $low (local.get $dirty))',
    'call parameter': `(call $same ${wrapped})`,
    'call indirect': `(call_indirect (param i32) (result i32) ${wrapped} (i32.const 5))`,
    'stack parameter': `(call $tenth (i64.const -1) (i64.const -1) (i64.const -1) (i64.const -1) (i64.const -1) (i64.const -1) (i64.const -1) (i64.const -1) (i64.const -1) ${wrapped})`,
    'second result': '(call $pair (local.get $dirty)) (drop)',
    load: `(i64.store (i32.const 256) (local.get $dirty)) (i32.load (i32.const 256))`,
    select: `(select ${wrapped} (i32.const -1) (local.get $one))`,
    'select typed': `(select (result i32) (i32.const -1) ${wrapped} (i32.eqz (local.get $one)))`,
    block: `(block (result i32) (br 0 ${wrapped}))`,
    'block kept': `(block (result i32) (br_if 0 ${wrapped} (local.get $one)) (drop) (i32.const -1))`,
    if: `(if (result i32) (local.get $one) (then ${wrapped}) (else (i32.const -1)))`,
    loop: `(local.get $dirty) (loop (param i64) (result i32) (i32.wrap_i64))`,
    br_table: `(block (result i32) (block (result i32) (br_table 0 1 ${wrapped} (local.get $one))) (drop) (i32.const -1))`,
    global: `(global.set $g ${wrapped}) (global.get $g)`,
    add: `(i32.add ${wrapped} (i32.const 0))`,
    'add wraps': `(i32.sub (i32.add ${wrapped} (i32.const 0x7fffffff)) (i32.const 0x7fffffff))`,
    'shift left': `(i32.shr_u (i32.shl ${wrapped} (i32.const 8)) (i32.const 8))`,
    'shift signed': `(i32.and (i32.shr_s (i32.shl ${wrapped} (i32.const 24)) (i32.const 24)) (i32.const 0x7f))`,
    'and minus one': `(i32.and ${wrapped} (i32.const -1))`,
    'xor twice': `(i32.xor (i32.const -1) (i32.xor ${wrapped} (i32.const -1)))`,
    negated: `(i32.sub (i32.const 0) (i32.sub (i32.const 0) ${wrapped}))`,
    multiplied: `(i32.mul (i32.mul ${wrapped} (i32.const 3)) (i32.const 0xaaaaaaab))`,
    rotated: `(i32.rotr (i32.rotl ${wrapped} (i32.const 9)) (i32.const 9))`,
    extended: `(i32.extend8_s ${wrapped})`,
    'extended 16': `(i32.extend16_s ${wrapped})`,
    truncated: `(i32.trunc_f64_s (f64.convert_i64_u (i64.and (local.get $dirty) (i64.const 0xffffffff))))`,
    'truncated unsigned': `(i32.trunc_f32_u (f32.convert_i32_u ${wrapped}))`,
    saturated: `(i32.trunc_sat_f64_u (f64.convert_i32_s ${wrapped}))`,
    reinterpreted: `(i32.reinterpret_f32 (f32.reinterpret_i32 ${wrapped}))`,
    divided: `(i32.div_u (i32.mul ${wrapped} (i32.const 2)) (i32.const 2))`,
    remainder: `(i32.rem_s ${wrapped} (i32.const 1000))`,
    'table.grow': `(drop (table.grow $empty (ref.null func) ${wrapped})) (i32.sub (table.size $empty) (local.get $before))`,
    'memory.grow failed': `(i32.add (i32.add (memory.grow (i32.const -1)) (i32.const 1)) ${wrapped})`,
    'table.grow failed': `(i32.add (i32.add (table.grow $fixed (ref.null func) (i32.const -1)) (i32.const 1)) ${wrapped})`,
  };
  /** @type {Record<string, (index: string) => string>} gives an i64 */
  const CONSUMERS = {
    load: (v) => `(i64.load8_u ${v})`,
    'load offset': (v) => `(i64.load16_u offset=1 ${v})`,
    'load far': (v) => `(i64.load8_u offset=65500 ${v})`,
    store: (v) =>
      `(i32.store8 offset=300 ${v} (i32.const 0x77)) (i64.load8_u offset=300 (i32.const 5))`,
    extend: (v) => `(i64.extend_i32_u ${v})`,
    'extend signed': (v) => `(i64.extend_i32_s ${v})`,
    'table.get': (v) => `(i64.extend_i32_u (ref.is_null (table.get $t ${v})))`,
    call_indirect: (v) => `(call_indirect (result i64) ${v})`,
    br_table: (v) =>
      `(block (block (block ${v} (br_table 0 0 0 0 0 1 2)) (return (i64.const 1))) (return (i64.const 2))) (i64.const 3)`,
    'memory.fill': (v) =>
      `(memory.fill (i32.const 400) (i32.const 9) ${v}) (i64.load (i32.const 400))`,
    'memory.copy': (v) =>
      `(memory.copy (i32.const 500) ${v} (i32.const 4)) (i64.load32_u (i32.const 500))`,
    convert: (v) => `(i64.trunc_f64_s (f64.convert_i32_u ${v}))`,
    compare: (v) => `(i64.extend_i32_u (i32.lt_u ${v} (i32.const 6)))`,
  };
  const byte = (/** @type {number} */ at) => BigInt(initial(at));

  const expected = {
    load: byte(5),
    'load offset': byte(6) | (byte(7) << 8n),
    'load far': byte(65505),
    store: 0x77n,
    extend: 5n,
    'extend signed': 5n,
    'table.get': 0n,
    call_indirect: 4242n,
    br_table: 2n,
    'memory.fill': 0x0909090909n,
    'memory.copy': byte(5) | (byte(6) << 8n) | (byte(7) << 16n) | (byte(8) << 24n),
    convert: 5n,
    compare: 1n,
  };
  out.line();
  out.line('(module');
  out.line(`  (memory 1 1) (data (i32.const 0) "${dataString(0)}")`);
  out.line(`  (data (i32.const ${PAGE - 64}) "${dataString(PAGE - 64)}")`);
  out.line('  (global $g (mut i32) (i32.const 0))');
  out.line('  (func $answer (result i64) (i64.const 4242))');
  out.line('  (func $same (param i32) (result i32) (local.get 0))');
  out.line('  (func $low (param i64) (result i32) (i32.wrap_i64 (local.get 0)))');
  out.line(
    '  (func $pair (param i64) (result i32 i32) (i32.wrap_i64 (local.get 0)) (i32.const -1))',
  );
  out.line(
    '  (func $tenth (param i64 i64 i64 i64 i64 i64 i64 i64 i64 i32) (result i32) (local.get 9))',
  );
  out.line('  (table $t 8 8 funcref)');
  out.line('  (table $empty 0 funcref) (table $fixed 1 1 funcref)');
  out.line('  (elem (table $t) (i32.const 5) func $answer)');
  out.line('  (table $p 8 8 funcref) (elem (table $p) (i32.const 5) func $same)');
  for (const [producer, text] of Object.entries(PRODUCERS)) {
    const made = text.replace('(call_indirect (param', '(call_indirect $p (param');
    for (const [consumer, consume] of Object.entries(CONSUMERS)) {
      // Folding several expressions into an operand's place needs a block around them.
      out.line(
        `  (func (export "${producer} to ${consumer}") (param $dirty i64) (param $one i32) (result i64) (local $i i32) (local $before i32)`,
      );
      if (producer === 'table.grow') out.line('    (local.set $before (table.size $empty))');
      const operand =
        /^\((local\.set|global\.set|i64\.store|drop|local\.get \$dirty|call \$pair)/.test(made);
      const value = operand ? '' : made;
      if (operand && !['memory.copy', 'memory.fill', 'store'].includes(consumer)) {
        out.line(`    ${consume(made)})`);
      } else if (operand) {
        out.line(`    ${consume(`(block (result i32) ${made})`)})`);
      } else out.line(`    ${consume(value)})`);
    }
  }
  out.line(')');
  for (const producer of Object.keys(PRODUCERS)) {
    for (const consumer of Object.keys(CONSUMERS)) {
      const result = i64(expected[/** @type {keyof typeof expected} */ (consumer)]);
      const dirt = (consumer.length + producer.length) % 2 === 0 ? -1n << 32n : 0x7eadbeefn << 32n;
      out.returns(`${producer} to ${consumer}`, [i64(dirt | 5n), i32(1)], [result]);
    }
  }
  return out.toString();
}

/** @returns {Map<string, string>} */
export function memoryScripts() {
  return new Map([
    ['loads.wast', loadScript()],
    ['stores.wast', storeScript()],
    ['dirty-upper-halves.wast', dirtyUpperScript()],
  ]);
}
