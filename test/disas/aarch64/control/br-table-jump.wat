(module
  ;; More cases than are searched by compares.
  (func (export "switch") (param i32) (result i32)
    (block (block (block (block (block (block (block (block (block (block (block (block (block (block (block (block (block
      (br_table 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 (local.get 0)))
      (return (i32.const 10)))
      (return (i32.const 11)))
      (return (i32.const 12)))
      (return (i32.const 13)))
      (return (i32.const 14)))
      (return (i32.const 15)))
      (return (i32.const 16)))
      (return (i32.const 17)))
      (return (i32.const 18)))
      (return (i32.const 19)))
      (return (i32.const 20)))
      (return (i32.const 21)))
      (return (i32.const 22)))
      (return (i32.const 23)))
      (return (i32.const 24)))
      (return (i32.const 25)))
    (i32.const 99)))

;; 00000000 <switch>: function 0, 372 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: cmp w1, #0x10
;;       10: b.hs #0x164
;;       14: adr x16, #0x24
;;       18: ldrsw x17, [x16, w1, uxtw #2]
;;       1c: add x16, x16, x17
;;       20: br x16
;;       24: udf #0x40
;;       28: udf #0x50
;;       2c: udf #0x60
;;       30: udf #0x70
;;       34: udf #0x80
;;       38: udf #0x90
;;       3c: udf #0xa0
;;       40: udf #0xb0
;;       44: udf #0xc0
;;       48: udf #0xd0
;;       4c: udf #0xe0
;;       50: udf #0xf0
;;       54: udf #0x100
;;       58: udf #0x110
;;       5c: udf #0x120
;;       60: udf #0x130
;;       64: mov w0, #0xa
;;       68: mov sp, x29
;;       6c: ldp x29, x30, [sp], #0x10
;;       70: ret
;;       74: mov w0, #0xb
;;       78: mov sp, x29
;;       7c: ldp x29, x30, [sp], #0x10
;;       80: ret
;;       84: mov w0, #0xc
;;       88: mov sp, x29
;;       8c: ldp x29, x30, [sp], #0x10
;;       90: ret
;;       94: mov w0, #0xd
;;       98: mov sp, x29
;;       9c: ldp x29, x30, [sp], #0x10
;;       a0: ret
;;       a4: mov w0, #0xe
;;       a8: mov sp, x29
;;       ac: ldp x29, x30, [sp], #0x10
;;       b0: ret
;;       b4: mov w0, #0xf
;;       b8: mov sp, x29
;;       bc: ldp x29, x30, [sp], #0x10
;;       c0: ret
;;       c4: mov w0, #0x10
;;       c8: mov sp, x29
;;       cc: ldp x29, x30, [sp], #0x10
;;       d0: ret
;;       d4: mov w0, #0x11
;;       d8: mov sp, x29
;;       dc: ldp x29, x30, [sp], #0x10
;;       e0: ret
;;       e4: mov w0, #0x12
;;       e8: mov sp, x29
;;       ec: ldp x29, x30, [sp], #0x10
;;       f0: ret
;;       f4: mov w0, #0x13
;;       f8: mov sp, x29
;;       fc: ldp x29, x30, [sp], #0x10
;;      100: ret
;;      104: mov w0, #0x14
;;      108: mov sp, x29
;;      10c: ldp x29, x30, [sp], #0x10
;;      110: ret
;;      114: mov w0, #0x15
;;      118: mov sp, x29
;;      11c: ldp x29, x30, [sp], #0x10
;;      120: ret
;;      124: mov w0, #0x16
;;      128: mov sp, x29
;;      12c: ldp x29, x30, [sp], #0x10
;;      130: ret
;;      134: mov w0, #0x17
;;      138: mov sp, x29
;;      13c: ldp x29, x30, [sp], #0x10
;;      140: ret
;;      144: mov w0, #0x18
;;      148: mov sp, x29
;;      14c: ldp x29, x30, [sp], #0x10
;;      150: ret
;;      154: mov w0, #0x19
;;      158: mov sp, x29
;;      15c: ldp x29, x30, [sp], #0x10
;;      160: ret
;;      164: mov w0, #0x63
;;      168: mov sp, x29
;;      16c: ldp x29, x30, [sp], #0x10
;;      170: ret
