(module
  (import "env" "g" (global $imported (mut i64)))
  (global $own (mut f32) (f32.const 0))
  (func (export "f")
    (global.set $imported (i64.add (global.get $imported) (i64.const 1)))
    (global.set $own (f32.const 2))))

;; 00000000 <f>: function 0, 52 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x0, [x28, #0x18]
;;       10: ldr x0, [x0]
;;       14: add x0, x0, #1
;;       18: ldr x1, [x28, #0x18]
;;       1c: str x0, [x1]
;;       20: mov w17, #0x40000000
;;       24: str w17, [x28, #0x20]
;;       28: mov sp, x29
;;       2c: ldp x29, x30, [sp], #0x10
;;       30: ret
