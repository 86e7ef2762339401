(module
  (func (export "switch") (param i32) (result i32)
    (block
      (block
        (block
          (br_table 0 1 2 0 (local.get 0)))
        (return (i32.const 10)))
      (return (i32.const 11)))
    (i32.const 12)))

;; 00000000 <switch>: function 0, 96 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: cmp w1, #3
;;       10: b.hs #0x30
;;       14: adr x16, #0x24
;;       18: ldrsw x17, [x16, w1, uxtw #2]
;;       1c: add x16, x16, x17
;;       20: br x16
;;       24: udf #0xc
;;       28: udf #0x1c
;;       2c: udf #0x2c
;;       30: mov w0, #0xa
;;       34: mov sp, x29
;;       38: ldp x29, x30, [sp], #0x10
;;       3c: ret
;;       40: mov w0, #0xb
;;       44: mov sp, x29
;;       48: ldp x29, x30, [sp], #0x10
;;       4c: ret
;;       50: mov w0, #0xc
;;       54: mov sp, x29
;;       58: ldp x29, x30, [sp], #0x10
;;       5c: ret
