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
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x24
;;        8: JumpTable r1, 3, ->36, ->36, ->56, ->76
;;       24: Const32 r0, 10
;;       30: Return 0
;;       38: Const32 r0, 11
;;       44: Return 0
;;       4c: Const32 r0, 12
;;       58: Return 0
