/** Keeps functions in tables and globals; `call…` calls what it has. */
export const KEEPER = `(module
  (type $v (func (result i32)))
  (import "host" "give" (func $give (result funcref)))
  (table $t (export "t") 4 64 funcref)
  (table $calls (export "calls") 4 funcref)
  (elem (table $calls) (i32.const 1) func $setTable $setGlobal)
  (global $g (export "g") (mut funcref) (ref.null func))
  (func $setTable (export "setTable") (param funcref) (table.set $t (i32.const 0) (local.get 0)))
  (func $setGlobal (export "setGlobal") (param funcref) (global.set $g (local.get 0)))
  ;; Asks a function in a table for another one; forgets whom it has asked.
  (func (export "ask")
    (global.set $g (call_indirect $calls (result funcref) (i32.const 0)))
    (table.set $calls (i32.const 0) (ref.null func)))
  (func (export "askHost") (table.set $t (i32.const 0) (call $give)))
  (func (export "call") (param i32) (result i32)
    (call_indirect $t (type $v) (local.get 0)))
  (func (export "callGlobal") (result i32)
    (table.set $t (i32.const 3) (global.get $g))
    (call_indirect $t (type $v) (i32.const 3)))
  (func (export "clear")
    (table.fill $t (i32.const 0) (ref.null func) (table.size $t))
    (global.set $g (ref.null func))))`;

/** Has functions that tell its number, and puts them into a keeper in each way that native code has. */
export const GIVER = `(module
  (type $v (func (result i32)))
  (import "keeper" "t" (table $t 4 funcref)) (import "keeper" "calls" (table $calls 4 funcref))
  (import "keeper" "g" (global $g (mut funcref)))
  (import "keeper" "setTable" (func $setTable (param funcref)))
  (import "host" "number" (func $host (result i32)))
  (global $number (export "number") (mut i32) (i32.const 0))
  (table $own 2 funcref) (elem (table $own) (i32.const 0) func $me $host)
  (elem $some func $me $host)
  (func $me (export "me") (result i32) (global.get $number))
  (func $get (export "get") (result funcref) (ref.func $me))
  (func (export "argument") (call $setTable (ref.func $me)))
  (func (export "indirect") (call_indirect $calls (param funcref) (ref.func $me) (i32.const 1)))
  (func (export "global") (global.set $g (ref.func $me)))
  (func (export "set") (table.set $t (i32.const 0) (ref.func $me)))
  (func (export "copy") (table.copy $t $own (i32.const 0) (i32.const 0) (i32.const 2)))
  (func (export "init") (table.init $t $some (i32.const 0) (i32.const 0) (i32.const 2)))
  (func (export "fill") (table.fill $t (i32.const 0) (ref.func $me) (i32.const 2)))
  (func (export "grow") (drop (table.grow $t (ref.func $me) (i32.const 1))))
  (func (export "host") (table.set $t (i32.const 0) (ref.func $host))))`;

/** Puts its function into the keeper's table when it is instantiated. */
export const SEGMENT = `(module
  (import "keeper" "t" (table $t 4 funcref)) (import "host" "number" (func $host (result i32)))
  (elem (i32.const 0) func $me $host)
  (func $me (result i32) (call $host)))`;

/** Holds itself, or another one, and any value. */
export const RING = `(module
  (import "host" "number" (func $host (result i32)))
  (global $g (export "g") (mut funcref) (ref.null func))
  (global $x (export "x") (mut externref) (ref.null extern))
  (table $t (export "t") 2 funcref) (table (export "xs") 2 externref)
  (func $me (export "me") (result i32) (call $host))
  (func (export "selfTable") (table.set $t (i32.const 0) (ref.func $me)) (drop (call $me)))
  (func (export "selfGlobal") (global.set $g (ref.func $me))))`;

