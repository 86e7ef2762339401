(module
  (func (export "switch") (param i32) (result i32)
    (block
      (block
        (block
          (br_table 0 1 2 0 (local.get 0)))
        (return (i32.const 10)))
      (return (i32.const 11)))
    (i32.const 12)))

;; 00000000 <switch>: function 0, 71 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: mov esi, esi
;;        d: cmp esi, 2
;;       10: jae 0x24
;;       16: cmp esi, 1
;;       19: jb 0x32
;;       1f: jmp 0x39
;;       24: cmp esi, 3
;;       27: jb 0x40
;;       2d: jmp 0x32
;;       32: mov eax, 0xa
;;       37: leave
;;       38: ret
;;       39: mov eax, 0xb
;;       3e: leave
;;       3f: ret
;;       40: mov eax, 0xc
;;       45: leave
;;       46: ret
