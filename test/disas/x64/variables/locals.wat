(module
  (func (export "tee") (param i32) (result i32) (local i32)
    (i32.add (local.tee 1 (i32.const 5)) (local.get 0))
    (local.get 1)
    (i32.mul))
  (func (export "alias") (param i32) (result i32)
    ;; The pushed copy keeps the old value.
    (local.get 0)
    (local.set 0 (i32.const 1))
    (i32.add (local.get 0))))

;; 00000000 <tee>: function 0, 48 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x23
;;       15: mov qword ptr [rbp - 8], r14
;;       19: add esi, 5
;;       1c: lea esi, [rsi + rsi*4]
;;       1f: mov eax, esi
;;       21: leave
;;       22: ret
;;       23: ud2                                                    ;; call stack exhausted at wasm 0x2a
;;       25: (11 bytes of padding)
;;
;; 00000030 <alias>: function 1, 34 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: cmp rsp, qword ptr [r14 + 0x10]
;;       3f: jb 0x50
;;       45: mov qword ptr [rbp - 8], r14
;;       49: add esi, 1
;;       4c: mov eax, esi
;;       4e: leave
;;       4f: ret
;;       50: ud2                                                    ;; call stack exhausted at wasm 0x39
