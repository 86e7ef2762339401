;; A try costs its body no code but that constants of locals are in their slots at calls, and a jump over the landing
;; pads. These take the stack pointer from the frame pointer, and find all in slots.

(module
  (tag $t (param i32 i64))
  (func $may-throw (param i32))
  (func $catches (param i32) (result i64)
    (local $x i32)
    (block $all
      (block $h (result i32 i64)
        (try_table (catch $t $h) (catch_all $all)
          (local.set $x (i32.const 7))
          (call $may-throw (local.get 0)))
        (return (i64.const 0)))
      (return (i64.add (i64.extend_i32_s (local.get $x)))))
    (i64.const 1))
  (func $throws (param i32)
    (throw $t (local.get 0) (i64.const 5)))
  (func $again (param exnref)
    (throw_ref (local.get 0)))
)

;; 00000000 <may-throw>: function 0, 16 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: leave
;;        c: ret
;;        d: (3 bytes of padding)
;;
;; 00000010 <catches>: function 1, 112 bytes
;;       10: push rbp
;;       11: mov rbp, rsp
;;       14: sub rsp, 0x30
;;       1b: cmp rsp, qword ptr [r14 + 0x10]
;;       1f: jb 0x7e
;;       25: mov qword ptr [rbp - 8], r14
;;       29: mov dword ptr [rbp - 0x20], 7
;;       30: call 0                                                 ;; <may-throw>, call at wasm 0x4a
;;       35: mov r14, qword ptr [rbp - 8]
;;       39: jmp 0x65
;;       3e: lea rsp, [rbp - 0x30]
;;       45: mov r14, qword ptr [rbp - 8]
;;       49: mov eax, dword ptr [rbp - 0x28]
;;       4c: mov rcx, qword ptr [rbp - 0x30]
;;       50: jmp 0x69
;;       55: lea rsp, [rbp - 0x30]
;;       5c: mov r14, qword ptr [rbp - 8]
;;       60: jmp 0x77
;;       65: xor eax, eax
;;       67: leave
;;       68: ret
;;       69: mov edx, dword ptr [rbp - 0x20]
;;       6c: movsxd rdx, edx
;;       6f: add rcx, rdx
;;       72: mov rax, rcx
;;       75: leave
;;       76: ret
;;       77: mov eax, 1
;;       7c: leave
;;       7d: ret
;;       7e: ud2                                                    ;; call stack exhausted at wasm 0x35
;;
;; 00000080 <throws>: function 2, 48 bytes
;;       80: push rbp
;;       81: mov rbp, rsp
;;       84: sub rsp, 0x10
;;       8b: cmp rsp, qword ptr [r14 + 0x10]
;;       8f: jb 0xad
;;       95: mov qword ptr [rbp - 8], r14
;;       99: mov edx, 5
;;       9e: mov rax, qword ptr [r14 + 0x30]
;;       a2: mov r14, qword ptr [r14 + 0x38]
;;       a6: mov rdi, r14
;;       a9: call rax                                               ;; call at wasm 0x60
;;       ab: ud2                                                    ;; unreachable at wasm 0x60
;;       ad: ud2                                                    ;; call stack exhausted at wasm 0x5b
;;       af: (1 bytes of padding)
;;
;; 000000b0 <again>: function 3, 42 bytes
;;       b0: push rbp
;;       b1: mov rbp, rsp
;;       b4: sub rsp, 0x10
;;       bb: cmp rsp, qword ptr [r14 + 0x10]
;;       bf: jb 0xd8
;;       c5: mov qword ptr [rbp - 8], r14
;;       c9: mov rax, qword ptr [r14 + 0x40]
;;       cd: mov r14, qword ptr [r14 + 0x48]
;;       d1: mov rdi, r14
;;       d4: call rax                                               ;; call at wasm 0x67
;;       d6: ud2                                                    ;; unreachable at wasm 0x67
;;       d8: ud2                                                    ;; call stack exhausted at wasm 0x64
