(module
  (func $gcd (export "gcd") (param i64 i64) (result i64)
    (if (i64.eqz (local.get 1)) (then (return (local.get 0))))
    (return_call $gcd (local.get 1) (i64.rem_u (local.get 0) (local.get 1)))))

;; 00000000 <gcd>: function 0, 92 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x22
;;        8: BranchI64NeC ->48, r2, 0, 0
;;       1c: Move64 r0, r1
;;       28: Return 0
;;       30: I64RemU r1, r1, r2                                     ;; integer divide by zero at wasm 0x32
;;       40: Swap r1, r2
;;       4c: TailLeave 0
;;       54: TailJump func 0
