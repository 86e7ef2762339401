(module
  (func (export "switch") (param i32) (result i32)
    (block
      (block
        (block
          (br_table 0 1 2 0 (local.get 0)))
        (return (i32.const 10)))
      (return (i32.const 11)))
    (i32.const 12)))

;; 00000000 <switch>: function 0, 116 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x70
;;       18: stur x28, [x29, #-8]
;;       1c: cmp w1, #3
;;       20: b.hs #0x40
;;       24: adr x16, #0x34
;;       28: ldrsw x17, [x16, w1, uxtw #2]
;;       2c: add x16, x16, x17
;;       30: br x16
;;       34: udf #0xc
;;       38: udf #0x1c
;;       3c: udf #0x2c
;;       40: mov w0, #0xa
;;       44: mov sp, x29
;;       48: ldp x29, x30, [sp], #0x10
;;       4c: ret
;;       50: mov w0, #0xb
;;       54: mov sp, x29
;;       58: ldp x29, x30, [sp], #0x10
;;       5c: ret
;;       60: mov w0, #0xc
;;       64: mov sp, x29
;;       68: ldp x29, x30, [sp], #0x10
;;       6c: ret
;;       70: udf #0                                                 ;; call stack exhausted at wasm 0x24