/** Shares nothing with others; functions come to it, and go from it, by its own private table. */
export const STRANGER = `(module
  (type $v (func (result i32))) (type $take (func (param funcref))) (type $get (func (result funcref)))
  (import "host" "number" (func $host (result i32)))
  (memory 1) (table $t 2 funcref) (global $g (mut funcref) (ref.null func))
  (func $me (export "me") (result i32) (call $host))
  (func (export "take") (param funcref) (table.set $t (i32.const 0) (local.get 0)))
  (func (export "takeGlobal") (param funcref) (global.set $g (local.get 0)))
  (func (export "get") (result funcref) (ref.func $me))
  (func (export "giveTo") (param funcref)
    (table.set $t (i32.const 1) (local.get 0))
    (call_indirect $t (type $take) (ref.func $me) (i32.const 1))
    (table.set $t (i32.const 1) (ref.null func)))
  (func (export "getFrom") (param funcref)
    (table.set $t (i32.const 1) (local.get 0))
    (table.set $t (i32.const 0) (call_indirect $t (type $get) (i32.const 1)))
    (table.set $t (i32.const 1) (ref.null func)))
  (func (export "call") (result i32) (call_indirect $t (type $v) (i32.const 0)))
  (func (export "callGlobal") (result i32)
    (table.set $t (i32.const 0) (global.get $g)) (call_indirect $t (type $v) (i32.const 0)))
  (elem declare func $me))`;

/** Passes values on, and keeps them in places of its own. */
export const EXTERNS = `(module
  (import "host" "turn" (func $turn (param externref) (result externref)))
  (table $x (export "x") 8 externref)
  (global $g (mut externref) (ref.null extern))
  (func (export "pass") (param externref) (result externref) (local.get 0))
  (func (export "around") (param externref) (result externref)
    (drop (call $turn (ref.null extern)))
    (local.get 0))
  (func (export "through") (param externref) (result externref)
    (call $turn (call $turn (local.get 0))))
  (func (export "keep") (param i32 externref) (table.set $x (local.get 0) (local.get 1)))
  (func (export "kept") (param i32) (result externref) (table.get $x (local.get 0)))
  (func (export "keepGlobal") (param externref) (global.set $g (local.get 0)))
  (func (export "keptGlobal") (result externref) (global.get $g)))`;

/** Moves what a table of one instance has to that of another. */
export const MOVER = `(module
  (import "a" "x" (table $a 8 externref)) (import "b" "x" (table $b 8 externref))
  (func (export "move")
    (table.copy $b $a (i32.const 0) (i32.const 0) (i32.const 8))
    (table.fill $a (i32.const 0) (ref.null extern) (i32.const 8))))`;

/** Calls through a table; what it calls may be overwritten meanwhile. */
export const CALLER = `(module
  (type $v (func (result i32)))
  (table (export "t") 1 funcref)
  (func (export "go") (result i32) (call_indirect (type $v) (i32.const 0)))
  (func (export "goTail") (result i32) (return_call_indirect (type $v) (i32.const 0))))`;

/** Uses all that it has after the host has been called. */
export const ORPHAN = `(module
  (import "host" "call" (func $host (param i32) (result i32)))
  (import "host" "take" (func $take (param externref) (result i32)))
  (memory 1) (table $x 1 externref) (table $f 1 funcref) (global $g (mut i32) (i32.const 70))
  (global $e (mut externref) (ref.null extern))
  (elem $fs func $seven)
  (func $seven (result i32) (i32.const 7))
  (func (export "hold") (param externref)
    (global.set $e (local.get 0)) (table.set $x (i32.const 0) (local.get 0)))
  (func (export "run") (result i32)
    (i32.store (i32.const 0) (i32.const 600))
    (drop (call $host (i32.const 1)))
    (table.init $f $fs (i32.const 0) (i32.const 0) (i32.const 1))
    (i32.add (call $take (global.get $e))
      (i32.add (call $take (table.get $x (i32.const 0)))
        (i32.add (call_indirect $f (result i32) (i32.const 0))
          (i32.add (i32.load (i32.const 0))
            (i32.add (call $host (i32.const 2))
              (i32.add (memory.grow (i32.const 1))
                (i32.add (i32.load (i32.const 0)) (global.get $g))))))))))`;

/** Helpers of programs about references. */
export const REFERENCE_HELPERS = `
  /** Instances that come to lie where others were, and whose functions tell another number. */
  function churn(count = 300) {
    const keeper = build('keeper', { host: { give: () => null } });
    for (let i = 0; i < count; i++) {
      const one = build('giver', { keeper, host: { number: () => -1 } });
      one.number.value = -1;
      one.me();
    }
  }
`;
