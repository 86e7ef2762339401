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

;; 00000000 <may-throw>: function 0, 32 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: mov sp, x29
;;       10: ldp x29, x30, [sp], #0x10
;;       14: ret
;;       18: udf #0
;;       1c: udf #0
;;
;; 00000020 <catches>: function 1, 160 bytes
;;       20: stp x29, x30, [sp, #-0x10]!
;;       24: mov x29, sp
;;       28: sub sp, sp, #0x30
;;       2c: ldr x16, [x28, #0x10]
;;       30: cmp sp, x16
;;       34: b.lo #0xbc
;;       38: stur x28, [x29, #-8]
;;       3c: mov w17, #7
;;       40: str x17, [sp, #8]
;;       44: bl #0                                                  ;; <may-throw>, call at wasm 0x4a
;;       48: ldur x28, [x29, #-8]
;;       4c: b #0x80
;;       50: mov x16, #0x30
;;       54: movk x16, #0, lsl #16
;;       58: sub sp, x29, x16
;;       5c: ldur x28, [x29, #-8]
;;       60: ldr w0, [sp, #0x10]
;;       64: ldr x1, [sp, #0x18]
;;       68: b #0x90
;;       6c: mov x16, #0x30
;;       70: movk x16, #0, lsl #16
;;       74: sub sp, x29, x16
;;       78: ldur x28, [x29, #-8]
;;       7c: b #0xac
;;       80: mov w0, #0
;;       84: mov sp, x29
;;       88: ldp x29, x30, [sp], #0x10
;;       8c: ret
;;       90: ldr w2, [sp, #8]
;;       94: sxtw x2, w2
;;       98: add x1, x1, x2
;;       9c: mov x0, x1
;;       a0: mov sp, x29
;;       a4: ldp x29, x30, [sp], #0x10
;;       a8: ret
;;       ac: mov w0, #1
;;       b0: mov sp, x29
;;       b4: ldp x29, x30, [sp], #0x10
;;       b8: ret
;;       bc: udf #0                                                 ;; call stack exhausted at wasm 0x35
;;
;; 000000c0 <throws>: function 2, 64 bytes
;;       c0: stp x29, x30, [sp, #-0x10]!
;;       c4: mov x29, sp
;;       c8: sub sp, sp, #0x10
;;       cc: ldr x16, [x28, #0x10]
;;       d0: cmp sp, x16
;;       d4: b.lo #0xf4
;;       d8: stur x28, [x29, #-8]
;;       dc: mov w2, #5
;;       e0: ldr x9, [x28, #0x30]
;;       e4: ldr x28, [x28, #0x38]
;;       e8: mov x0, x28
;;       ec: blr x9                                                 ;; call at wasm 0x60
;;       f0: udf #0                                                 ;; unreachable at wasm 0x60
;;       f4: udf #0                                                 ;; call stack exhausted at wasm 0x5b
;;       f8: udf #0
;;       fc: udf #0
;;
;; 00000100 <again>: function 3, 52 bytes
;;      100: stp x29, x30, [sp, #-0x10]!
;;      104: mov x29, sp
;;      108: sub sp, sp, #0x10
;;      10c: ldr x16, [x28, #0x10]
;;      110: cmp sp, x16
;;      114: b.lo #0x130
;;      118: stur x28, [x29, #-8]
;;      11c: ldr x9, [x28, #0x40]
;;      120: ldr x28, [x28, #0x48]
;;      124: mov x0, x28
;;      128: blr x9                                                 ;; call at wasm 0x67
;;      12c: udf #0                                                 ;; unreachable at wasm 0x67
;;      130: udf #0                                                 ;; call stack exhausted at wasm 0x64
