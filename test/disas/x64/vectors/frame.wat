;; Vectors in slots, arguments and results, globals and choices.
(module
  (global $g (mut v128) (v128.const i64x2 0 0))
  (func $many (export "many") (param v128 v128 v128 v128 v128 v128 v128 v128 v128 i32) (result v128)
    (i8x16.add (local.get 8) (local.get 0)))
  ;; What is live is in its slot, with all bits; the ninth vector is an argument on the stack.
  (func (export "call") (param v128 v128) (result v128)
    (call $many (local.get 1) (local.get 0) (local.get 1) (local.get 0) (local.get 1) (local.get 0)
      (local.get 1) (local.get 0) (v128.const i32x4 1 2 3 4) (i32.const 5))
    (v128.and (local.get 0)))
  (func (export "two") (param v128) (result v128 i32)
    (local.get 0) (i32.const 1))
  (func (export "global") (param v128) (result v128)
    (global.get $g) (global.set $g (local.get 0)))
  (func (export "select") (param v128 v128 i32) (result v128)
    (select (result v128) (local.get 0) (local.get 1) (local.get 2)))
  (func (export "swap") (param $a v128) (param $b v128) (param $n i32) (result v128)
    (local $t v128)
    (loop $again
      (local.set $t (local.get $a))
      (local.set $a (local.get $b))
      (local.set $b (local.get $t))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $a))
  (func (export "zeroed") (param i32) (result v128)
    (local $x v128)
    (if (local.get 0) (then (local.set $x (i8x16.splat (local.get 0)))))
    (local.get $x)))

;; 00000000 <many>: function 0, 32 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: movups xmm1, xmmword ptr [rbp + 0x10]
;;        f: paddb xmm1, xmm0
;;       13: movaps xmm0, xmm1
;;       16: leave
;;       17: pop qword ptr [rsp + 8]
;;       1b: add rsp, 8
;;       1f: ret
;;
;; 00000020 <call>: function 1, 128 bytes
;;       20: push rbp
;;       21: mov rbp, rsp
;;       24: sub rsp, 0x20
;;       2b: cmp rsp, qword ptr [r14 + 0x10]
;;       2f: jb 0x83
;;       35: mov qword ptr [rbp - 8], r14
;;       39: movups xmmword ptr [rbp - 0x20], xmm0
;;       3d: sub rsp, 0x10
;;       41: movaps xmm15, xmmword ptr [rip + 0x47]
;;       49: movups xmmword ptr [rsp], xmm15
;;       4e: movaps xmm2, xmm1
;;       51: movaps xmm3, xmm0
;;       54: movaps xmm4, xmm1
;;       57: movaps xmm5, xmm0
;;       5a: movaps xmm6, xmm1
;;       5d: movaps xmm7, xmm0
;;       60: movaps xmm15, xmm0
;;       64: movaps xmm0, xmm1
;;       67: movaps xmm1, xmm15
;;       6b: mov esi, 5
;;       70: call 0                                                 ;; <many>, call at wasm 0xc4
;;       75: mov r14, qword ptr [rbp - 8]
;;       79: movups xmm1, xmmword ptr [rbp - 0x20]
;;       7d: pand xmm0, xmm1
;;       81: leave
;;       82: ret
;;       83: ud2                                                    ;; call stack exhausted at wasm 0x9f
;;       85: int3
;;       86: int3
;;       87: int3
;;       88: int3
;;       89: int3
;;       8a: int3
;;       8b: int3
;;       8c: int3
;;       8d: int3
;;       8e: int3
;;       8f: int3
;;       90: add dword ptr [rax], eax
;;       92: add byte ptr [rax], al
;;       94: add al, byte ptr [rax]
;;       96: add byte ptr [rax], al
;;       98: add eax, dword ptr [rax]
;;       9a: add byte ptr [rax], al
;;       9c: add al, 0
;;       9e: add byte ptr [rax], al
;;
;; 000000a0 <two>: function 2, 32 bytes
;;       a0: push rbp
;;       a1: mov rbp, rsp
;;       a4: sub rsp, 0x10
;;       ab: mov qword ptr [rbp - 0x10], rdi
;;       af: mov rax, qword ptr [rbp - 0x10]
;;       b3: movups xmmword ptr [rax], xmm0
;;       b6: mov dword ptr [rax + 0x10], 1
;;       bd: leave
;;       be: ret
;;       bf: (1 bytes of padding)
;;
;; 000000c0 <global>: function 3, 32 bytes
;;       c0: push rbp
;;       c1: mov rbp, rsp
;;       c4: sub rsp, 0x10
;;       cb: movups xmm1, xmmword ptr [r14 + 0x20]
;;       d0: movups xmmword ptr [r14 + 0x20], xmm0
;;       d5: movaps xmm0, xmm1
;;       d8: leave
;;       d9: ret
;;       da: (6 bytes of padding)
;;
;; 000000e0 <select>: function 4, 32 bytes
;;       e0: push rbp
;;       e1: mov rbp, rsp
;;       e4: sub rsp, 0x10
;;       eb: test esi, esi
;;       ed: jne 0xf2
;;       ef: movaps xmm0, xmm1
;;       f2: leave
;;       f3: ret
;;       f4: (12 bytes of padding)
;;
;; 00000100 <swap>: function 5, 48 bytes
;;      100: push rbp
;;      101: mov rbp, rsp
;;      104: sub rsp, 0x10
;;      10b: add esi, -1
;;      10e: je 0x121
;;      114: movaps xmm15, xmm0
;;      118: movaps xmm0, xmm1
;;      11b: movaps xmm1, xmm15
;;      11f: jmp 0x10b
;;      121: movaps xmm0, xmm1
;;      124: leave
;;      125: ret
;;      126: (10 bytes of padding)
;;
;; 00000130 <zeroed>: function 6, 40 bytes
;;      130: push rbp
;;      131: mov rbp, rsp
;;      134: sub rsp, 0x10
;;      13b: pxor xmm0, xmm0
;;      13f: test esi, esi
;;      141: je 0x156
;;      147: movd xmm0, esi
;;      14b: pxor xmm15, xmm15
;;      150: pshufb xmm0, xmm15
;;      156: leave
;;      157: ret
