;; What calls.wat calls in another instance.
(module
  (type $two (func (param i32 i32) (result i32)))
  (table (export "table") 6 funcref)
  (func (export "add") (type $two) (i32.add (local.get 0) (local.get 1)))
  (func (export "tail") (type $two)
    (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call_indirect (type $two)
      (i32.sub (local.get 0) (i32.const 1)) (i32.add (local.get 1) (local.get 0)) (i32.const 2))))
