(module
  (func (export "flag") (param i32) (result i32) (local i32)
    (block
      (br_if 0 (local.get 0))
      (local.set 1 (i32.const 1)))
    (local.get 1)))

;; 00000000 <flag>: function 0, 56 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x22
;;        8: Const32 r0, 0
;;       14: BranchI32NeC ->48, r1, 0
;;       24: Const32 r0, 1
;;       30: Return 0
