;; A try costs its body no code but that constants of locals are in their slots at calls, and a jump over the landing
;; pads. These take the stack pointer from the frame pointer, and find all in slots.

(module
  (tag $t (param i32 i64))
  (func $may-throw (param i32))
  (func $catches (param i32) (result i64)
    (local $x i32)
    (block $all
      (block $h (result i32 i64)
        (try_table (catch $t $h) (catch_all $all)
          (local.set $x (i32.const 7))
          (call $may-throw (local.get 0)))
        (return (i64.const 0)))
      (return (i64.add (i64.extend_i32_s (local.get $x)))))
    (i64.const 1))
  (func $throws (param i32)
    (throw $t (local.get 0) (i64.const 5)))
  (func $again (param exnref)
    (throw_ref (local.get 0)))
)

;; 00000000 <may-throw>: function 0, 16 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x32
;;        8: Return 0
;;
;; 00000010 <catches>: function 1, 208 bytes
;;       10: Enter 12                                               ;; call stack exhausted at wasm 0x35
;;       18: StoreSlotConst32 [sp+2], 7
;;       24: Call func 0, 0, ctx[0]                                 ;; call at wasm 0x4a
;;       34: Jump ->116
;;       3c: Land 12
;;       44: LoadSlot32 r0, [sp+4]
;;       50: LoadSlot64 r1, [sp+6]
;;       5c: Jump ->140
;;       64: Land 12
;;       6c: Jump ->200
;;       74: Const64 r0, 0, 0
;;       84: Return 0
;;       8c: LoadSlot32 r2, [sp+2]
;;       98: ExtendS r2, r2
;;       a4: I64Add r1, r1, r2
;;       b4: Move64 r0, r1
;;       c0: Return 0
;;       c8: Const64 r0, 1, 0
;;       d8: Return 0
;;
;; 000000e0 <throws>: function 2, 48 bytes
;;       e0: Enter 4                                                ;; call stack exhausted at wasm 0x5b
;;       e8: Const64 r2, 5, 0
;;       f8: CallTag 0, 0, ctx[48]                                  ;; call at wasm 0x60
;;      108: Trap                                                   ;; unreachable at wasm 0x60
;;      10c: (4 bytes of padding)
;;
;; 00000110 <again>: function 3, 28 bytes
;;      110: Enter 4                                                ;; call stack exhausted at wasm 0x64
;;      118: CallTag 1, 0, ctx[64]                                  ;; call at wasm 0x67
;;      128: Trap                                                   ;; unreachable at wasm 0x67
