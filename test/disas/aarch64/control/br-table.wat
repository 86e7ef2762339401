(module
  (func (export "switch") (param i32) (result i32)
    (block
      (block
        (block
          (br_table 0 1 2 0 (local.get 0)))
        (return (i32.const 10)))
      (return (i32.const 11)))
    (i32.const 12)))

;; 00000000 <switch>: function 0, 92 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: cmp w1, #2
;;       10: b.hs #0x20
;;       14: cmp w1, #1
;;       18: b.lo #0x2c
;;       1c: b #0x3c
;;       20: cmp w1, #3
;;       24: b.lo #0x4c
;;       28: b #0x2c
;;       2c: mov w0, #0xa
;;       30: mov sp, x29
;;       34: ldp x29, x30, [sp], #0x10
;;       38: ret
;;       3c: mov w0, #0xb
;;       40: mov sp, x29
;;       44: ldp x29, x30, [sp], #0x10
;;       48: ret
;;       4c: mov w0, #0xc
;;       50: mov sp, x29
;;       54: ldp x29, x30, [sp], #0x10
;;       58: ret
