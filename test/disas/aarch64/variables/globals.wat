(module
  (import "env" "g" (global $imported (mut i64)))
  (global $own (mut f32) (f32.const 0))
  (func (export "f")
    (global.set $imported (i64.add (global.get $imported) (i64.const 1)))
    (global.set $own (f32.const 2))))

;; 00000000 <f>: function 0, 72 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x44
;;       18: stur x28, [x29, #-8]
;;       1c: ldr x0, [x28, #0x18]
;;       20: ldr x0, [x0]
;;       24: add x0, x0, #1
;;       28: ldr x1, [x28, #0x18]
;;       2c: str x0, [x1]
;;       30: mov w17, #0x40000000
;;       34: str w17, [x28, #0x20]
;;       38: mov sp, x29
;;       3c: ldp x29, x30, [sp], #0x10
;;       40: ret
;;       44: udf #0                                                 ;; call stack exhausted at wasm 0x34
