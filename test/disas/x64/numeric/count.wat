(module
  (func (export "clz") (param i32) (result i32) (i32.clz (local.get 0)))
  (func (export "ctz") (param i64) (result i64) (i64.ctz (local.get 0)))
  (func (export "popcnt") (param i32) (result i32) (i32.popcnt (local.get 0))))

;; 00000000 <clz>: function 0, 48 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x21
;;       15: mov qword ptr [rbp - 8], r14
;;       19: lzcnt esi, esi
;;       1d: mov eax, esi
;;       1f: leave
;;       20: ret
;;       21: ud2                                                    ;; call stack exhausted at wasm 0x37
;;       23: (13 bytes of padding)
;;
;; 00000030 <ctz>: function 1, 48 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: cmp rsp, qword ptr [r14 + 0x10]
;;       3f: jb 0x53
;;       45: mov qword ptr [rbp - 8], r14
;;       49: tzcnt rsi, rsi
;;       4e: mov rax, rsi
;;       51: leave
;;       52: ret
;;       53: ud2                                                    ;; call stack exhausted at wasm 0x3d
;;       55: (11 bytes of padding)
;;
;; 00000060 <popcnt>: function 2, 35 bytes
;;       60: push rbp
;;       61: mov rbp, rsp
;;       64: sub rsp, 0x10
;;       6b: cmp rsp, qword ptr [r14 + 0x10]
;;       6f: jb 0x81
;;       75: mov qword ptr [rbp - 8], r14
;;       79: popcnt esi, esi
;;       7d: mov eax, esi
;;       7f: leave
;;       80: ret
;;       81: ud2                                                    ;; call stack exhausted at wasm 0x43
